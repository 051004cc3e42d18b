#pragma once

#include "runtime/simulated/tcp/connection.h"

#include <memory>

namespace stormlark::tcp {

/// A process's hold on its end of a connection; letting go of it closes that end.
class SocketStream final : public ByteStream {
 public:
  SocketStream(std::shared_ptr<Connection> connection, Socket& socket)
      : connection_(std::move(connection)), socket_(socket) {}
  ~SocketStream() override { SocketStream::close(); }

  asio::any_io_executor get_executor() override { return socket_.process()->executor(); }
  void read_some(asio::mutable_buffer to, IoHandler done) override {
    socket_.read(to, std::move(done));
  }
  void write_some(asio::const_buffer from, IoHandler done) override {
    socket_.write(from, std::move(done));
  }
  void shutdown(EndHandler done) override;
  void close() override;
  void reset() override;

 private:
  std::shared_ptr<Connection> connection_;
  Socket& socket_;
};

}  // namespace stormlark::tcp
