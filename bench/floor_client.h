#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace stormlark::bench {

/// The floor that our times are held against: the fewest round trips that the protocol allows, done
/// one after the other by a client with nothing of ours below it (blocking sockets, OpenSSL and
/// protobuf). Same rules as the gateway: a fresh connection for discovery, one more for the
/// WebSocket, certificates verified, no session resumption; API calls keep their connection. Throws
/// when something goes wrong.
class FloorClient {
 public:
  struct Options {
    std::uint16_t port = 0;  ///< of the platform, or of a proxy before it, on loopback
    bool tls = false;
    std::string authority_pem;  ///< trusted when `tls`
    std::string app_id;
    std::string app_secret;
    std::string file;  ///< for what it keeps
  };

  explicit FloorClient(Options options);
  ~FloorClient();

  /// Discovery, TCP, TLS, upgrade.
  void connect();
  /// Receives the next push, keeps it on disk, and acknowledges it.
  void acknowledge_push();
  /// Gets an access token, for `answer_push`.
  void authenticate();
  /// The same; then keeps the answer on disk, and replies.
  void answer_push();
  /// Ends all connections; `connect` may be called again.
  void close();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stormlark::bench
