#pragma once

#include "mock_server/control/control_routes.h"
#include "mock_server/platform.h"

namespace stormlark::mock {

/// What users do: write, recall, react, click, choose from a menu, open a chat.
class UserDesk {
 public:
  explicit UserDesk(Platform& platform) : platform_(platform) {}
  void add_to(ControlRoutes& routes);

 private:
  void add_messages(ControlRoutes& routes);
  void add_reactions(ControlRoutes& routes);
  void add_others(ControlRoutes& routes);

  HttpResponse write(const ControlCall& call);
  HttpResponse recall(const ControlCall& call);
  HttpResponse react(const ControlCall& call, bool added);
  awaitable<HttpOutcome> click(ControlCall call);
  HttpResponse choose_menu(const ControlCall& call);
  HttpResponse enter(const ControlCall& call);

  void read_content(const ControlCall& call, UserMessage& message);
  boost::json::object attached(const boost::json::object& said, bool is_image);

  Platform& platform_;
};

}  // namespace stormlark::mock
