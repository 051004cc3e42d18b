#include "mock_server/connections/client_socket.h"

#include <algorithm>
#include <array>

#include <boost/asio/append.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>

namespace stormlark::mock {
namespace {

using namespace asio::experimental::awaitable_operators;

// A client that sends more than this while it waits for an answer is not watched any longer.
constexpr std::size_t ahead_bytes_max = 64U << 10;

}  // namespace

/// What HTTP and WebSocket code reads and writes: the socket's stream, after what was read ahead.
class ClientSocket::Served final : public ByteStream {
 public:
  explicit Served(std::shared_ptr<ClientSocket> socket) : socket_(std::move(socket)) {}
  ~Served() override { inner().close(); }

  asio::any_io_executor get_executor() override { return inner().get_executor(); }

  void read_some(asio::mutable_buffer to, IoHandler done) override {
    std::string& ahead = socket_->ahead_;
    if (ahead.empty()) return inner().read_some(to, std::move(done));
    const std::size_t n = asio::buffer_copy(to, asio::buffer(ahead));
    ahead.erase(0, n);
    asio::post(get_executor(), asio::append(std::move(done), error_code{}, n));
  }

  void write_some(asio::const_buffer from, IoHandler done) override {
    inner().write_some(from, std::move(done));
  }
  void shutdown(EndHandler done) override { inner().shutdown(std::move(done)); }
  void close() override { inner().close(); }
  void reset() override { inner().reset(); }

 private:
  ByteStream& inner() const { return socket_->stream_.bytes(); }

  std::shared_ptr<ClientSocket> socket_;
};

Stream ClientSocket::stream() {
  return Stream(std::make_unique<Served>(shared_from_this()));
}

void ClientSocket::cut(bool with_reset) {
  cut_ = true;
  with_reset ? stream_.reset() : stream_.close();
}

awaitable<void> ClientSocket::watch(SignalFlag& done) {
  while (!done.is_set() && !gone_ && ahead_.size() < ahead_bytes_max) {
    co_await (read_ahead() || done.wait());
  }
  if (!gone_) co_await done.wait();
}

awaitable<void> ClientSocket::read_ahead() {
  std::array<char, 4096> buffer;
  const auto n = co_await read_some(stream_, asio::buffer(buffer));
  if (n) {
    ahead_.append(buffer.data(), *n);
  } else if (n.error() != asio::error::operation_aborted) {
    gone_ = true;
  }
}

}  // namespace stormlark::mock
