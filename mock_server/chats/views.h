#pragma once

#include "mock_server/cards/cards.h"
#include "mock_server/chats/messages.h"
#include "mock_server/chats/pins.h"
#include "mock_server/chats/reactions.h"
#include "mock_server/directory.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace stormlark::mock {

/// What there is in all tenants, as people see it: for the control API, not for apps.
class Views {
 public:
  Views(const Directory& directory, const Messages& messages, const Cards& cards, const Pins& pins,
        const Reactions& reactions)
      : directory_(directory),
        messages_(messages),
        cards_(cards),
        pins_(pins),
        reactions_(reactions) {}

  boost::json::array apps() const;
  boost::json::array users() const;
  boost::json::array chats() const;
  /// Everything that stands in the chat, the oldest first.
  boost::json::array messages_of(const Chat& chat) const;
  /// Every card entity with its states over time.
  boost::json::array cards() const;

 private:
  boost::json::object of(const Chat& chat) const;
  boost::json::object of(const Message& message) const;
  boost::json::object author_of(const Message& message) const;
  boost::json::object card_of(const Message& message) const;
  boost::json::array mentions_of(const Message& message) const;
  boost::json::array reactions_to(const Message& message) const;

  const Directory& directory_;
  const Messages& messages_;
  const Cards& cards_;
  const Pins& pins_;
  const Reactions& reactions_;
};

}  // namespace stormlark::mock
