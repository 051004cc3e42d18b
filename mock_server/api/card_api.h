#pragma once

#include "mock_server/api/card_fields.h"
#include "mock_server/api/routes.h"
#include "mock_server/cards/cards.h"

#include <functional>

namespace stormlark::mock {

/// CardKit: apps make card entities, send them, and change them while users look on.
class CardApi {
 public:
  CardApi(const Messages& messages, Cards& cards, Answers& answers)
      : messages_(messages), cards_(cards), answers_(answers) {}

  void add_to(Routes& routes);

 private:
  /// Reads what is to be changed; sequence and uuid are everywhere the same.
  using Read = std::function<CardChange(const ApiCall&, CardFields&)>;

  void add_change(Routes& routes, std::string_view operation, Read read);
  Reply create(const ApiCall& call);
  Reply convert(const ApiCall& call);
  Reply change(const ApiCall& call, const Read& read);

  const Messages& messages_;
  Cards& cards_;
  Answers& answers_;
};

}  // namespace stormlark::mock
