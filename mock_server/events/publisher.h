#pragma once

#include "mock_server/chats/messages.h"
#include "mock_server/delivery/delivery.h"
#include "mock_server/directory.h"

#include <functional>
#include <string_view>

namespace stormlark::mock {

/// As whom somebody took a message back.
enum class Recaller { author, group_owner };

/// Tells apps what happens, as far as they have subscribed to it.
class Publisher {
 public:
  Publisher(const Clock& clock, Delivery& delivery) : clock_(clock), delivery_(delivery) {}

  /// `im.message.receive_v1`, for every app in the chat that hears of the message. What users say
  /// to an app is told it as that message; all else is an event like others, since by its pushes
  /// nobody is judged.
  void message_received(const Message& message);
  /// `im.message.message_read_v1`: the user has read these messages of the app by now.
  void messages_read(const App& app, const User& reader,
                     const std::vector<const Message*>& messages);
  /// `im.message.recalled_v1`, for every app in the chat.
  void message_recalled(const Message& message, Recaller by);
  /// Any other event; `body` is what stands under `event`.
  void tell(const App& app, std::string_view type, const boost::json::object& body);
  /// Any other event of schema 1.0. Such are told by name only: who asks for everything would hear
  /// of some things twice.
  void tell_v1(const App& app, std::string_view type, const boost::json::object& body);
  /// The ticket of a store app, which goes to it unasked.
  void app_ticket(const App& app, const std::string& ticket);
  /// Any other event, for every app in the chat, each in its own words.
  using BodyFor = std::function<boost::json::object(const App&)>;
  void tell_all(const Chat& chat, std::string_view type, const BodyFor& body_for);

 private:
  void tell_of(const Message& message, const App& app);
  void announce(const App& app, std::string_view type, const boost::json::object& body);
  protocol::EventHeader header_of(const App& app, std::string_view type) const;

  const Clock& clock_;
  Delivery& delivery_;
};

}  // namespace stormlark::mock
