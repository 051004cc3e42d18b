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

  /// `unwind` does what it is given, as if on the loop, and destroys the handlers that are queued
  /// or come to be, without running them. It may be called from within itself.
  using Unwind = std::function<void(const std::function<void()>& cancel)>;
  void begin(Unwind unwind) { unwind_ = std::move(unwind); }
  bool begun() const { return static_cast<bool>(unwind_); }
  void unwind(const std::function<void()>& cancel) { unwind_(cancel); }

  /// That of the executor's loop; null where the loop has not been abandoned.
  static Abandonment* of(const asio::any_io_executor& executor);

 private:
  void shutdown() override {}

  Unwind unwind_;
};

}  // namespace stormlark
