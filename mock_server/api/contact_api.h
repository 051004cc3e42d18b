#pragma once

#include "mock_server/api/routes.h"

namespace stormlark::mock {

/// What apps ask of the tenant's users.
class ContactApi {
 public:
  ContactApi(const Directory& directory, Answers& answers)
      : directory_(directory), answers_(answers) {}

  void add_to(Routes& routes);

 private:
  Reply get(const ApiCall& call);
  Reply get_many(const ApiCall& call);
  Reply names(const ApiCall& call);
  Reply find_ids(const ApiCall& call);

  const Directory& directory_;
  Answers& answers_;
};

}  // namespace stormlark::mock
