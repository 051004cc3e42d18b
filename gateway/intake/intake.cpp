#include "gateway/intake/intake.h"

#include "runtime/task_failures.h"

#include <utility>

namespace stormlark::gateway {
namespace {

namespace header = protocol::header;

constexpr int ack_taken = 200;
constexpr int ack_failed = 500;

// What may wait for the disk. Beyond that the platform keeps its events and pushes them again.
constexpr std::size_t bytes_in_custody_max = 64U << 20;
constexpr std::size_t bytes_per_event = 1024;  // besides its payload

}  // namespace

Intake::Intake(World& world, std::string app_id, Journal& journal, Assembly assemble,
               CountsAsCustody counts_as_custody, Taken taken, std::shared_ptr<spdlog::logger> log)
    : world_(world),
      app_id_(std::move(app_id)),
      journal_(journal),
      assemble_(std::move(assemble)),
      counts_as_custody_(std::move(counts_as_custody)),
      taken_(std::move(taken)),
      log_(log),
      tasks_(world.executor(), log_task_failures(log)) {}

void Intake::receive(protocol::Frame part, SendAck send_ack) {
  if (stopping_) return;
  const auto arrived = world_.clock().now();
  // Callbacks have been seen under either type.
  const std::string_view type = part.header(header::type);
  if (type != header::type_event && type != header::type_card) {
    log_->warn("data frame of unknown type ignored type={}", type);
    return;
  }
  const std::string delivery(part.header(header::message_id));
  auto whole = assemble_(std::move(part), arrived);
  if (!whole) {
    log_->warn("fragment refused delivery={} cause={}", delivery, whole.error().message());
    return;
  }
  if (*whole) receive_event(std::move(**whole), arrived, std::move(send_ack));
}

void Intake::receive_event(protocol::Frame whole, Clock::time_point arrived, SendAck send_ack) {
  const auto event = protocol::parse_event(whole.payload.value_or(""));
  if (!event) {
    log_->warn("payload is no event delivery={} cause={}", whole.header(header::message_id),
               event.error().message());
    acknowledge(whole, ack_failed, arrived, send_ack);
    return;
  }
  if (event->header.event_type != protocol::event_message_receive) {
    log_->debug("event not acted on type={} event={}", event->header.event_type,
                event->header.event_id);
    acknowledge(whole, ack_taken, arrived, send_ack);
    return;
  }
  take_message(*event, std::move(whole), arrived, std::move(send_ack));
}

void Intake::take_message(const protocol::Event& said, protocol::Frame whole,
                          Clock::time_point arrived, SendAck send_ack) {
  const auto message = protocol::message_of(said);
  if (!message) {
    log_->warn("message cannot be read delivery={} cause={}", whole.header(header::message_id),
               message.error().message());
    acknowledge(whole, ack_failed, arrived, send_ack);
    return;
  }
  std::string payload = *std::exchange(whole.payload, std::nullopt);  // the ack has one of its own
  if (bytes_in_custody_ + payload.size() > bytes_in_custody_max) {
    log_->warn("not taken, too much waits for the disk message={} event={}", message->message_id,
               message->header.event_id);
    return;
  }
  // The platform's advice: messages are known by message_id, for their event_id may change.
  InboundEvent event{.key = app_id_ + "/" + message->message_id,
                     .event_id = message->header.event_id,
                     .message_id = message->message_id,
                     .chat_id = message->chat_id,
                     .payload = std::move(payload)};
  tasks_.spawn(take(std::move(event), std::move(whole), arrived, std::move(send_ack)));
}

awaitable<void> Intake::take(InboundEvent event, protocol::Frame whole, Clock::time_point arrived,
                             SendAck send_ack) {
  struct Counted {
    Counted(std::size_t& all, std::size_t mine) : total(all), bytes(mine) { total += bytes; }
    ~Counted() { total -= bytes; }
    std::size_t& total;
    std::size_t bytes;
  };
  const Counted counted(bytes_in_custody_, event.payload.size() + bytes_per_event);
  bool acked = false;
  const auto ack_once = [&](bool committed) {
    if (acked || !counts_as_custody_(committed)) return;
    acknowledge(whole, ack_taken, arrived, send_ack);
    acked = true;
  };
  ack_once(false);
  const Result<Receipt> receipt = co_await journal_.take(event);
  log_custody(receipt, event);
  if (!receipt) co_return;
  ack_once(true);
  event.sequence = receipt->sequence;
  if (receipt->custody == Custody::taken) taken_(std::move(event));
}

void Intake::acknowledge(const protocol::Frame& whole, int code, Clock::time_point arrived,
                         const SendAck& send_ack) {
  send_ack(protocol::make_ack(whole, code, (world_.clock().now() - arrived) / 1ms));
}

void Intake::log_custody(const Result<Receipt>& receipt, const InboundEvent& event) {
  if (!receipt) {
    log_->error("not taken, left to the platform message={} event={} cause={}", event.message_id,
                event.event_id, receipt.error().message());
  } else if (receipt->custody == Custody::duplicate) {
    log_->info("duplicate message={} event={}", event.message_id, event.event_id);
  }
}

awaitable<void> Intake::stop() {
  stopping_ = true;
  return tasks_.join();
}

}  // namespace stormlark::gateway
