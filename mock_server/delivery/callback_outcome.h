#pragma once

#include <optional>
#include <string>

#include <boost/json/object.hpp>

namespace stormlark::mock {

/// What an app made of a callback, as its ack says it.
struct CallbackAnswer {
  /// Why there is no answer: `no connection`, `no ack`, `ack 500`, `connection lost`; else empty.
  std::string why;
  std::string reply;  ///< JSON; empty where the ack brought none
};

/// What a user sees of a callback in the end.
struct CallbackOutcome {
  int code = 0;                              ///< of the error that is shown; 0 for none
  std::string why;                           ///< in our words, where there is an error
  std::optional<boost::json::object> toast;  ///< `type` and `content`
  std::optional<std::string> card;           ///< the content that the message has from now on
};

/// An app that has not subscribed to the callback is not asked.
CallbackOutcome nobody_asked();

/// No reply and `{}` leave everything as it is.
CallbackOutcome outcome_of(const CallbackAnswer& answer);
/// The same where the reply is the new card and nothing else.
CallbackOutcome outcome_of_legacy(const CallbackAnswer& answer);

}  // namespace stormlark::mock
