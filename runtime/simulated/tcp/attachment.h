#pragma once

#include "runtime/stream.h"

#include <memory>
#include <string>

#include <boost/intrusive/list.hpp>

namespace stormlark::tcp {

class Attachment;

/// Something that a process waits for: keeps the handler until it ends, is cancelled through its
/// slot, or the process is no more.
class PendingOperation : public boost::intrusive::list_base_hook<
                             boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  using Handler = ByteStream::IoHandler;

  /// `kind` is what reports call it: `read`.
  explicit PendingOperation(const char* kind) : kind_(kind) {}

  void begin(std::shared_ptr<Attachment> process, Handler done);
  /// Nothing happens when it is not under way.
  void end(error_code ec, std::size_t bytes = 0);

  /// As `begin`, for coroutines; the result is that of `end`.
  awaitable<error_code> wait(std::shared_ptr<Attachment> process);

  bool under_way() const { return static_cast<bool>(done_); }
  const char* kind() const { return kind_; }

 private:
  const char* kind_;
  std::shared_ptr<Attachment> process_;
  Handler done_;
};

/// A process at the network: its host, the event loop on which its operations complete, and those
/// that it waits for.
class Attachment : public std::enable_shared_from_this<Attachment> {
 public:
  Attachment(std::string host, asio::any_io_executor executor)
      : host_(std::move(host)), executor_(std::move(executor)) {}

  const std::string& host() const { return host_; }
  const asio::any_io_executor& executor() const { return executor_; }

  /// Runs the handler on the process's event loop, never from within.
  void complete(PendingOperation::Handler done, error_code ec, std::size_t bytes = 0);

  /// Ends everything that the process waits for; it will not wait for anything else.
  void abandon();
  bool abandoned() const { return abandoned_; }
  std::string waiting_for() const;

 private:
  friend class PendingOperation;

  std::string host_;
  asio::any_io_executor executor_;
  bool abandoned_ = false;
  boost::intrusive::list<PendingOperation, boost::intrusive::constant_time_size<false>> pending_;
};

}  // namespace stormlark::tcp
