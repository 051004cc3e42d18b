#include "protocol/app_id.h"

namespace stormlark::protocol {

bool is_app_id(std::string_view text) {
  constexpr std::string_view prefix = "cli_";
  constexpr std::size_t digits = 16;
  return text.size() == prefix.size() + digits && text.starts_with(prefix) &&
         text.find_first_not_of("0123456789abcdefABCDEF", prefix.size()) == text.npos;
}

}  // namespace stormlark::protocol
