#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stormlark::mock {

/// One part of a `multipart/form-data` body. Its bytes are the body's.
struct FormPart {
  std::string name;
  std::string file_name;  ///< as it is written there; empty where the part names none
  std::string_view bytes;
};

/// The form that a request carries, part by part.
class Form {
 public:
  /// Nothing when the type is another one or names no boundary, or when the body is torn or holds
  /// a part without a name. The form must not outlive the body.
  static std::optional<Form> parse(std::string_view content_type, std::string_view body);

  /// The first part of that name; null without one.
  const FormPart* find(std::string_view name) const;
  /// Its bytes as text, without quotes around them, which some clients write; empty without one.
  std::string text(std::string_view name) const;

 private:
  std::vector<FormPart> parts_;
};

}  // namespace stormlark::mock
