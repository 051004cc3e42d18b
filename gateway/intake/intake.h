#pragma once

#include "gateway/journal/journal.h"
#include "gateway/parts.h"
#include "protocol/event.h"
#include "runtime/task_group.h"

#include <functional>
#include <memory>
#include <string>

#include <spdlog/logger.h>

namespace stormlark::gateway {

/// Turns data frames into events in custody. An ack means custody: it leaves after the journal has
/// the event, and never if the journal fails, so that the platform pushes the event again.
///
/// | what came | answer |
/// | --- | --- |
/// | a message, new or in custody already | 200 once it is durable |
/// | an event of a type that nothing here acts on | 200: pushing it again would not help |
/// | a whole payload that is no event | 500: its failure shows in the platform's event log |
/// | a frame that breaks the rules of fragments, or of an unknown type | none |
class Intake {
 public:
  /// Sends an ack on the connection that delivered; drops it when that is gone.
  using SendAck = std::function<void(protocol::Frame)>;
  /// Whether an ack may leave: asked before the journal takes the event, and after.
  using CountsAsCustody = std::function<bool(bool committed)>;
  /// Is given each new event once it is in custody, in order of custody.
  using Taken = std::function<void(InboundEvent)>;

  Intake(World& world, std::string app_id, Journal& journal, Assembly assemble,
         CountsAsCustody counts_as_custody, Taken taken, std::shared_ptr<spdlog::logger> log);

  /// Returns at once; events that come together are made durable together, in order of arrival.
  void receive(protocol::Frame part, SendAck send_ack);

  /// Takes nothing more, and returns when what is on its way to the journal has arrived.
  awaitable<void> stop();

 private:
  void receive_event(protocol::Frame whole, Clock::time_point arrived, SendAck send_ack);
  void take_message(const protocol::Event& said, protocol::Frame whole, Clock::time_point arrived,
                    SendAck send_ack);
  awaitable<void> take(InboundEvent event, protocol::Frame whole, Clock::time_point arrived,
                       SendAck send_ack);
  void acknowledge(const protocol::Frame& whole, int code, Clock::time_point arrived,
                   const SendAck& send_ack);
  void log_custody(const Result<Receipt>& receipt, const InboundEvent& event);

  World& world_;
  std::string app_id_;
  Journal& journal_;
  Assembly assemble_;
  CountsAsCustody counts_as_custody_;
  Taken taken_;
  std::shared_ptr<spdlog::logger> log_;
  std::size_t bytes_in_custody_ = 0;  ///< on their way to the journal
  bool stopping_ = false;
  TaskGroup tasks_;
};

}  // namespace stormlark::gateway
