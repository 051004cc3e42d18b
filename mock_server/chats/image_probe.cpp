#include "mock_server/chats/image_probe.h"

#include <algorithm>

namespace stormlark::mock {
namespace {

using namespace std::literals;

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
}

unsigned big_endian(std::string_view bytes, std::size_t at, std::size_t length) {
  unsigned number = 0;
  for (std::size_t i = 0; i < length; ++i) number = number << 8 | byte_at(bytes, at + i);
  return number;
}

unsigned little_endian(std::string_view bytes, std::size_t at, std::size_t length) {
  unsigned number = 0;
  for (std::size_t i = length; i > 0; --i) number = number << 8 | byte_at(bytes, at + i - 1);
  return number;
}

/// Of a signed number: the height is negative where the rows come from the top down.
unsigned magnitude(unsigned number) {
  return std::min(number, 0U - number);
}

/// Walks the segments up to the one that begins the frame; that one has the size.
ImageFacts probe_jpeg(std::string_view bytes) {
  ImageFacts facts{"image/jpeg"};
  std::size_t at = 2;
  while (at + 9 <= bytes.size() && byte_at(bytes, at) == 0xff) {
    const unsigned marker = byte_at(bytes, at + 1);
    // C4, C8 and CC lie among the frames' markers and are none.
    const bool frame =
        marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    if (frame) {
      facts.height = big_endian(bytes, at + 5, 2);
      facts.width = big_endian(bytes, at + 7, 2);
      break;
    }
    at += 2 + big_endian(bytes, at + 2, 2);
  }
  return facts;
}

/// The three kinds of WebP: lossy, lossless and extended.
ImageFacts probe_webp(std::string_view bytes) {
  ImageFacts facts{"image/webp"};
  const std::string_view kind = bytes.substr(12, 4);
  if (kind == "VP8 "sv) {
    facts.width = little_endian(bytes, 26, 2) & 0x3fff;
    facts.height = little_endian(bytes, 28, 2) & 0x3fff;
  } else if (kind == "VP8L"sv && bytes.size() >= 25) {
    const unsigned packed = little_endian(bytes, 21, 4);
    facts.width = (packed & 0x3fff) + 1;
    facts.height = (packed >> 14 & 0x3fff) + 1;
  } else if (kind == "VP8X"sv && bytes.size() >= 30) {
    facts.width = little_endian(bytes, 24, 3) + 1;
    facts.height = little_endian(bytes, 27, 3) + 1;
  }
  return facts;
}

bool is_heic(std::string_view bytes) {
  const std::string_view box = bytes.substr(0, 12);
  return box.size() == 12 && box.substr(4, 4) == "ftyp"sv &&
         (box.ends_with("heic"sv) || box.ends_with("heix"sv) || box.ends_with("mif1"sv));
}

}  // namespace

std::optional<ImageFacts> probe_image(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) {
    return ImageFacts{"image/png", big_endian(bytes, 16, 4), big_endian(bytes, 20, 4)};
  }
  if (bytes.starts_with("GIF87a"sv) || bytes.starts_with("GIF89a"sv)) {
    return ImageFacts{"image/gif", little_endian(bytes, 6, 2), little_endian(bytes, 8, 2)};
  }
  if (bytes.starts_with("\xff\xd8\xff"sv)) return probe_jpeg(bytes);
  if (bytes.starts_with("RIFF"sv) && bytes.size() >= 16 && bytes.substr(8, 4) == "WEBP"sv) {
    return probe_webp(bytes);
  }
  if (bytes.starts_with("BM"sv)) {
    return ImageFacts{"image/bmp", magnitude(little_endian(bytes, 18, 4)),
                      magnitude(little_endian(bytes, 22, 4))};
  }
  if (bytes.starts_with("\0\0\1\0"sv)) return ImageFacts{"image/x-icon"};
  if (bytes.starts_with("II*\0"sv) || bytes.starts_with("MM\0*"sv)) {
    return ImageFacts{"image/tiff"};
  }
  if (is_heic(bytes)) return ImageFacts{"image/heic"};
  return std::nullopt;
}

}  // namespace stormlark::mock
