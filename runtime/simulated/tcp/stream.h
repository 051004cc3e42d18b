#pragma once

#include "runtime/simulated/tcp/connection.h"

#include <memory>
#include <string>

namespace stormlark::tcp {

/// A process's hold on its end of a connection; letting go of it closes that end.
class SocketStream final : public ByteStream {
 public:
  SocketStream(std::shared_ptr<Connection> connection, Socket& socket, std::string peer)
      : connection_(std::move(connection)), socket_(socket), peer_(std::move(peer)) {}
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
  std::string peer_address() const override { return peer_; }
  std::optional<SocketState> socket_state() const override { return socket_.state(); }

 private:
  std::shared_ptr<Connection> connection_;
  Socket& socket_;
  std::string peer_;
};

}  // namespace stormlark::tcp
