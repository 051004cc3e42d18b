#pragma once

#include "runtime/http.h"

#include <optional>
#include <span>
#include <string_view>

namespace stormlark::mock {

/// One file of the console.
struct PageFile {
  std::string_view path;  ///< `/` for the page itself
  std::string_view content_type;
  std::string_view bytes;
};

/// The console's files, as browsers may use them. Where there are none, the page says where it went
/// and how to get it.
class Pages {
 public:
  explicit Pages(std::span<const PageFile> files) : files_(files) {}

  /// Nothing where it is no request for a page.
  std::optional<HttpResponse> answer(const HttpRequest& request) const;

 private:
  std::span<const PageFile> files_;
};

}  // namespace stormlark::mock
