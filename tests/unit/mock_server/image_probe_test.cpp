#include "mock_server/chats/image_probe.h"

#include <string>

#include <gtest/gtest.h>

namespace stormlark::mock {
namespace {

using namespace std::literals;

struct Sample {
  std::string bytes;
  std::string_view content_type;
  unsigned width;
  unsigned height;
};

std::vector<Sample> samples() {
  return {
      {"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\2\0\0\0\7"s, "image/png", 258, 7},
      {"GIF89a\2\1\7\0"s, "image/gif", 258, 7},
      {"\xff\xd8\xff\xe0\0\4ab\xff\xc4\0\2\xff\xc2\0\x0b\x08\0\7\1\2\1"s, "image/jpeg", 258, 7},
      {"BM"s + std::string(16, '\0') + "\2\1\0\0\7\0\0\0"s, "image/bmp", 258, 7},
      {"BM"s + std::string(16, '\0') + "\2\1\0\0\xf9\xff\xff\xff"s, "image/bmp", 258, 7},
      {"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\1\x2a\2\1\7\0"s, "image/webp", 258, 7},
      {"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\1\x81\1\0"s, "image/webp", 258, 7},
      {"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\1\1\0\6\0\0"s, "image/webp", 258, 7},
      {"\0\0\1\0\1\0"s, "image/x-icon", 0, 0},
      {"II*\0\x08\0\0\0"s, "image/tiff", 0, 0},
      {"MM\0*\0\0\0\x08"s, "image/tiff", 0, 0},
      {"\0\0\0\x18"s + "ftypheic"s, "image/heic", 0, 0},
  };
}

TEST(ImageProbe, KnowsTheFormatsAndTheirSizes) {
  for (const Sample& sample : samples()) {
    const auto facts = probe_image(sample.bytes);
    ASSERT_TRUE(facts) << sample.content_type;
    EXPECT_EQ(facts->content_type, sample.content_type);
    EXPECT_EQ(facts->width, sample.width) << sample.content_type;
    EXPECT_EQ(facts->height, sample.height) << sample.content_type;
  }
}

TEST(ImageProbe, SurvivesImagesThatAreCutOff) {
  for (const Sample& sample : samples()) {
    for (std::size_t bytes = 0; bytes < sample.bytes.size(); ++bytes) {
      const auto facts = probe_image(std::string_view(sample.bytes).substr(0, bytes));
      if (facts) EXPECT_EQ(facts->content_type, sample.content_type);
    }
  }
}

TEST(ImageProbe, RefusesTheRest) {
  for (const char* text : {"", "hello", "%PDF-1.7", "<svg/>"}) EXPECT_FALSE(probe_image(text));
}

}  // namespace
}  // namespace stormlark::mock
