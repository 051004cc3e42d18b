#pragma once

#include "history/record.h"

namespace stormlark::history {

/// Makes every text of an event well-formed, since a line that is not UTF-8 could not be read back.
void make_well_formed(Event& event);

}  // namespace stormlark::history
