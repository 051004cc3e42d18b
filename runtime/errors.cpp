#include "runtime/errors.h"

#include <string>

namespace stormlark {
namespace {

class RuntimeCategory final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "runtime"; }

  std::string message(int value) const override {
    switch (static_cast<RuntimeErrc>(value)) {
      case RuntimeErrc::not_http:
        return "what the peer sent is not an HTTP/1.1 message";
      case RuntimeErrc::tunnel_refused:
        return "the forward proxy did not open a tunnel; is the target allowed there?";
      case RuntimeErrc::proxy_auth_required:
        return "the forward proxy wants authentication (407); check its user and password";
      case RuntimeErrc::read_ahead:
        return "the peer sent bytes before it was its turn";
      case RuntimeErrc::upgrade_refused:
        return "the server refused the WebSocket upgrade";
      case RuntimeErrc::websocket_closed:
        return "the WebSocket was closed in order";
    }
    return "unknown runtime error";
  }
};

}  // namespace

boost::system::error_code make_error_code(RuntimeErrc errc) {
  static const RuntimeCategory category;
  return {static_cast<int>(errc), category};
}

}  // namespace stormlark
