#include "history/recorder.h"

#include "history/text.h"
#include "runtime/signal_flag.h"

#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <boost/asio/post.hpp>

#include <fmt/format.h>

namespace stormlark::history {

/// Shared with the flush that is on its way.
struct Recorder::File {
  std::string path;
  std::ofstream lines;
  bool flush_is_due = false;
  std::string problem{};

  /// Where something did not get there, nothing is written any more.
  void flush() {
    flush_is_due = false;
    if (!lines.is_open() || lines.flush()) return;
    problem = fmt::format("{}: the history cannot be written on: {}; what it has is torn", path,
                          std::generic_category().message(errno));
    lines.close();
  }

  static void add(const std::shared_ptr<File>& file, const std::string& line,
                  const asio::any_io_executor& executor) {
    file->lines << line << '\n';
    if (std::exchange(file->flush_is_due, true)) return;
    asio::post(executor, [file] { file->flush(); });
  }
};

Recorder::Recorder(Clock& clock, asio::any_io_executor executor, const std::string& path)
    : clock_(clock),
      executor_(std::move(executor)),
      began_(clock.now()),
      watchers_(std::make_shared<std::list<Watcher>>()) {
  if (path.empty()) return;
  file_ = std::make_shared<File>(path, std::ofstream(path));
  if (!file_->lines) {
    throw std::runtime_error(fmt::format("{}: the history cannot be written there", path));
  }
}

Recorder::~Recorder() {
  if (file_) file_->lines.flush();
}

std::string Recorder::file_problem() {
  if (!file_) return {};
  file_->flush();
  return file_->problem;
}

void Recorder::add(Event event) {
  make_well_formed(event);
  history_.push_back(Record{history_.size() + 1, now_us(), std::move(event)});
  const Record& record = history_.back();
  if (file_) File::add(file_, to_line(record), executor_);
  for (const Watcher& watcher : *watchers_) watcher(record);
}

std::int64_t Recorder::now_us() const {
  return std::chrono::duration_cast<std::chrono::microseconds>(clock_.now() - began_).count();
}

std::shared_ptr<void> Recorder::watch(Watcher watcher) const {
  const auto place = watchers_->insert(watchers_->end(), std::move(watcher));
  auto forget = [watchers = watchers_, place](void*) { watchers->erase(place); };
  return std::shared_ptr<void>(watchers_.get(), std::move(forget));
}

awaitable<Result<std::size_t>> Recorder::await(std::size_t from,
                                               std::function<bool(const Record&)> wanted,
                                               Clock::duration within) {
  for (std::size_t index = from; index < history_.size(); ++index) {
    if (wanted(history_[index])) co_return index;
  }
  SignalFlag arrived(executor_);
  std::size_t found = 0;
  const auto watching = watch([&](const Record& record) {
    if (arrived.is_set() || !wanted(record)) return;
    found = record.id - 1;
    arrived.set();
  });
  const error_code ec = co_await arrived.wait_for(clock_, within);
  if (ec) co_return ec;
  co_return found;
}

}  // namespace stormlark::history
