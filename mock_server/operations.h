#pragma once

#include <span>
#include <string_view>

namespace stormlark::mock {

/// One operation of the HTTP API. Histories, faults and scenarios know it by its name.
struct Operation {
  std::string_view name;
  std::string_view method;
  std::string_view pattern;  ///< a path; a segment with a colon in front stands for any
};

/// All that the platform answers to; anything else is a 404.
std::span<const Operation> operations();

/// Whether apps come by tokens by it.
bool gives_tokens(std::string_view operation);

/// Null where there is no such operation.
const Operation* find_operation(std::string_view name);

}  // namespace stormlark::mock
