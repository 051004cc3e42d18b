#pragma once

#include "mock_server/api/routes.h"

namespace stormlark::mock {

/// What an app may ask of itself, and of bots.
class BotApi {
 public:
  BotApi(Directory& directory, Answers& answers) : directory_(directory), answers_(answers) {}

  void add_to(Routes& routes);

 private:
  Reply info(const ApiCall& call);
  Reply names(const ApiCall& call);
  Reply ping(const ApiCall& call);
  Reply application(const ApiCall& call);
  Reply scopes(const ApiCall& call);

  Directory& directory_;
  Answers& answers_;
};

}  // namespace stormlark::mock
