#include "runtime/real/network.h"

#include "runtime/completion.h"

#include <random>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace stormlark {
namespace {

using asio::ip::tcp;

class TcpStream final : public ByteStream {
 public:
  explicit TcpStream(tcp::socket socket) : socket_(std::move(socket)) {
    error_code ignored;
    // Frames are small and each waits for its answer: never hold one back.
    socket_.set_option(tcp::no_delay(true), ignored);
  }

  asio::any_io_executor get_executor() override { return socket_.get_executor(); }
  void read_some(asio::mutable_buffer to, IoHandler done) override {
    socket_.async_read_some(to, std::move(done));
  }
  void write_some(asio::const_buffer from, IoHandler done) override {
    socket_.async_write_some(from, std::move(done));
  }
  void shutdown(EndHandler done) override {
    error_code ec;
    socket_.shutdown(tcp::socket::shutdown_send, ec);
    post_completion(socket_.get_executor(), std::move(done), ec);
  }
  void close() override {
    error_code ignored;
    socket_.close(ignored);
  }
  void reset() override {
    error_code ignored;
    socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    socket_.close(ignored);
  }

 private:
  tcp::socket socket_;
};

class TcpListener final : public Listener {
 public:
  explicit TcpListener(tcp::acceptor acceptor) : acceptor_(std::move(acceptor)) {
    const auto bound = acceptor_.local_endpoint();
    local_ = {bound.address().to_string(), bound.port()};
  }

  awaitable<Result<Stream>> accept() override {
    auto [ec, socket] = co_await acceptor_.async_accept(use_tuple);
    if (ec) co_return ec;
    co_return Stream(std::make_unique<TcpStream>(std::move(socket)));
  }
  Endpoint local_endpoint() const override { return local_; }
  void close() override {
    error_code ignored;
    acceptor_.close(ignored);
  }

 private:
  tcp::acceptor acceptor_;
  Endpoint local_;
};

Result<std::unique_ptr<Listener>> listen_at(asio::io_context& loop, const tcp::endpoint& at) {
  error_code ec;
  tcp::acceptor acceptor(loop);
  acceptor.open(at.protocol(), ec);
  if (!ec) acceptor.set_option(tcp::acceptor::reuse_address(true), ec);
  if (!ec) acceptor.bind(at, ec);
  if (!ec) acceptor.listen(asio::socket_base::max_listen_connections, ec);
  if (ec) return ec;
  return std::unique_ptr<Listener>(std::make_unique<TcpListener>(std::move(acceptor)));
}

// Below the range from which the kernel gives ports to outgoing connections: a server that is down
// for a while finds its port free when it comes back.
Result<std::unique_ptr<Listener>> listen_at_any_port(asio::io_context& loop,
                                                     const asio::ip::address& address) {
  constexpr std::uint16_t first = 20'000;
  constexpr std::uint16_t last = 32'000;
  constexpr int attempts_max = 100;
  std::random_device device;
  std::uniform_int_distribution<std::uint16_t> port(first, last);
  Result<std::unique_ptr<Listener>> listener = error_code(asio::error::address_in_use);
  for (int attempt = 0; attempt < attempts_max; ++attempt) {
    listener = listen_at(loop, {address, port(device)});
    if (listener || listener.error() != asio::error::address_in_use) break;
  }
  return listener;
}

}  // namespace

awaitable<Result<Stream>> RealNetwork::connect(Endpoint to) {
  tcp::socket socket(loop_);
  error_code not_literal;
  const auto address = asio::ip::make_address(to.host, not_literal);
  if (!not_literal) {  // an address needs no resolver, whose thread would cost a round of the loop
    auto [ec] = co_await socket.async_connect({address, to.port}, use_tuple);
    if (ec) co_return ec;
  } else {
    tcp::resolver resolver(loop_);
    auto [unresolved, addresses] =
        co_await resolver.async_resolve(to.host, std::to_string(to.port), use_tuple);
    if (unresolved) co_return unresolved;
    auto [ec, chosen] = co_await asio::async_connect(socket, addresses, use_tuple);
    if (ec) co_return ec;
  }
  co_return Stream(std::make_unique<TcpStream>(std::move(socket)));
}

Result<std::unique_ptr<Listener>> RealNetwork::listen(Endpoint at) {
  error_code ec;
  const auto address =
      asio::ip::make_address(at.host == "localhost" ? std::string("127.0.0.1") : at.host, ec);
  if (ec) return ec;
  if (at.port != 0) return listen_at(loop_, {address, at.port});
  return listen_at_any_port(loop_, address);
}

}  // namespace stormlark
