#include "mock_server/api/multipart.h"

#include "runtime/prng.h"

#include <list>

#include <gtest/gtest.h>

namespace stormlark::mock {
namespace {

constexpr std::string_view type = "multipart/form-data; boundary=XX";

std::string part(const std::string& disposition, const std::string& bytes) {
  return "--XX\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + bytes + "\r\n";
}

const std::string good = part("name=\"file_type\"", "stream") +
                         part("name=\"file\"; filename=\"a.bin\"", std::string("a\0\r\n--b", 7)) +
                         "--XX--\r\n";

TEST(Multipart, FindsPartsByNameWhateverTheirOrder) {
  const auto form = Form::parse(type, good);
  ASSERT_TRUE(form);
  EXPECT_EQ(form->text("file_type"), "stream");
  ASSERT_TRUE(form->find("file"));
  EXPECT_EQ(form->find("file")->bytes, std::string("a\0\r\n--b", 7));
  EXPECT_EQ(form->find("file")->file_name, "a.bin");
  EXPECT_FALSE(form->find("image"));
  EXPECT_EQ(form->text("image"), "");
}

TEST(Multipart, ReadsEveryClientsSpelling) {
  const std::string end = "--XX--";
  std::list<std::string> bodies;  // forms are views of them
  const auto field = [&](const std::string& disposition, const std::string& bytes = "v") {
    return Form::parse(type, bodies.emplace_back(part(disposition, bytes) + end));
  };
  EXPECT_TRUE(field("name=bare")->find("bare"));
  EXPECT_TRUE(
      field(R"(name="with \"quotes\" and ; = marks")")->find("with \"quotes\" and ; = marks"));
  EXPECT_TRUE(field(R"(filename="x"; name="last")")->find("last"));
  EXPECT_EQ(field("name=\"f\"; filename*=UTF-8''%E4%BD%A0.txt")->find("f")->file_name,
            "\xE4\xBD\xA0.txt");
  EXPECT_EQ(field(R"(name="f"; filename="C:\dir\x.txt")")->find("f")->file_name, R"(C:\dir\x.txt)");
  EXPECT_EQ(field("name=\"f\"", "\"quoted\"")->text("f"), "quoted");
  EXPECT_EQ(field("name=\"f\"", "")->text("f"), "");
  EXPECT_TRUE(Form::parse("Multipart/Form-Data; charset=utf-8; Boundary=\"XX\"", good));
  EXPECT_TRUE(Form::parse(type, "a preamble\r\n" + good + "an epilogue"));
  EXPECT_TRUE(Form::parse(type,
                          "--XX \r\nContent-Type: text/plain\r\ncontent-disposition: "
                          "form-data; name=x\r\n\r\nv\r\n--XX--"));
}

TEST(Multipart, RefusesWhatIsNoForm) {
  const std::string form = good;
  for (const char* other : {"", "application/json", "multipart/form-data",
                            "multipart/form-data; boundary=", "multipart/form-data; boundary=\"XX",
                            "multipart/form-data; boundary=YY", "multipart/mixed; boundary=XX"}) {
    EXPECT_FALSE(Form::parse(other, form)) << other;
  }
  EXPECT_FALSE(Form::parse(type, ""));
  EXPECT_FALSE(Form::parse(type, "--XX\r\n\r\nno head\r\n--XX--"));
  EXPECT_FALSE(Form::parse(type, part("filename=\"nameless\"", "v") + "--XX--"));
  EXPECT_FALSE(Form::parse(type, part("name=\"open", "v") + "--XX--"));
}

TEST(Multipart, RefusesATornBodyWhereverItIsCut) {
  const std::size_t whole = good.size() - 2;  // the last line's end is no part of the form
  for (std::size_t bytes = 0; bytes < whole; ++bytes) {
    EXPECT_FALSE(Form::parse(type, std::string_view(good).substr(0, bytes))) << bytes;
  }
}

TEST(Multipart, AnyDamageIsRefusedOrReadNeverWorse) {
  Prng random(20261128);
  for (int round = 0; round < 20000; ++round) {
    std::string body = good;
    for (auto left = 1 + random.below(4); left > 0; --left) {
      body[random.below(body.size())] = static_cast<char>(random.below(256));
    }
    const auto form = Form::parse(type, body);
    const FormPart* const file = form ? form->find("file") : nullptr;
    if (file) EXPECT_LE(file->bytes.size(), body.size());
  }
}

}  // namespace
}  // namespace stormlark::mock
