#pragma once

#include "mock_server/control/control.h"
#include "runtime/http_connection.h"
#include "tests/unit/mock_server/platform_fixture.h"

#include <optional>

#include <boost/asio/co_spawn.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace stormlark::mock {

/// A platform with its control API, and a person who calls it.
class ControlTest : public PlatformTest {
 protected:
  void SetUp() override {
    start();
    control = std::make_unique<Control>(world, *platform, recorder);
    at = control->listen({"127.0.0.1", 0}).value();
    person = std::make_unique<RawBot>(world, at, "", "");
  }
  void TearDown() override {
    person.reset();
    run_to_end(world, control->stop(), 1min);
    control.reset();
    PlatformTest::TearDown();
  }

  /// What a call gives; its status must be this.
  boost::json::object call(const std::string& method, const std::string& target,
                           const boost::json::object& body = {}, unsigned status = 200) {
    const std::string text = body.empty() ? std::string() : boost::json::serialize(body);
    const auto response = person->request(method, target, text);
    EXPECT_EQ(response.status, status) << method << " " << target << " " << response.body;
    return boost::json::parse(response.body).as_object();
  }
  std::string problem(const std::string& method, const std::string& target,
                      const boost::json::object& body = {}, unsigned status = 400) {
    return std::string(call(method, target, body, status).at("error").as_string());
  }
  /// The message that a user writes, by id.
  std::string written(const boost::json::object& body) {
    return std::string(call("POST", "/v1/messages", body).at("message").as_string());
  }
  /// By which an app knows a user; empty where there is none such.
  std::string open_id_of(const std::string& user, std::size_t app = 0) {
    const boost::json::object all = call("GET", "/v1/users");
    for (const boost::json::value& one : all.at("users").as_array()) {
      if (one.at("name") != boost::json::string(user)) continue;
      return std::string(one.at("open_ids").at(options.apps[app].id).as_string());
    }
    return {};
  }
  /// The one chat's messages as its users see them.
  boost::json::array seen() {
    const auto chats = call("GET", "/v1/chats").at("chats").as_array();
    const std::string id(chats.at(0).at("id").as_string());
    return call("GET", "/v1/chats/" + id + "/messages").at("messages").as_array();
  }
  /// `GET /v1/apps` with these header fields.
  HttpResponse ask(HttpFields fields) {
    HttpRequest request;
    request.target = "/v1/apps";
    request.fields = std::move(fields);
    request.fields.add("Connection", "close");
    std::optional<HttpResponse> answer;
    asio::co_spawn(world.executor(), exchange(std::move(request)),
                   [&](std::exception_ptr, HttpResponse response) { answer = response; });
    EXPECT_TRUE(world.run_until([&] { return answer.has_value(); }, 1min));
    return answer.value_or(HttpResponse{0, {}, {}});
  }

  Endpoint at;
  std::unique_ptr<Control> control;
  std::unique_ptr<RawBot> person;

 private:
  /// Byte by byte as it stands, `Host` included.
  awaitable<HttpResponse> exchange(HttpRequest request) {
    auto stream = co_await world.network().connect(at);
    HttpConnection connection(std::move(*stream));
    co_await connection.write(to_wire(request));
    auto received = co_await connection.read_response(HttpConnection::Body::announced, 1U << 20);
    co_return received ? std::move(received->message) : HttpResponse{0, {}, {}};
  }
};

}  // namespace stormlark::mock
