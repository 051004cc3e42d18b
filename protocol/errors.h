#pragma once

#include <boost/system/error_code.hpp>

namespace stormlark::protocol {

/// Why bytes from a peer were refused.
enum class FrameErrc {
  truncated = 1,       ///< not a whole protobuf message, or a required field is missing
  bad_fragment,        ///< `sum` or `seq` out of range, or no message id
  too_many_fragments,  ///< more than the assembler's bounds allow
  bad_json,            ///< a payload that is not the JSON it should be
  missing_field,       ///< JSON without a field the protocol demands
  bad_base64,          ///< text that should be bytes in base64
};

boost::system::error_code make_error_code(FrameErrc errc);

}  // namespace stormlark::protocol

template <>
struct boost::system::is_error_code_enum<stormlark::protocol::FrameErrc> : std::true_type {};
