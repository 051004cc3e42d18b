#pragma once

#include "protocol/event.h"

#include <string>

namespace stormlark::gateway {

/// Whether a message is for a bot: in a group not where it mentions other people alone.
bool is_addressed(const protocol::MessageReceived& message);

/// What the user wrote to the bot: the text without the mention by which a group calls it, and with
/// the names of the others whom it mentions.
std::string addressed_text(const protocol::MessageReceived& message);

}  // namespace stormlark::gateway
