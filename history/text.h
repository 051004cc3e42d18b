#pragma once

#include "history/record.h"

#include <string>
#include <string_view>

namespace stormlark::history {

/// The text as UTF-8: each byte that is not part of a character becomes U+FFFD. What a subject
/// prints need not be text at all.
std::string well_formed(std::string_view text);

/// Makes every text of an event well-formed, since a line that is not UTF-8 could not be read back.
void make_well_formed(Event& event);

}  // namespace stormlark::history
