#pragma once

#include <boost/system/error_code.hpp>

namespace stormlark {

/// What can go wrong on the way to a peer, beside the errors of the transport itself.
enum class RuntimeErrc {
  not_http = 1,         ///< what arrived is not an HTTP/1.1 message
  tunnel_refused,       ///< the forward proxy did not open a tunnel
  proxy_auth_required,  ///< the forward proxy wants other credentials, or some
  read_ahead,           ///< the peer sent bytes before it was its turn
  upgrade_refused,      ///< the server answered something other than 101
  websocket_closed,     ///< the WebSocket ended with a Close, in order
};

boost::system::error_code make_error_code(RuntimeErrc errc);

}  // namespace stormlark

template <>
struct boost::system::is_error_code_enum<stormlark::RuntimeErrc> : std::true_type {};
