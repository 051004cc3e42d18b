#pragma once

#include "scenarios/actions/verbs.h"

#include <memory>

namespace stormlark::scenarios {

/// `await: {moment: event-acked, nth: 5}`: one of the five moments at which a process can be
/// struck. With `hold: true` the moment lasts until the next signal or `release:`.
std::shared_ptr<const Action> await_moment(const Fields& fields, const StepText& step,
                                           Clock::duration within);

}  // namespace stormlark::scenarios
