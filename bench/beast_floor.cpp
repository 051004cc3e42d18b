#include "bench/beast_floor.h"

#include <thread>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

namespace stormlark::bench {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace ws = beast::websocket;
using asio::ip::tcp;

constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);

asio::awaitable<void> echo(tcp::socket socket, http::request<http::string_body> opening) {
  ws::stream<tcp::socket> link(std::move(socket));
  link.binary(true);
  auto [refused] = co_await link.async_accept(opening, use_tuple);
  beast::flat_buffer message;
  while (!refused) {
    auto [ended, received] = co_await link.async_read(message, use_tuple);
    if (ended) co_return;
    auto [broken, sent] = co_await link.async_write(message.cdata(), use_tuple);
    if (broken) co_return;
    message.consume(message.size());
  }
}

asio::awaitable<void> serve(tcp::socket socket, const std::string& body) {
  socket.set_option(tcp::no_delay(true));
  beast::flat_buffer buffer;
  for (;;) {
    http::request<http::string_body> request;
    auto [ended, received] = co_await http::async_read(socket, buffer, request, use_tuple);
    if (ended) co_return;
    if (ws::is_upgrade(request)) {
      co_await echo(std::move(socket), std::move(request));
      co_return;
    }
    http::response<http::string_body> response(http::status::ok, 11, body);
    response.set(http::field::content_type, "application/json; charset=utf-8");
    response.prepare_payload();
    auto [broken, sent] = co_await http::async_write(socket, response, use_tuple);
    if (broken) co_return;
  }
}

}  // namespace

struct BeastFloor::Server {
  asio::awaitable<void> listen() {
    for (;;) {
      auto [ec, socket] = co_await acceptor.async_accept(use_tuple);
      if (ec) co_return;
      asio::co_spawn(loop, serve(std::move(socket), body), asio::detached);
    }
  }

  std::string body;
  asio::io_context loop{1};
  tcp::acceptor acceptor{loop, {asio::ip::address_v4::loopback(), 0}};
  std::thread thread;
};

BeastFloor::BeastFloor(std::string http_body) : server_(std::make_unique<Server>()) {
  server_->body = std::move(http_body);
  asio::co_spawn(server_->loop, server_->listen(), asio::detached);
  server_->thread = std::thread([this] { server_->loop.run(); });
}

BeastFloor::~BeastFloor() {
  server_->loop.stop();
  server_->thread.join();
}

std::uint16_t BeastFloor::port() const {
  return server_->acceptor.local_endpoint().port();
}

}  // namespace stormlark::bench
