// What holds for each operation of the table, whichever family serves it.
#include "mock_server/operations.h"

#include "mock_server/api/hook_api.h"
#include "protocol/error_codes.h"
#include "tests/unit/mock_server/platform_fixture.h"

#include <algorithm>
#include <set>

#include <boost/json/parse.hpp>

namespace stormlark::mock {
namespace {

namespace code = protocol::code;
namespace operation = protocol::operation;

/// The pattern with ids that nobody has.
std::string target_of(const Operation& what) {
  std::string target;
  for (std::string_view rest = what.pattern; !rest.empty();) {
    const std::size_t end = std::min(rest.find('/', 1), rest.size());
    target += rest.starts_with("/:") ? "/unknown" : std::string(rest.substr(0, end));
    rest.remove_prefix(end);
  }
  return target;
}

bool takes_token(const Operation& what) {
  return what.name != operation::discovery && !gives_tokens(what.name) &&
         what.name != operation_hook;
}

class OperationsTest : public PlatformTest, public testing::WithParamInterface<Operation> {
 protected:
  void SetUp() override { start(); }

  /// The code of an answer that is made as the platform makes its refusals.
  static int refusal_in(const HttpResponse& response) {
    EXPECT_EQ(response.fields.get("Content-Type"), "application/json; charset=utf-8");
    const auto body = boost::json::parse(response.body).as_object();
    EXPECT_TRUE(body.at("msg").is_string());
    EXPECT_EQ(body.at("error").at("log_id").as_string().size(), 34U);
    const auto code = static_cast<int>(body.at("code").as_int64());
    EXPECT_EQ(response.status, protocol::describe(code).http_status);
    return code;
  }
};

TEST_P(OperationsTest, IsServed) {
  const Operation& what = GetParam();
  const auto response =
      bot->request(std::string(what.method), target_of(what), "{}", bot->authorization());
  EXPECT_NE(response.status, 0U);
  EXPECT_NE(response.body, "404 page not found");
  EXPECT_EQ(last<history::CallBegan>().operation, what.name);
}

TEST_P(OperationsTest, WantsAGoodToken) {
  const Operation& what = GetParam();
  if (!takes_token(what)) return;
  const std::vector<std::pair<std::string, int>> cases = {{"", code::token_missing},
                                                          {"Basic t-1", code::token_missing},
                                                          {"Bearer 1", code::token_malformed},
                                                          {"Bearer t-1", code::token_invalid},
                                                          {"Bearer u-1", code::token_unfit}};
  for (const auto& [authorization, expected] : cases) {
    const auto response =
        bot->request(std::string(what.method), target_of(what), "{}", authorization);
    EXPECT_EQ(refusal_in(response), expected) << authorization;
  }
}

TEST_P(OperationsTest, WantsAGoodBody) {
  const Operation& what = GetParam();
  const bool has_body = std::set<std::string_view>{"POST", "PUT", "PATCH"}.contains(what.method);
  if (!takes_token(what) || !has_body) return;
  for (const std::string body : {"", "{", "[]", "nonsense", "\"{}\""}) {
    const auto response =
        bot->request(std::string(what.method), target_of(what), body, bot->authorization());
    EXPECT_NE(refusal_in(response), code::ok) << body;
  }
}

INSTANTIATE_TEST_SUITE_P(All, OperationsTest,
                         testing::ValuesIn(operations().begin(), operations().end()),
                         [](const auto& one) {
                           std::string name(one.param.name);
                           std::ranges::replace(name, '.', '_');
                           return name;
                         });

}  // namespace
}  // namespace stormlark::mock
