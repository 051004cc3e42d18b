#include "gateway/journal/journal.h"

namespace stormlark::gateway {
namespace {

class JournalCategory final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "journal"; }
  std::string message(int value) const override {
    switch (static_cast<JournalErrc>(value)) {
      case JournalErrc::unwritable:
        return "the file cannot be created, read or written; check its directory and permissions";
      case JournalErrc::in_use:
        return "another process has the file open; give each gateway a journal.path of its own";
      case JournalErrc::damaged:
        return "the file is not a journal or is damaged";
      case JournalErrc::newer:
        return "the file was written by a later version; start that one, or use another "
               "journal.path";
      case JournalErrc::full:
        return "no space is left on the disk; free some";
      case JournalErrc::closed:
        return "the journal is closed";
    }
    return "unknown error";
  }
};

}  // namespace

error_code make_error_code(JournalErrc errc) {
  static const JournalCategory category;
  return {static_cast<int>(errc), category};
}

}  // namespace stormlark::gateway
