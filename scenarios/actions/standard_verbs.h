#pragma once

#include "scenarios/actions/verbs.h"

/// The verbs of a scenario, one small file each.
namespace stormlark::scenarios::verb {

using Made = std::shared_ptr<const Action>;

Made send(const StepText& step);
Made await(const StepText& step);
Made release(const StepText& step);
Made signal(const StepText& step);
Made start(const StepText& step);
Made stop(const StepText& step);
Made link(const StepText& step);
Made platform(const StepText& step);
Made disk(const StepText& step);
Made clock(const StepText& step);
Made heal(const StepText& step);
Made wait(const StepText& step);

}  // namespace stormlark::scenarios::verb
