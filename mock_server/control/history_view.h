#pragma once

#include "history/recorder.h"

#include <span>

namespace stormlark::mock {

/// The history as callers of the control API see it: since the platform began anew. The recorder
/// keeps all of it.
class HistoryView {
 public:
  explicit HistoryView(const history::Recorder& recorder) : recorder_(recorder) {}

  std::span<const history::Record> records() const {
    return std::span(recorder_.history()).subspan(from_);
  }
  /// Those that were written before the view began, too.
  const history::History& all() const { return recorder_.history(); }
  const history::Recorder& recorder() const { return recorder_; }
  /// How many records lie before the view.
  std::size_t from() const { return from_; }
  /// The last record written is the first in view from now on.
  void begin_anew() { from_ = all().empty() ? 0 : all().size() - 1; }

 private:
  const history::Recorder& recorder_;
  std::size_t from_ = 0;
};

}  // namespace stormlark::mock
