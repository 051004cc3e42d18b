#include "runtime/dialer.h"

#include "runtime/base64.h"
#include "runtime/errors.h"
#include "runtime/http_connection.h"

namespace stormlark {

Dialer::Dialer(Network& network, TlsClient tls, Options options)
    : network_(network), tls_(std::move(tls)), options_(std::move(options)) {}

awaitable<Result<Stream>> Dialer::dial(Url url) const {
  auto transport = co_await reach(url.endpoint());
  if (!transport || !url.secure()) co_return transport;
  auto secured = co_await tls_.connect(std::move(*transport), url.host);
  co_return secured;
}

awaitable<Result<Stream>> Dialer::reach(Endpoint origin) const {
  auto connected = co_await network_.connect(options_.proxy.value_or(origin));
  if (!connected || !options_.proxy) co_return connected;
  auto tunnelled = co_await tunnel(std::move(*connected), origin);
  co_return tunnelled;
}

awaitable<Result<Stream>> Dialer::tunnel(Stream to_proxy, Endpoint target) const {
  HttpRequest request{.method = "CONNECT", .target = target.to_string(), .fields = {}, .body = {}};
  request.fields.add("Host", request.target);
  if (options_.proxy_basic) {
    request.fields.add("Proxy-Authorization", "Basic " + base64_encode(*options_.proxy_basic));
  }
  HttpConnection connection(std::move(to_proxy));
  const auto written = co_await connection.write(to_wire(request));
  if (!written) co_return written.error();
  const auto answer = co_await connection.read_response(HttpConnection::Body::none, 0);
  if (!answer) co_return answer.error();
  const unsigned status = answer->message.status;
  if (status == 407) co_return RuntimeErrc::proxy_auth_required;
  if (status / 100 != 2) co_return RuntimeErrc::tunnel_refused;
  co_return connection.release();
}

}  // namespace stormlark
