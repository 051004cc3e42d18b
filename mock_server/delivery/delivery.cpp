#include "mock_server/delivery/delivery.h"

#include "protocol/errors.h"
#include "protocol/fragments.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace stormlark::mock {

namespace {

constexpr int ack_ok = 200;
constexpr unsigned http_ok = 200;
// Why a push failed: nobody answered; behind any reason, that the app has a part of it.
constexpr const char* no_ack = "no ack";
constexpr const char* sent_in_part = ", sent in part";

Traffic traffic_of(const protocol::Frame& frame) {
  const bool is_card = frame.header(protocol::header::type) == protocol::header::type_card;
  return is_card ? Traffic::card : Traffic::event;
}

// Some SDKs lose one of two fragments that arrive at the same instant, and some forget those of an
// event that does not come together in time.
constexpr Clock::duration fragment_gap = 2ms;
constexpr Clock::duration fragment_spread_max = 3s;

/// What a push is sent in, with a gap between one and the next.
struct Parts {
  std::vector<FramePtr> frames;
  Clock::duration gap{};
};

/// The frame itself, where it is small enough.
Parts in_parts(const FramePtr& whole, std::size_t bytes_max) {
  if (whole->payload->size() <= bytes_max) return {{whole}};
  Parts parts;
  for (protocol::Frame& part : protocol::split(*whole, bytes_max)) {
    parts.frames.push_back(std::make_shared<const protocol::Frame>(std::move(part)));
  }
  parts.gap = std::min(fragment_gap, fragment_spread_max / static_cast<int>(parts.frames.size()));
  return parts;
}

/// Whether a push need not wait for a sign of life first, which may never come.
bool is_ready(const Connections::Ptr& connection) {
  return connection->first_push() != FirstPush::after_ping || connection->pinged().is_set();
}

std::vector<Connections::Ptr> ready_first(const std::vector<Connections::Ptr>& chosen) {
  std::vector<Connections::Ptr> ordered;
  ordered.reserve(chosen.size());
  std::ranges::copy_if(chosen, std::back_inserter(ordered), is_ready);
  std::ranges::remove_copy_if(chosen, std::back_inserter(ordered), is_ready);
  return ordered;
}

/// Texts of what makes an ack worth nothing.
const char* flaw_in_ack(const error_code& ec) {
  if (ec == protocol::FrameErrc::missing_field) return "an ack without a code";
  if (ec == protocol::FrameErrc::bad_base64) return "an ack whose data is no base64 text";
  return "an ack that is no JSON object";
}

}  // namespace

Delivery::Delivery(World& world, history::Recorder& recorder, const PlatformOptions& options,
                   ActiveFaults& faults, FramePost& post, Connections& connections,
                   Webhooks& webhooks, TaskGroup& tasks)
    : world_(world),
      recorder_(recorder),
      options_(options),
      faults_(faults),
      post_(post),
      connections_(connections),
      webhooks_(webhooks),
      tasks_(tasks),
      acks_(world.clock(), options.ack_deadline),
      random_(world.random().fork("delivery")),
      instance_id_(random_.hex(32)) {
  connections_.set_listener(*this);
}

void Delivery::announce(PlatformEvent event) {
  event.header.event_id = random_.hex(32);
  if (event.message.empty()) {
    recorder_.add(history::EventRaised{.event = event.header.event_id,
                                       .type = event.header.event_type,
                                       .app = event.header.app_id});
  }
  tasks_.spawn(deliver(std::make_shared<Notice>(std::move(event), world_.executor())));
}

awaitable<void> Delivery::deliver(NoticePtr notice) {
  const std::uint64_t number = ++last_notice_;
  on_their_way_.emplace(number, notice);
  co_await climb(notice);
  on_their_way_.erase(number);
}

void Delivery::abandon_all() {
  for (const auto& [number, notice] : on_their_way_) {
    recorder_.add(history::DeliveryAbandoned{.event = notice->event.header.event_id,
                                             .message = notice->event.message});
    notice->acked.set();  // for those who wait, it is over
  }
  on_their_way_.clear();
  pushes_.clear();
  for (const auto& [app_id, arrival] : std::exchange(arrivals_, {})) {
    if (arrival) arrival->set();
  }
}

awaitable<void> Delivery::climb(NoticePtr notice) {
  auto rung = options_.redelivery.begin();
  for (int number = 1;; ++number) {
    const AttemptPtr tried = co_await attempt(notice, number);
    if (notice->acked.is_set()) co_return;
    recorder_.add(
        history::PushFailed{.event = notice->event.header.event_id,
                            .message = notice->event.message,
                            .attempt = number,
                            .why = tried->why + (tried->in_part > 0 ? sent_in_part : "")});
    const bool lost = options_.offline_mail == OfflineMail::lost && tried->why == "no connection";
    if (rung == options_.redelivery.end() || lost) break;
    co_await notice->acked.wait_for(world_.clock(), *rung++);
    if (notice->acked.is_set()) co_return;
  }
  recorder_.add(history::DeliveryAbandoned{.event = notice->event.header.event_id,
                                           .message = notice->event.message});
}

awaitable<CallbackAnswer> Delivery::ask(PlatformEvent event) {
  const auto notice = std::make_shared<Notice>(std::move(event), world_.executor());
  notice->callback = true;
  const AttemptPtr tried = co_await attempt(notice, 1);
  CallbackAnswer answer;
  notice->acked.is_set() ? answer.reply = notice->reply : answer.why = tried->why;
  co_return answer;
}

awaitable<CallbackAnswer> Delivery::ask_card(PlatformEvent event, const AppOptions& app) {
  const Notice notice(std::move(event), world_.executor());
  Attempt attempt(1, world_.executor());
  const bool lost = co_await is_withheld(notice);
  if (lost) co_return CallbackAnswer{.why = no_ack, .reply = {}};
  note_call(notice, attempt);
  const auto answer = co_await webhooks_.send_card(app, notice.event.body);
  settle_call(notice, attempt, answer);
  co_return CallbackAnswer{.why = attempt.why, .reply = answer.body};
}

awaitable<Delivery::AttemptPtr> Delivery::attempt(NoticePtr notice, int number) {
  const auto attempt = std::make_shared<Attempt>(number, world_.executor());
  const std::string& app_id = notice->event.header.app_id;
  if (const AppOptions* app = webhooks_.receiver(app_id)) {
    if (number > 1) renew(*notice);
    co_await call(notice, attempt, *app);
    co_return attempt;
  }
  auto chosen = choose(app_id);
  const bool patient = options_.offline_mail == OfflineMail::replay_on_connect && !notice->callback;
  while (chosen.empty() && patient && !notice->acked.is_set()) {
    auto& arrival = arrivals_[app_id];
    if (!arrival) arrival = std::make_shared<SignalFlag>(world_.executor());
    const auto arrived = arrival;
    co_await arrived->wait();
    chosen = choose(app_id);
  }
  if (notice->acked.is_set()) co_return attempt;
  if (number > 1) renew(*notice);
  attempt->unsettled = static_cast<int>(chosen.size());
  if (chosen.size() > 1) chosen = ready_first(chosen);
  // All are known before the first is written: connections may end meanwhile.
  std::vector<PushPtr> pushes;
  for (const auto& connection : chosen) pushes.push_back(begin_push(notice, attempt, *connection));
  for (std::size_t i = 0; i < pushes.size(); ++i) {
    auto carried = carry_out(pushes[i], chosen[i]);
    // One that gives no sign of life must not hold up the verdict on the others.
    if (i > 0 && !is_ready(chosen[i])) {
      tasks_.spawn(std::move(carried));
    } else {
      co_await std::move(carried);
    }
  }
  if (chosen.empty()) co_return attempt;
  const TimeLimit::Bounded bounded(acks_, [&] { attempt->give_up(no_ack); });
  co_await attempt->settled.wait();
  if (!attempt->settled.is_set()) attempt->give_up(no_ack);  // the platform stops
  co_return attempt;
}

awaitable<void> Delivery::call(NoticePtr notice, AttemptPtr attempt, const AppOptions& app) {
  if (faults_.down()) co_return;
  std::string doubt = co_await webhooks_.doubt_about(app);
  if (!doubt.empty()) {
    attempt->why = std::move(doubt);
    co_return;
  }
  const bool lost = co_await is_withheld(*notice);
  if (lost) {
    attempt->why = no_ack;
    co_return;
  }
  delivery_id(*notice);
  note_call(*notice, *attempt);
  const auto answer = co_await webhooks_.send(app, notice->event.payload());
  settle_call(*notice, *attempt, answer);
  if (!attempt->why.empty()) co_return;
  notice->reply = answer.body;
  notice->acked.set();
}

awaitable<bool> Delivery::is_withheld(const Notice& notice) {
  const protocol::EventHeader& header = notice.event.header;
  const auto strike =
      faults_.strike({.what = travels_as_card(notice) ? Traffic::card : Traffic::event,
                      .peer = webhook_peer,
                      .app = header.app_id,
                      .event = header.event_type});
  if (!strike) co_return false;
  faults_.took_effect(strike->fault, "event " + header.event_id + " to the webhook withheld");
  faults_.struck(*strike);
  co_await sleep_for(world_.clock(), options_.ack_deadline);
  co_return true;
}

void Delivery::note_call(const Notice& notice, const Attempt& attempt) {
  recorder_.add(history::Pushed{.event = notice.event.header.event_id,
                                .delivery = notice.last_delivery,
                                .message = notice.event.message,
                                .connection = 0,
                                .peer = std::string(webhook_peer),
                                .attempt = attempt.number});
}

void Delivery::settle_call(const Notice& notice, Attempt& attempt, const Webhooks::Answer& answer) {
  attempt.why = answer.why;
  if (answer.status == 0) return;
  if (answer.status != http_ok) attempt.why = fmt::format("ack {}", answer.status);
  recorder_.add(history::Acked{.event = notice.event.header.event_id,
                               .delivery = notice.last_delivery,
                               .message = notice.event.message,
                               .connection = 0,
                               .peer = std::string(webhook_peer),
                               .code = static_cast<int>(answer.status)});
}

void Delivery::renew(Notice& notice) {
  if (options_.redelivery_identity != RedeliveryIdentity::fresh_event_id) return;
  notice.event.header.event_id = random_.hex(32);
}

std::vector<Connections::Ptr> Delivery::choose(const std::string& app_id) {
  if (options_.routing == Routing::broadcast) return connections_.live(app_id);
  const Connections::Ptr picked = connections_.pick(app_id, random_);
  if (!picked) return {};
  return {picked};
}

Delivery::PushPtr Delivery::begin_push(const NoticePtr& notice, const AttemptPtr& attempt,
                                       const Connection& connection) {
  return keep({.notice = notice,
               .attempt = attempt,
               .delivery = delivery_id(*notice),
               .event_id = notice->event.header.event_id,
               .where = connection.label()});
}

awaitable<void> Delivery::carry_out(PushPtr push, Connections::Ptr connection) {
  const Notice& notice = *push->notice;
  const auto frame = std::make_shared<const protocol::Frame>(
      frame_of(notice.event, travels_as_card(notice), push->delivery));
  co_await first_push_allowed(connection);
  const bool given_up = push->attempt->settled.is_set() && !notice.acked.is_set();
  if (given_up) co_return;
  // A push that cannot be written ends with its connection.
  co_await write(push, connection, frame);
}

Delivery::PushPtr Delivery::keep(Push push) {
  push.number = ++last_push_;
  const auto kept = std::make_shared<Push>(std::move(push));
  auto& copies = pushes_[kept->delivery];
  // The ack of a copy on the same connection could not be told from this one's.
  std::erase_if(copies, [&](const PushPtr& other) {
    if (other->where.number != kept->where.number) return false;
    unsettled_[other->where.number].erase(other->number);
    return true;
  });
  copies.push_back(kept);
  unsettled_[kept->where.number].emplace(kept->number, kept);
  return kept;
}

Delivery::PushPtr Delivery::find_push(const protocol::Frame& ack,
                                      const Connection& connection) const {
  const auto found = pushes_.find(std::string(ack.header(protocol::header::message_id)));
  if (found == pushes_.end()) return nullptr;
  const auto& copies = found->second;
  const auto here = std::ranges::find(copies, connection.label().number,
                                      [](const PushPtr& push) { return push->where.number; });
  return here == copies.end() ? copies.back() : *here;
}

void Delivery::note(Push& push) {
  push.written = world_.clock().now();
  recorder_.add(history::Pushed{.event = push.event_id,
                                .delivery = push.delivery,
                                .message = push.notice->event.message,
                                .connection = push.where.number,
                                .peer = push.where.peer,
                                .attempt = push.attempt->number});
}

awaitable<void> Delivery::first_push_allowed(Connections::Ptr connection) {
  const FirstPush when = connection->first_push();
  if (when == FirstPush::after_ping) co_await connection->pinged().wait();
  if (when != FirstPush::delayed) co_return;
  const auto ready = connection->opened() + options_.first_push_delay;
  if (ready > world_.clock().now()) co_await connection->ended().wait_until(world_.clock(), ready);
}

awaitable<void> Delivery::write(PushPtr push, Connections::Ptr connection, FramePtr whole) {
  const auto [parts, gap] = in_parts(whole, options_.fragment_bytes);
  const protocol::EventHeader& header = push->notice->event.header;
  // Whole only with its last frame, which is not the one sent last where a rule keeps another.
  const auto missing = std::make_shared<std::size_t>(parts.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) co_await sleep_for(world_.clock(), gap);
    FramePost::Outgoing part{.what = traffic_of(*whole),
                             .event = header.event_type,
                             .name = "event " + header.event_id,
                             .frame = parts[i]};
    if (parts.size() > 1) part.name += fmt::format(", fragment {},", i);
    part.sent = [this, push, missing, all = parts.size()] {
      if ((*missing)-- == all) ++push->attempt->in_part;
      if (*missing > 0) return;
      --push->attempt->in_part;
      if (!push->written) note(*push);
    };
    part.replay = [this, push, connection, whole](const Replay& how) {
      tasks_.spawn(replay(push, connection, whole, how));
    };
    const auto fate = co_await post_.send(connection, std::move(part));
    if (fate == FramePost::Fate::failed) co_return;
    if (fate == FramePost::Fate::spoiled) push->spoiled = true;
  }
}

// Past the rules, which would see it come by for ever.
awaitable<void> Delivery::replay(PushPtr push, Connections::Ptr connection, FramePtr whole,
                                 Replay how) {
  co_await connection->ended().wait_for(world_.clock(), how.later);
  if (!connection->live()) co_return;
  if (how.identity != RedeliveryIdentity::same_delivery_id) {
    const Notice& notice = *push->notice;
    PlatformEvent event = notice.event;
    const bool fresh_event = how.identity == RedeliveryIdentity::fresh_event_id;
    event.header.event_id = fresh_event ? random_.hex(32) : push->event_id;
    push = keep({.notice = push->notice,
                 .attempt = std::make_shared<Attempt>(push->attempt->number, world_.executor()),
                 .delivery = random_.uuid(),
                 .event_id = event.header.event_id,
                 .where = push->where});
    whole = std::make_shared<const protocol::Frame>(
        frame_of(event, travels_as_card(notice), push->delivery));
  }
  const auto [parts, gap] = in_parts(whole, options_.fragment_bytes);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) co_await sleep_for(world_.clock(), gap);
    const bool last = i + 1 == parts.size();
    const Connection::Sent sent = last ? [this, push] { note(*push); } : Connection::Sent();
    const auto written = co_await connection->send(protocol::encode(*parts[i]), sent);
    if (!written) co_return;
  }
}

protocol::Frame Delivery::frame_of(const PlatformEvent& event, bool as_card, std::string delivery) {
  namespace header = protocol::header;
  protocol::Frame frame;
  frame.seq_id = ++last_seq_id_;
  frame.log_id = random_.next() >> 11;  // above 2^53 a widespread SDK echoes another number
  frame.service = service_id;
  frame.method = protocol::method_data;
  frame.headers.reserve(header::count);
  const auto add = [&](std::string_view name, auto&& value) {
    frame.headers.emplace_back(name, std::forward<decltype(value)>(value));
  };
  add(header::type, as_card ? header::type_card : header::type_event);
  add(header::message_id, std::move(delivery));
  add(header::trace_id, event.header.event_id);
  add(header::sum, "1");
  add(header::seq, "0");
  add(header::timestamp, std::to_string(world_.clock().wall_ms()));
  add(header::instance_id, instance_id_);
  frame.payload = event.payload();
  return frame;
}

bool Delivery::travels_as_card(const Notice& notice) const {
  return notice.callback && options_.callback_frames == CallbackFrames::card;
}

std::string Delivery::delivery_id(Notice& notice) {
  const bool keep = options_.redelivery_identity == RedeliveryIdentity::same_delivery_id;
  if (!keep || notice.last_delivery.empty()) notice.last_delivery = random_.uuid();
  return notice.last_delivery;
}

void Delivery::connection_opened(const Connection& connection) {
  const auto arrival = std::exchange(arrivals_[connection.label().app_id], nullptr);
  if (arrival) arrival->set();
}

void Delivery::connection_closed(const Connection& connection) {
  const auto lost = unsettled_.extract(connection.label().number);
  if (lost.empty()) return;
  for (const auto& [number, push] : lost.mapped()) {
    if (!std::exchange(push->settled, true)) push->attempt->fail("connection lost");
  }
}

void Delivery::ack_received(Connections::Ptr connection, protocol::Frame frame) {
  const PushPtr push = find_push(frame, *connection);
  const std::string_view type = push ? push->notice->event.header.event_type : std::string_view();
  auto strike = post_.meet(*connection, Traffic::ack, type, frame);
  if (!strike) return take_ack(*connection, frame, push);
  const auto ack = std::make_shared<const protocol::Frame>(std::move(frame));
  post_.withhold(
      connection, std::move(*strike),
      "the ack of event " + (push ? push->event_id : "nobody knows"),
      [this, connection, ack] { take_ack(*connection, *ack, find_push(*ack, *connection)); });
}

void Delivery::take_ack(Connection& connection, const protocol::Frame& frame, const PushPtr& push) {
  const auto ack = protocol::parse_ack(frame);
  if (!ack) return connection.note_violation(flaw_in_ack(ack.error()));
  if (frame.header(protocol::header::instance_id) != instance_id_) {
    return connection.note_violation("an ack that does not echo instance_id");
  }
  history::Acked record{.event = {},
                        .delivery = std::string(frame.header(protocol::header::message_id)),
                        .message = {},
                        .connection = connection.label().number,
                        .peer = connection.label().peer,
                        .code = ack->code};
  const bool known = push && push->notice->event.header.app_id == connection.label().app_id;
  if (known) {
    // Put together from frames of this attempt and of one before.
    const bool came_here = push->where.number == record.connection && !push->spoiled;
    if (came_here && !push->written && ack->code == ack_ok) note(*push);
    record.event = push->event_id;
    record.message = push->notice->event.message;
    record.late = push->written && world_.clock().now() - *push->written > options_.ack_deadline;
  }
  const bool late = record.late;
  recorder_.add(std::move(record));
  if (!known) return;
  const auto unsettled = unsettled_.find(push->where.number);
  if (unsettled != unsettled_.end()) unsettled->second.erase(push->number);
  settle(*push, *ack, late);
}

void Delivery::settle(Push& push, const protocol::Ack& ack, bool late) {
  const bool first = !std::exchange(push.settled, true);
  if (ack.code == ack_ok && (!late || options_.late_ack_counts)) {
    if (!push.notice->acked.is_set()) push.notice->reply = ack.data_json;
    push.notice->acked.set();
    push.attempt->settled.set();
  } else if (first) {
    push.attempt->fail(fmt::format("ack {}", ack.code));
  }
}

}  // namespace stormlark::mock
