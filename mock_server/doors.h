#pragma once

#include "history/recorder.h"
#include "mock_server/api/http_api.h"
#include "mock_server/client_socket.h"
#include "runtime/task_group.h"
#include "runtime/tls.h"
#include "runtime/world.h"

#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace stormlark::mock {

/// The platform's listening sockets, and the TCP connections that came in through them.
class Doors {
 public:
  Doors(World& world, history::Recorder& recorder, HttpApi& api, TaskGroup& tasks, bool with_tls);

  Result<Endpoint> listen(std::string peer, Endpoint at);
  /// No new connections until `open_again`; how many doors there were.
  int close_all();
  /// Listens again at the same addresses. Throws when somebody took one meanwhile.
  void open_again();
  /// Ends every TCP connection that is in, except the sockets named; how many there were.
  int cut_all(bool with_reset, const std::set<int>& except = {});

  /// PEM of the authority that signed the doors' certificates; empty without TLS.
  const std::string& authority_pem() const { return authority_pem_; }

 private:
  struct Door {
    std::string peer;
    Endpoint at;
    std::optional<TlsServer> tls;
    std::shared_ptr<Listener> listener;  ///< null while the platform is down
  };
  class Visit;

  void admit(Door& door);
  awaitable<void> accept_all(const Door& door, std::shared_ptr<Listener> listener);
  awaitable<void> serve(const Door& door, Stream stream);

  World& world_;
  history::Recorder& recorder_;
  HttpApi& api_;
  TaskGroup& tasks_;
  std::unique_ptr<TlsAuthority> authority_;  ///< null without TLS
  std::string authority_pem_;
  std::list<Door> doors_;
  std::map<int, std::shared_ptr<ClientSocket>> inside_;
  int last_socket_ = 0;
};

}  // namespace stormlark::mock
