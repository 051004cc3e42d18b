#include "mock_server/api/multipart.h"

#include <algorithm>

#include <boost/algorithm/string/predicate.hpp>
#include <boost/url/pct_string_view.hpp>

namespace stormlark::mock {
namespace {

constexpr std::string_view newline = "\r\n";
constexpr std::string_view blank = " \t";
constexpr std::size_t boundary_characters_max = 70;

void skip_blanks(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(blank), text.size()));
}

/// What stands before `end`; the rest, behind it, is left in `text`. Nothing when it never comes.
std::optional<std::string_view> take_until(std::string_view& text, std::string_view end) {
  const std::size_t at = text.find(end);
  if (at == text.npos) return std::nullopt;
  const std::string_view taken = text.substr(0, at);
  text.remove_prefix(at + end.size());
  return taken;
}

/// A parameter's value, quoted or bare. Nothing for a quote that does not end.
std::optional<std::string> take_value(std::string_view& text) {
  if (!text.starts_with('"')) {
    const std::size_t end = std::min(text.find_first_of("; \t"), text.size());
    std::string value(text.substr(0, end));
    text.remove_prefix(end);
    return value;
  }
  std::string value;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const bool escaped =
        text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\');
    if (text[i] == '"') {
      text.remove_prefix(i + 1);
      return value;
    }
    value += escaped ? text[++i] : text[i];
  }
  return std::nullopt;
}

/// The form of RFC 2231, `charset'language'percent-encoded`; all charsets are taken for UTF-8.
std::string extended(const std::string& value) {
  const std::size_t charset = value.find('\'');
  const std::size_t language = charset == value.npos ? charset : value.find('\'', charset + 1);
  if (language == value.npos) return value;
  const auto text = boost::urls::make_pct_string_view(std::string_view(value).substr(language + 1));
  return text ? text->decode() : value;
}

/// The value of `; name=value` in a header field's value; also where it is spelled `name*=`.
std::optional<std::string> parameter(std::string_view field, std::string_view wanted) {
  if (!take_until(field, ";")) return std::nullopt;
  for (;;) {
    skip_blanks(field);
    const auto spelled = take_until(field, "=");
    if (!spelled) return std::nullopt;
    auto value = take_value(field);
    if (!value) return std::nullopt;
    if (boost::algorithm::iequals(*spelled, wanted)) return value;
    const bool starred = spelled->ends_with('*');
    if (starred && boost::algorithm::iequals(spelled->substr(0, spelled->size() - 1), wanted)) {
      return extended(*value);
    }
    if (!take_until(field, ";")) return std::nullopt;
  }
}

/// The value of `Content-Disposition` among a part's header lines; empty without one.
std::string_view disposition_in(std::string_view head) {
  constexpr std::string_view name = "content-disposition:";
  for (;;) {
    const auto line = take_until(head, newline);
    const std::string_view field = line.value_or(head);
    if (boost::algorithm::istarts_with(field, name)) return field.substr(name.size());
    if (!line) return {};
  }
}

std::optional<FormPart> parse_part(std::string_view text) {
  // The empty line that ends the head comes at once where there are no header lines.
  if (text.starts_with(newline)) return std::nullopt;
  const auto head = take_until(text, "\r\n\r\n");
  if (!head) return std::nullopt;
  const std::string_view disposition = disposition_in(*head);
  const auto name = parameter(disposition, "name");
  if (!name) return std::nullopt;
  return FormPart{*name, parameter(disposition, "filename").value_or(""), text};
}

}  // namespace

std::optional<Form> Form::parse(std::string_view content_type, std::string_view body) {
  if (!boost::algorithm::istarts_with(content_type, "multipart/form-data")) return std::nullopt;
  const auto boundary = parameter(content_type, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > boundary_characters_max) {
    return std::nullopt;
  }
  // What precedes the first delimiter is nobody's; it alone may stand at the very beginning.
  const std::string delimiter = "\r\n--" + *boundary;
  const bool at_once = body.starts_with(std::string_view(delimiter).substr(newline.size()));
  if (at_once) {
    body.remove_prefix(delimiter.size() - newline.size());
  } else if (!take_until(body, delimiter)) {
    return std::nullopt;
  }
  Form form;
  while (!body.starts_with("--")) {
    skip_blanks(body);
    if (!body.starts_with(newline)) return std::nullopt;
    body.remove_prefix(newline.size());
    const auto text = take_until(body, delimiter);
    auto part = text ? parse_part(*text) : std::nullopt;
    if (!part) return std::nullopt;
    form.parts_.push_back(std::move(*part));
  }
  return form;
}

const FormPart* Form::find(std::string_view name) const {
  const auto found = std::ranges::find(parts_, name, &FormPart::name);
  return found == parts_.end() ? nullptr : &*found;
}

std::string Form::text(std::string_view name) const {
  const FormPart* const part = find(name);
  if (!part) return {};
  std::string_view text = part->bytes;
  const bool quoted = text.size() >= 2 && text.starts_with('"') && text.ends_with('"');
  return std::string(quoted ? text.substr(1, text.size() - 2) : text);
}

}  // namespace stormlark::mock
