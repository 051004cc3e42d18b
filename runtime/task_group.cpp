#include "runtime/task_group.h"

#include "runtime/abandonment.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/multiple_exceptions.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>

namespace stormlark {

TaskGroup::TaskGroup(asio::any_io_executor executor, FailureHandler on_failure)
    : executor_(std::move(executor)), on_failure_(std::move(on_failure)) {}

TaskGroup::~TaskGroup() {
  if (children_.empty()) return;
  Abandonment* const abandonment = Abandonment::of(executor_);
  if (abandonment) abandonment->unwind([this] { stop(); });
}

void TaskGroup::spawn(awaitable<void> task) {
  const auto child =
      children_.emplace(children_.end(), std::make_unique<asio::cancellation_signal>());
  auto done = [this, child](std::exception_ptr failure) { finished(child, std::move(failure)); };
  asio::co_spawn(executor_, std::move(task),
                 asio::bind_cancellation_slot(child->cancellation->slot(), std::move(done)));
}

void TaskGroup::stop() {
  for (auto next = children_.begin(); next != children_.end();) {
    auto child = next++;  // a child may end, and leave the list, while it is being told
    child->told = true;
    child->cancellation->emit(asio::cancellation_type::terminal);
  }
}

awaitable<void> TaskGroup::join() {
  while (!children_.empty()) {
    SignalFlag none_left(executor_);
    const auto joiner = joiners_.insert(joiners_.end(), &none_left);
    const error_code ec = co_await none_left.wait();
    if (!none_left.is_set()) joiners_.erase(joiner);
    if (ec) co_return;
  }
}

void TaskGroup::finished(std::list<Child>::iterator child, std::exception_ptr failure) {
  // Asio may have posted the cancellation, which is still on its way and refers to the signal.
  if (child->told) asio::post(executor_, [kept = std::move(child->cancellation)] {});
  children_.erase(child);
  if (failure && !is_cancellation(failure)) on_failure_(failure);
  if (!children_.empty()) return;
  for (SignalFlag* joiner : std::exchange(joiners_, {})) joiner->set();
}

bool is_cancellation(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const boost::system::system_error& error) {
    return error.code() == asio::error::operation_aborted;
  } catch (const asio::multiple_exceptions& several) {
    return is_cancellation(several.first_exception());
  } catch (...) {
    return false;
  }
}

}  // namespace stormlark
