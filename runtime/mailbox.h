#pragma once

#include "runtime/bell.h"

#include <deque>
#include <optional>
#include <utility>

namespace stormlark {

/// Hands values from any number of producers to one consumer, all on one executor.
/// (`asio::experimental::channel` of Boost 1.81 never delivers again after a cancelled receive.)
template <class T>
class Mailbox {
 public:
  explicit Mailbox(asio::any_io_executor executor) : arrival_(std::move(executor)) {}

  /// Queues a value; ignored after `close()`.
  void push(T value) {
    if (closed_) return;
    values_.push_back(std::move(value));
    arrival_.ring();
  }

  /// The next value, or nothing once the mailbox is closed and empty, or when cancelled.
  awaitable<std::optional<T>> pop() {
    while (values_.empty()) {
      if (closed_) co_return std::nullopt;
      arrival_.arm();
      const error_code ec = co_await arrival_.wait();
      if (ec) co_return std::nullopt;
    }
    T value = std::move(values_.front());
    values_.pop_front();
    co_return value;
  }

  /// No more values will come; what is queued can still be taken.
  void close() {
    closed_ = true;
    arrival_.ring();
  }

  /// Takes everything that is queued.
  std::deque<T> drain() { return std::exchange(values_, {}); }

  bool closed() const { return closed_; }

 private:
  Bell arrival_;
  std::deque<T> values_;
  bool closed_ = false;
};

}  // namespace stormlark
