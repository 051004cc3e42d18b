#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stormlark {

/// Header fields in wire order; names compare without case.
class HttpFields {
 public:
  HttpFields() = default;
  HttpFields(std::initializer_list<std::pair<std::string, std::string>> fields) : fields_(fields) {}

  void add(std::string name, std::string value);
  /// In place of all fields of that name.
  void set(std::string name, std::string value);
  /// The first field of that name, or an empty view.
  std::string_view get(std::string_view name) const;
  bool has(std::string_view name) const;
  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

struct HttpRequest {
  std::string method = "GET";
  std::string target = "/";  ///< path and query; of a proxy's client the whole URL
  HttpFields fields;
  std::string body;

  /// The target without its query.
  std::string_view path() const;
};

struct HttpResponse {
  unsigned status = 200;
  HttpFields fields;
  std::string body;
};

/// The bytes of a message, with exactly the fields it has: whoever frames the body adds its length.
std::string to_wire(const HttpRequest& request);
std::string to_wire(const HttpResponse& response);

}  // namespace stormlark
