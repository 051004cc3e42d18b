#include "protocol/errors.h"

#include <string>

namespace stormlark::protocol {
namespace {

class FrameCategory final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "protocol"; }

  std::string message(int value) const override {
    switch (static_cast<FrameErrc>(value)) {
      case FrameErrc::truncated:
        return "not a whole frame: bytes are missing or one of its four required fields is";
      case FrameErrc::bad_fragment:
        return "a fragment's sum or seq is out of range, or its message id is missing";
      case FrameErrc::too_many_fragments:
        return "more fragments than may be kept at once";
      case FrameErrc::bad_json:
        return "not the JSON it should be";
      case FrameErrc::missing_field:
        return "JSON without a field that the protocol demands";
      case FrameErrc::bad_base64:
        return "not the base64 text it should be";
    }
    return "unknown protocol error";
  }
};

}  // namespace

boost::system::error_code make_error_code(FrameErrc errc) {
  static const FrameCategory category;
  return {static_cast<int>(errc), category};
}

}  // namespace stormlark::protocol
