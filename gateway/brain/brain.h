#pragma once

#include "gateway/config.h"
#include "protocol/event.h"

#include <memory>
#include <string>
#include <vector>

#include <spdlog/logger.h>

namespace stormlark::gateway {

/// Why there is no answer to a message.
enum class BrainErrc {
  ended = 1,  ///< the program ended again while it worked on this message
};
error_code make_error_code(BrainErrc errc);

/// What answers messages. Turns of different chats may overlap; those of one chat never do.
class Brain {
 public:
  virtual ~Brain() = default;

  /// Work of its own beside the answers, such as a child's output; until cancelled.
  virtual awaitable<void> run() { co_return; }

  /// Why it cannot answer anybody at present; empty where it can.
  virtual std::string ailment() const { return {}; }

  /// The parts of the answer, in order; none when there is nothing to say.
  virtual awaitable<Result<std::vector<std::string>>> answer(protocol::MessageReceived message) = 0;
};

std::unique_ptr<Brain> make_brain(World& world, const Config::Brain& config,
                                  std::shared_ptr<spdlog::logger> log);

}  // namespace stormlark::gateway

template <>
struct boost::system::is_error_code_enum<stormlark::gateway::BrainErrc> : std::true_type {};
