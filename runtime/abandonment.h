#pragma once

#include "runtime/result.h"

#include <functional>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution_context.hpp>

namespace stormlark {

/// Says of an event loop that it will never run again, because its process was killed. What waits
/// on it is then unwound by its owners: a task group that is destroyed unwinds its children first,
/// as the objects that they use still live.
class Abandonment final : public asio::execution_context::service {
 public:
  static asio::execution_context::id id;

  explicit Abandonment(asio::execution_context& loop) : service(loop) {}

  /// `discard` destroys the handlers that are queued on the loop, without running them; it may be
  /// called from within itself.
  void begin(std::function<void()> discard) { discard_ = std::move(discard); }
  bool begun() const { return static_cast<bool>(discard_); }
  void discard() { discard_(); }

  /// That of the executor's loop; null where the loop has not been abandoned.
  static Abandonment* of(const asio::any_io_executor& executor);

 private:
  void shutdown() override {}

  std::function<void()> discard_;
};

}  // namespace stormlark
