#pragma once

#include "history/recorder.h"

#include <boost/range/iterator_range.hpp>

namespace stormlark::mock {

/// The history as callers of the control API see it: since the platform began anew. The recorder
/// keeps all of it.
class HistoryView {
 public:
  using Records = boost::iterator_range<history::History::const_iterator>;

  explicit HistoryView(const history::Recorder& recorder) : recorder_(recorder) {}

  Records records() const {
    return {all().begin() + static_cast<std::ptrdiff_t>(from_), all().end()};
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
