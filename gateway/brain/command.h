#pragma once

#include "gateway/brain/brain.h"

namespace stormlark::gateway {

/// Asks a program, one JSON object a line. To its standard input, for each message:
///
///     {"message_id": "om_…", "chat_id": "oc_…", "text": "hello"}
///
/// From its standard output, one line for each part of the answer, the final one with `last`:
///
///     {"text": "Hello!", "last": true}
///
/// A line without `message_id` belongs to the message that has waited longest, so that the simplest
/// loop will do; a program that works on several messages at a time names them. Its standard error
/// goes to the log. When the program ends it is started again, with backoff, and asked again what
/// it left open; a message on which two programs ended fails. A program that let a turn pass its
/// deadline counts as stuck and is ended.
std::unique_ptr<Brain> make_command_brain(World& world, const Config::Brain& config,
                                          std::shared_ptr<spdlog::logger> log);

}  // namespace stormlark::gateway
