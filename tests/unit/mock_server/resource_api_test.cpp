// Images and files: up, down, and as messages carry them.
#include "protocol/error_codes.h"
#include "tests/unit/mock_server/platform_fixture.h"

namespace stormlark::mock {
namespace {

namespace code = protocol::code;

class ResourceApiTest : public PlatformTest {
 protected:
  using Fields = std::vector<std::pair<std::string, std::string>>;

  void start() {
    options.apps.push_back(
        {.id = "cli_ffffffffffffffff", .secret = "other-secret", .bot_name = "Other"});
    PlatformTest::start();
    stranger = std::make_unique<RawBot>(world, door, options.apps[1].id, options.apps[1].secret);
  }
  void TearDown() override {
    stranger.reset();
    PlatformTest::TearDown();
  }

  HttpResponse post(const std::string& path, const Fields& form) {
    std::string body;
    for (const auto& [name, bytes] : form) {
      body +=
          "--XX\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + bytes + "\r\n";
    }
    return bot->send({.method = "POST",
                      .target = "/open-apis/im/v1/" + path,
                      .fields = {{"Content-Type", "multipart/form-data; boundary=XX"}},
                      .body = body + "--XX--\r\n"});
  }
  static int code_of(const HttpResponse& response) {
    return protocol::parse_api_answer(response.body).value().code;
  }
  std::string image_key(const std::string& type = "message") {
    const auto response = post("images", {{"image_type", type}, {"image", gif}});
    const auto answer = protocol::parse_api_answer(response.body).value();
    return std::string(answer.data.at("image_key").as_string());
  }
  std::string file_key(const std::string& name, const std::string& bytes,
                       const std::string& type = "pdf") {
    const auto response =
        post("files", {{"file", bytes}, {"file_name", name}, {"file_type", type}});
    const auto answer = protocol::parse_api_answer(response.body).value();
    return std::string(answer.data.at("file_key").as_string());
  }
  static HttpResponse get_by(RawBot& who, const std::string& path, const std::string& range = {}) {
    HttpRequest request;
    request.target = "/open-apis/im/v1/" + path;
    if (!range.empty()) request.fields.add("Range", range);
    return who.send(std::move(request));
  }
  HttpResponse get(const std::string& path, const std::string& range = {}) {
    return get_by(*bot, path, range);
  }
  /// The bot answers a message of that type and content; returns the answer's id.
  std::string answer_with(const std::string& type, const boost::json::object& content) {
    const boost::json::object body{{"msg_type", type}, {"content", serialize(content)}};
    const auto sent = bot->call("POST", reply_target(write("T1")), serialize(body));
    return std::string(sent.data.at("message_id").as_string());
  }

  const std::string gif = std::string("GIF89a\2\0\2\0;", 11);
  std::unique_ptr<RawBot> stranger;
};

TEST_F(ResourceApiTest, AnImageComesBackAsItWas) {
  start();
  const std::string key = image_key();
  EXPECT_TRUE(key.starts_with("img_v3_"));
  const auto stored = last<history::ResourceStored>();
  EXPECT_EQ(stored.key, key);
  EXPECT_EQ(stored.app, options.apps[0].id);
  EXPECT_EQ(stored.type, "message");
  EXPECT_EQ(stored.bytes, 11);
  const auto image = get("images/" + key);
  EXPECT_EQ(image.status, 200U);
  EXPECT_EQ(image.fields.get("Content-Type"), "image/gif");
  EXPECT_EQ(image.body, gif);
}

TEST_F(ResourceApiTest, BadImagesAreRefused) {
  start();
  const auto refused = [&](const std::string& bytes, const std::string& type = "message") {
    const auto response = post("images", {{"image_type", type}, {"image", bytes}});
    EXPECT_EQ(response.status, 400U);
    return code_of(response);
  };
  EXPECT_EQ(refused(""), code::resource_empty);
  EXPECT_EQ(refused("no image"), code::image_format_unknown);
  EXPECT_EQ(refused(gif + std::string(10U << 20, 'x')), code::resource_too_large);
  EXPECT_EQ(refused(std::string("GIF89a\xd1\x07\1\0", 10)), code::image_too_wide);
  const std::string bmp = "BM" + std::string(16, '\0') + std::string("\1\x10\0\0\1\0\0\0", 8);
  EXPECT_EQ(refused(bmp, "avatar"), code::image_too_wide);
  EXPECT_EQ(code_of(post("images", {{"image_type", "message"}, {"image", bmp}})), code::ok);
  EXPECT_EQ(refused(gif, "painting"), code::resource_invalid);
  EXPECT_EQ(code_of(post("images", {{"image_type", "message"}})), code::resource_invalid);
  EXPECT_EQ(bot->call("POST", "/open-apis/im/v1/images", "{}").code, code::resource_invalid);
}

TEST_F(ResourceApiTest, BadFilesAreRefused) {
  start();
  const auto refused = [&](const Fields& form) { return code_of(post("files", form)); };
  EXPECT_EQ(refused({{"file_type", "pdf"}, {"file_name", "a"}, {"file", ""}}),
            code::resource_empty);
  EXPECT_EQ(refused({{"file_type", "novel"}, {"file_name", "a"}, {"file", "x"}}),
            code::resource_invalid);
  EXPECT_EQ(refused({{"file_type", "pdf"}, {"file", "x"}}), code::resource_invalid);
  EXPECT_EQ(refused({{"file_type", "pdf"}, {"file_name", "a"}}), code::resource_invalid);
  EXPECT_EQ(
      refused(
          {{"file_type", "pdf"}, {"file_name", "a"}, {"file", std::string((30U << 20) + 1, 'x')}}),
      code::resource_too_large);
  EXPECT_TRUE(records<history::ResourceStored>().empty());
}

TEST_F(ResourceApiTest, AFileIsDownloadedWholeOrInRanges) {
  start();
  const std::string path = "files/" + file_key("re\"port.pdf", "0123456789");
  const auto whole = get(path);
  EXPECT_EQ(whole.status, 200U);
  EXPECT_EQ(whole.fields.get("Content-Type"), "application/pdf");
  EXPECT_EQ(whole.fields.get("Content-Disposition"), "attachment; filename=\"re\\\"port.pdf\"");
  EXPECT_EQ(whole.body, "0123456789");
  const auto part = get(path, "bytes=4-8388607");
  EXPECT_EQ(part.status, 206U);
  EXPECT_EQ(part.fields.get("Content-Range"), "bytes 4-9/10");
  EXPECT_EQ(part.body, "456789");
  const auto behind = get(path, "bytes=10-");
  EXPECT_EQ(behind.status, 416U);
  EXPECT_EQ(behind.fields.get("Content-Range"), "bytes */10");
  EXPECT_EQ(behind.body, "");
}

TEST_F(ResourceApiTest, AMessageShowsTheNameOfItsFile) {
  start();
  const std::string key = file_key("report.pdf", "x", "opus");
  for (const char* type : {"file", "audio"}) {
    const std::string id = answer_with(type, {{"file_key", key}});
    const auto shown = bot->call("GET", "/open-apis/im/v1/messages/" + id);
    const auto& content = shown.data.at("items").at(0).at("body").at("content").as_string();
    const auto name = type == std::string("file") ? R"(,"file_name":"report.pdf")" : "";
    EXPECT_EQ(content, R"({"file_key":")" + key + '"' + name + '}');
  }
}

TEST_F(ResourceApiTest, AMessageCarriesTheAppsOwnOfTheTypeItWants) {
  start();
  const std::string pdf = file_key("a.pdf", "x");
  const std::string image = image_key();
  const auto sent_by = [&](RawBot& app, const std::string& type, boost::json::object content) {
    const boost::json::object body{
        {"receive_id", "alice@example.com"}, {"msg_type", type}, {"content", serialize(content)}};
    return app.call("POST", "/open-apis/im/v1/messages?receive_id_type=email", serialize(body))
        .code;
  };
  write("T1");
  EXPECT_EQ(sent_by(*bot, "file", {{"file_key", pdf}}), code::ok);
  EXPECT_EQ(sent_by(*bot, "image", {{"image_key", image}}), code::ok);
  EXPECT_EQ(sent_by(*bot, "audio", {{"file_key", pdf}}), code::file_type_unfit);
  EXPECT_EQ(sent_by(*bot, "media", {{"file_key", pdf}}), code::file_type_unfit);
  EXPECT_EQ(sent_by(*stranger, "file", {{"file_key", pdf}}), code::resource_of_another);
  EXPECT_EQ(sent_by(*stranger, "image", {{"image_key", image}}), code::resource_of_another);
  EXPECT_EQ(sent_by(*bot, "image", {{"image_key", pdf}}), code::message_invalid);
  EXPECT_EQ(sent_by(*bot, "image", {{"image_key", "img_v3_x"}}), code::message_invalid);
  EXPECT_EQ(sent_by(*bot, "file", {{"file_key", image}}), code::message_invalid);
  const auto post_with = [](const std::string& key) {
    const boost::json::object node{{"tag", "img"}, {"image_key", key}};
    return boost::json::object{{"zh_cn", {{"content", {boost::json::array{node}}}}}};
  };
  EXPECT_EQ(sent_by(*bot, "post", post_with(image)), code::ok);
  EXPECT_EQ(sent_by(*stranger, "post", post_with(image)), code::resource_of_another);
  EXPECT_EQ(sent_by(*bot, "interactive",
                    {{"elements", {{{"tag", "img"}, {"img_key", "img_v3_of_somebody"}}}}}),
            code::ok);
}

TEST_F(ResourceApiTest, AFileOfAnySizeIsRefusedInJson) {
  start();
  const auto response = post(
      "files", {{"file_type", "pdf"}, {"file_name", "a"}, {"file", std::string(40U << 20, 'x')}});
  EXPECT_EQ(response.status, 400U);
  EXPECT_EQ(code_of(response), code::resource_too_large);
}

TEST_F(ResourceApiTest, AFilesNameCannotAddHeaders) {
  start();
  const auto file = get("files/" + file_key("a\r\nX-Evil: 1", "x"));
  EXPECT_EQ(file.fields.get("Content-Disposition"), "attachment; filename=\"a__X-Evil: 1\"");
  EXPECT_FALSE(file.fields.has("X-Evil"));
}

TEST_F(ResourceApiTest, OnlyTheOwnerDownloadsByKey) {
  start();
  for (const std::string& path : {"images/" + image_key(), "files/" + file_key("a", "x")}) {
    const auto refused = get_by(*stranger, path);
    EXPECT_EQ(refused.status, 401U);
    EXPECT_EQ(code_of(refused), code::resource_unauthorized);
    EXPECT_EQ(bot->request("GET", "/open-apis/im/v1/" + path).status, 400U);  // no token
  }
  EXPECT_EQ(code_of(get("images/" + image_key("avatar"))), code::resource_unauthorized);
  EXPECT_EQ(code_of(get("images/img_v3_unknown")), code::resource_invalid);
  EXPECT_EQ(code_of(get("files/file_v3_unknown")), code::resource_invalid);
  EXPECT_EQ(code_of(get("files/" + image_key())), code::resource_invalid);
  EXPECT_EQ(code_of(get("images/" + file_key("a", "x"))), code::resource_invalid);
}

TEST_F(ResourceApiTest, AMessageGivesOutWhatItCarries) {
  start();
  const std::string key = image_key();
  const std::string path =
      "messages/" + answer_with("image", {{"image_key", key}}) + "/resources/" + key;
  EXPECT_EQ(get(path + "?type=image").body, gif);
  EXPECT_EQ(code_of(get(path)), code::resource_invalid);
  EXPECT_EQ(code_of(get(path + "?type=file")), code::resource_not_in_message);
  EXPECT_EQ(code_of(get_by(*stranger, path + "?type=image")), code::resource_chat_closed);
  const std::string tail = "/resources/" + key + "?type=image";
  EXPECT_EQ(code_of(get("messages/" + write("T2") + tail)), code::resource_not_in_message);
  EXPECT_EQ(code_of(get("messages/om_unknown" + tail)), code::resource_invalid);
  const std::string card = answer_with("interactive", {{"elements", {{{"img_key", key}}}}});
  EXPECT_EQ(code_of(get("messages/" + card + tail)), code::resource_message_unfit);
}

TEST_F(ResourceApiTest, ARecalledMessageGivesOutNothing) {
  start();
  const std::string key = image_key();
  const std::string message = answer_with("image", {{"image_key", key}});
  ASSERT_EQ(bot->call("DELETE", "/open-apis/im/v1/messages/" + message).code, code::ok);
  EXPECT_EQ(code_of(get("messages/" + message + "/resources/" + key + "?type=image")),
            code::message_deleted);
}

}  // namespace
}  // namespace stormlark::mock
