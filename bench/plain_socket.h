#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace stormlark::bench {

/// A blocking TCP socket to or from loopback, with nothing of ours below it. Throws
/// `std::system_error`; a read that takes longer than ten seconds fails.
class PlainSocket {
 public:
  PlainSocket() = default;
  explicit PlainSocket(int descriptor);
  static PlainSocket connect(std::uint16_t port);
  PlainSocket(PlainSocket&& other) noexcept;
  PlainSocket& operator=(PlainSocket&& other) noexcept;
  ~PlainSocket();

  int descriptor() const { return descriptor_; }
  void send(std::string_view bytes);
  /// At least one byte, at most `bytes_max`; empty at the end of the stream.
  std::string receive(std::size_t bytes_max);
  /// False when the stream ended before.
  bool receive_exactly(char* to, std::size_t bytes);

 private:
  int descriptor_ = -1;
};

/// Serves any number of connections: each request says how long it is and how long its answer shall
/// be, so that one server is an echo, a sink and a source.
class AnswerServer {
 public:
  AnswerServer();
  ~AnswerServer();
  AnswerServer(const AnswerServer&) = delete;
  AnswerServer& operator=(const AnswerServer&) = delete;

  std::uint16_t port() const { return port_; }

 private:
  void accept_all();

  int descriptor_ = -1;
  std::uint16_t port_ = 0;
  std::thread acceptor_;
  std::vector<std::thread> connections_;
};

/// The client's side: one request and its answer, prepared once and repeated at will.
class Exchange {
 public:
  Exchange(std::uint32_t request_bytes, std::uint32_t answer_bytes);
  void over(PlainSocket& socket);

 private:
  std::string request_;
  std::vector<char> answer_;
};

}  // namespace stormlark::bench
