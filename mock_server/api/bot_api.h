#pragma once

#include "mock_server/api/routes.h"

namespace stormlark::mock {

/// What an app may ask of its own bot.
class BotApi {
 public:
  explicit BotApi(Answers& answers) : answers_(answers) {}

  void add_to(Routes& routes);

 private:
  Reply info(const ApiCall& call);

  Answers& answers_;
};

}  // namespace stormlark::mock
