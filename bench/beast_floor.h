#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace stormlark::bench {

/// The least that a server on Beast does, on a thread of its own: echoes WebSocket messages, and
/// answers each HTTP request with the same body. Without runtime/, as a floor has to be.
class BeastFloor {
 public:
  explicit BeastFloor(std::string http_body);
  ~BeastFloor();
  BeastFloor(const BeastFloor&) = delete;
  BeastFloor& operator=(const BeastFloor&) = delete;

  std::uint16_t port() const;

 private:
  struct Server;
  std::unique_ptr<Server> server_;
};

}  // namespace stormlark::bench
