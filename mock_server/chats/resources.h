#pragma once

#include "mock_server/directory.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace stormlark::mock {

/// An image or a file that an app uploaded.
struct Resource {
  std::string key = {};  ///< given by `Resources`
  const App* app = nullptr;
  bool is_image = false;
  std::string type = {};  ///< message or avatar; for files opus, mp4, pdf, doc, xls, ppt or stream
  std::string name = {};  ///< a file's; images have none
  std::string content_type = {};
  std::string bytes = {};
  std::optional<std::int64_t> duration_ms = {};  ///< of audio and video, where it was said
};

/// Every image and file that there is. Addresses stay valid.
class Resources {
 public:
  explicit Resources(Prng random) : random_(random) {}

  /// Gives it a key, and keeps it.
  const Resource& add(Resource resource);
  const Resource* find(std::string_view key) const;

 private:
  Prng random_;
  std::map<std::string, Resource, std::less<>> by_key_;
};

/// The media type with which a file of this `file_type` comes back; empty for an unknown one.
std::string_view media_type_of(std::string_view file_type);

}  // namespace stormlark::mock
