#include "mock_server/api/bot_api.h"

#include "protocol/api.h"

namespace stormlark::mock {

namespace json = boost::json;

void BotApi::add_to(Routes& routes) {
  routes.add(protocol::operation::bot_info, [this](const ApiCall& call) { return info(call); });
}

Reply BotApi::info(const ApiCall& call) {
  const App& app = call.app;
  const json::object bot{{"activate_status", 2},
                         {"app_name", app.options.bot_name},
                         {"bot_name", app.options.bot_name},
                         {"avatar_url", ""},
                         {"ip_white_list", json::array{}},
                         {"open_id", app.bot_open_id}};
  return answers_.flat({{"code", 0}, {"msg", "ok"}, {"bot", bot}});
}

}  // namespace stormlark::mock
