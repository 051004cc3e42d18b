#pragma once

#include "history/recorder.h"
#include "mock_server/api/http_api.h"
#include "mock_server/connections/client_socket.h"
#include "runtime/task_group.h"
#include "runtime/tls.h"
#include "runtime/world.h"

#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <spdlog/logger.h>

namespace stormlark::mock {

/// The platform's listening sockets, and the TCP connections that came in through them.
class Doors {
 public:
  Doors(World& world, history::Recorder& recorder, HttpApi& api, TaskGroup& tasks, bool with_tls);

  Result<Endpoint> listen(std::string peer, Endpoint at);
  /// No new connections until `open_again`; how many doors there were.
  int close_all();
  /// Listens again at the same addresses; where somebody took one meanwhile, as soon as it is free.
  void open_again();
  /// Ends every TCP connection that is in, except the sockets named; how many there were.
  int cut_all(bool with_reset, const std::set<int>& except = {});

  /// Whose doors they are.
  std::vector<std::string> peers() const;
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

  /// Listens at its address, unless somebody else does.
  Result<void> open(Door& door);
  void admit(Door& door);
  awaitable<void> open_when_free(Door& door);
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
  bool wanted_open_ = true;
  spdlog::logger log_;
};

}  // namespace stormlark::mock
