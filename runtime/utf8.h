#pragma once

#include <string>
#include <string_view>

namespace stormlark {

/// Nearly all text is; looking takes a fraction of the time that decoding it takes.
bool is_ascii(std::string_view text);

/// The text as UTF-8: each byte that is not part of a character becomes U+FFFD. What a program
/// prints need not be text at all.
std::string well_formed(std::string_view text);

}  // namespace stormlark
