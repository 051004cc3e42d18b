#pragma once

#include "runtime/signal_flag.h"
#include "runtime/stream.h"

#include <memory>
#include <string>

namespace stormlark::mock {

/// A client's TCP connection, held so that the platform can end it from outside, and can see that
/// the client left while its call is still being worked on.
class ClientSocket : public std::enable_shared_from_this<ClientSocket> {
 public:
  explicit ClientSocket(Stream stream) : stream_(std::move(stream)) {}

  /// The stream to serve. It closes the socket when destroyed.
  Stream stream();

  /// Ends the connection on the platform's account.
  void cut(bool with_reset);
  bool was_cut() const { return cut_; }

  /// Looks out for the client's departure until that, or until `done` is set. Nothing else may read
  /// meanwhile; what the client sent ahead is kept for the next reader.
  awaitable<void> watch(SignalFlag& done);
  bool client_gone() const { return gone_; }

 private:
  class Served;

  awaitable<void> read_ahead();

  Stream stream_;
  std::string ahead_;
  bool gone_ = false;
  bool cut_ = false;
};

}  // namespace stormlark::mock
