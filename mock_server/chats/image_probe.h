#pragma once

#include <optional>
#include <string_view>

namespace stormlark::mock {

/// What the first bytes of an image say.
struct ImageFacts {
  std::string_view content_type;
  /// 0 where the format keeps its size further inside (ICO, TIFF, HEIC) or the file is cut off.
  unsigned width = 0;
  unsigned height = 0;
};

/// Nothing for what is none of the formats that the platform takes.
std::optional<ImageFacts> probe_image(std::string_view bytes);

}  // namespace stormlark::mock
