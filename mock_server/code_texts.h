#pragma once

#include <string_view>

namespace stormlark::mock {

/// What an answer says beside a code, in the platform's words where they are known: clients match
/// on some. The platform itself and rules that answer in its place say the same.
std::string_view text_of(int code);

/// The HTTP status that comes with a code. Discovery and the token calls answer 200 to all that
/// does not say otherwise.
unsigned status_of(int code, std::string_view operation);

}  // namespace stormlark::mock
