#pragma once

#include "runtime/alarm.h"

#include <functional>
#include <utility>

#include <boost/intrusive/list.hpp>

namespace stormlark {

/// Ends what takes too long, for those who do many things at once that may all take equally long:
/// the time of the oldest is always up first, so that one timer, which is left to run, does for
/// all. `with_timeout` makes a coroutine and a timer each time.
class TimeLimit {
  using Place =
      boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;

 public:
  /// Something that takes its time while this lives.
  class Bounded : public Place {
   public:
    /// `end` is called at most once, when time is up, and never after `limit` is gone.
    Bounded(TimeLimit& limit, std::function<void()> end)
        : due_(limit.clock_.now() + limit.limit_), end_(std::move(end)) {
      limit.take_in(*this);
    }
    Bounded(const Bounded&) = delete;
    Bounded& operator=(const Bounded&) = delete;

   private:
    friend TimeLimit;

    Clock::time_point due_;
    std::function<void()> end_;
  };

  TimeLimit(Clock& clock, Clock::duration limit)
      : clock_(clock), limit_(limit), alarm_(clock, [this] { look(); }) {}

 private:
  void take_in(Bounded& bounded);
  void look();

  Clock& clock_;
  Clock::duration limit_;
  boost::intrusive::list<Bounded, boost::intrusive::constant_time_size<false>> running_;
  Alarm alarm_;
};

}  // namespace stormlark
