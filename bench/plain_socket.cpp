#include "bench/plain_socket.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace stormlark::bench {
namespace {

using Header = std::array<std::uint32_t, 2>;  // bytes of the request, bytes of the answer

int checked(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool serve_one(PlainSocket& socket, std::vector<char>& buffer) {
  Header header{};
  if (!socket.receive_exactly(reinterpret_cast<char*>(header.data()), sizeof header)) return false;
  buffer.resize(std::max<std::size_t>(buffer.size(), std::max(header[0], header[1])));
  if (!socket.receive_exactly(buffer.data(), header[0])) return false;
  socket.send({buffer.data(), header[1]});
  return true;
}

void serve(int descriptor) {
  PlainSocket socket(descriptor);
  std::vector<char> buffer;
  try {
    while (serve_one(socket, buffer)) {
    }
  } catch (const std::system_error&) {
    return;  // the client is gone
  }
}

}  // namespace

PlainSocket::PlainSocket(int descriptor) : descriptor_(descriptor) {
  const int on = 1;
  ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const timeval limit{10, 0};
  ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
}

PlainSocket PlainSocket::connect(std::uint16_t port) {
  PlainSocket socket(checked(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket"));
  const sockaddr_in to = loopback(port);
  checked(::connect(socket.descriptor_, reinterpret_cast<const sockaddr*>(&to), sizeof to),
          "connect");
  return socket;
}

PlainSocket::PlainSocket(PlainSocket&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

PlainSocket& PlainSocket::operator=(PlainSocket&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

PlainSocket::~PlainSocket() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void PlainSocket::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    checked(static_cast<int>(n < 0 ? -1 : 0), "send");
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

std::string PlainSocket::receive(std::size_t bytes_max) {
  std::string bytes(bytes_max, '\0');
  const ssize_t n = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
  checked(static_cast<int>(n < 0 ? -1 : 0), "recv");
  bytes.resize(static_cast<std::size_t>(n));
  return bytes;
}

bool PlainSocket::receive_exactly(char* to, std::size_t bytes) {
  while (bytes > 0) {
    const ssize_t n = ::recv(descriptor_, to, bytes, 0);
    checked(static_cast<int>(n < 0 ? -1 : 0), "recv");
    if (n == 0) return false;
    to += n;
    bytes -= static_cast<std::size_t>(n);
  }
  return true;
}

AnswerServer::AnswerServer()
    : descriptor_(checked(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket")) {
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  auto* const where = reinterpret_cast<sockaddr*>(&address);
  checked(::bind(descriptor_, where, size), "bind");
  checked(::listen(descriptor_, SOMAXCONN), "listen");
  checked(::getsockname(descriptor_, where, &size), "getsockname");
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

AnswerServer::~AnswerServer() {
  ::shutdown(descriptor_, SHUT_RDWR);
  acceptor_.join();
  for (std::thread& connection : connections_) connection.join();
  ::close(descriptor_);
}

void AnswerServer::accept_all() {
  for (;;) {
    const int descriptor = ::accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC);
    if (descriptor < 0) return;
    connections_.emplace_back(serve, descriptor);
  }
}

Exchange::Exchange(std::uint32_t request_bytes, std::uint32_t answer_bytes)
    : request_(sizeof(Header) + request_bytes, 'x'), answer_(answer_bytes) {
  const Header header{request_bytes, answer_bytes};
  std::memcpy(request_.data(), header.data(), sizeof header);
}

void Exchange::over(PlainSocket& socket) {
  socket.send(request_);
  if (!socket.receive_exactly(answer_.data(), answer_.size())) {
    throw std::system_error(ECONNRESET, std::generic_category(), "the server closed");
  }
}

}  // namespace stormlark::bench
