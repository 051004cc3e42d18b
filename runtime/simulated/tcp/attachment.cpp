#include "runtime/simulated/tcp/attachment.h"

#include "runtime/completion.h"

#include <map>
#include <string_view>
#include <utility>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/error.hpp>

namespace stormlark::tcp {

void PendingOperation::begin(std::shared_ptr<Attachment> process, Handler done) {
  if (process->abandoned()) {
    process->complete(std::move(done), asio::error::operation_aborted);
    return;
  }
  auto slot = asio::get_associated_cancellation_slot(done);
  process_ = std::move(process);
  process_->pending_.push_back(*this);
  done_.swap(done);  // its move assignment in Boost 1.81 never returns
  if (!slot.is_connected()) return;
  slot.assign([this](asio::cancellation_type type) {
    if (type != asio::cancellation_type::none) end(asio::error::operation_aborted);
  });
}

void PendingOperation::end(error_code ec, std::size_t bytes) {
  if (!under_way()) return;
  unlink();
  auto done = std::exchange(done_, nullptr);
  auto slot = asio::get_associated_cancellation_slot(done);
  if (slot.is_connected()) slot.clear();  // a late cancellation must not meet a later operation
  std::exchange(process_, nullptr)->complete(std::move(done), ec, bytes);
}

awaitable<error_code> PendingOperation::wait(std::shared_ptr<Attachment> process) {
  auto initiate = [this, &process](auto handler) { begin(std::move(process), std::move(handler)); };
  auto [ec, bytes] =
      co_await asio::async_initiate<decltype(use_tuple), void(error_code, std::size_t)>(
          std::move(initiate), use_tuple);
  co_return ec;
}

void Attachment::complete(PendingOperation::Handler done, error_code ec, std::size_t bytes) {
  post_completion(executor_, std::move(done), ec, bytes);
}

void Attachment::abandon() {
  abandoned_ = true;
  while (!pending_.empty()) pending_.front().end(asio::error::operation_aborted);
}

std::string Attachment::waiting_for() const {
  std::map<std::string_view, int> counts;
  for (const PendingOperation& operation : pending_) ++counts[operation.kind()];
  std::string text;
  for (const auto& [kind, count] : counts) {
    if (!text.empty()) text += ", ";
    text.append(std::to_string(count)).append(" ").append(kind);
    if (count > 1) text += "s";
  }
  return text;
}

}  // namespace stormlark::tcp
