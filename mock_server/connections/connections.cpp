#include "mock_server/connections/connections.h"

#include <algorithm>

#include <boost/json/serialize.hpp>

#include <fmt/format.h>

namespace stormlark::mock {
namespace {

// How long a 101 waits for a push that is to leave with it. Shorter than any client's patience.
constexpr Clock::duration first_push_patience = 1s;

}  // namespace

/// A connection's place in the table, left however its serving ends, unless it leaves a ghost.
class Connections::Row {
 public:
  Row(Connections& table, Ptr connection) : table_(table), connection_(std::move(connection)) {
    table_.add(connection_);
  }
  ~Row() {
    connection_->finish();
    if (connection_->vanished() && table_.options_.ghost_life > 0s) {
      connection_->haunt();
    } else {
      table_.remove(*connection_);
    }
  }
  Row(const Row&) = delete;
  Row& operator=(const Row&) = delete;

 private:
  Connections& table_;
  Ptr connection_;
};

awaitable<void> Connections::serve(WebSocket socket, ConnectionLabel label, FirstPush first_push) {
  label.number = ++last_number_;
  const auto connection = std::make_shared<Connection>(
      world_, recorder_, sending_, std::move(label), std::move(socket), first_push);
  {
    const Row row(*this, connection);
    evict_for(*connection);
    keep_alive_.look_after(connection);
    if (first_push == FirstPush::same_segment) tasks_.spawn(release_answer(connection));
    listener_->connection_opened(*connection);
    while (auto message = co_await connection->read()) {
      if (!connection->deaf()) co_await take(connection, std::move(*message));
    }
  }
  if (connection->ghost()) tasks_.spawn(haunt(connection));
}

awaitable<void> Connections::haunt(Ptr ghost) {
  co_await ghost->laid().wait_for(world_.clock(), options_.ghost_life);
  remove(*ghost);
}

void Connections::add(const Ptr& connection) {
  rows_.emplace(connection->label().number, connection);
  by_app_[connection->label().app_id].push_back(connection);
}

void Connections::remove(const Connection& connection) {
  rows_.erase(connection.label().number);
  std::erase_if(by_app_[connection.label().app_id],
                [&](const Ptr& row) { return row.get() == &connection; });
  listener_->connection_closed(connection);
}

awaitable<void> Connections::take(Ptr connection, WebSocket::Message message) {
  if (!message.binary) {
    connection->note_violation("a text message");
    co_return;
  }
  auto frame = protocol::decode(message.bytes);
  if (!frame) {
    connection->note_violation("bytes that are no frame");
    co_return;
  }
  co_await take_frame(connection, std::move(*frame));
}

awaitable<void> Connections::take_frame(Ptr connection, protocol::Frame frame) {
  namespace header = protocol::header;
  const ConnectionLabel& label = connection->label();
  const std::string type(frame.header(header::type));
  const bool control = type == header::type_ping || type == header::type_pong;
  if (frame.method == protocol::method_control && control) {
    recorder_.add(
        history::ControlReceived{.connection = label.number, .peer = label.peer, .type = type});
    if (type == header::type_pong) {
      connection->note_pong();
    } else {
      co_await answer_ping(connection, std::move(frame));
    }
  } else if (!frame.header(header::message_id).empty()) {
    if (frame.method != protocol::method_data) {
      connection->note_violation(fmt::format("an ack with method {}", frame.method));
    }
    listener_->ack_received(connection, std::move(frame));
  } else {
    connection->note_violation(fmt::format("a frame of method {} and type {}", frame.method,
                                           type.empty() ? "none" : type));
  }
}

awaitable<void> Connections::answer_ping(Ptr connection, protocol::Frame ping) {
  const auto strike = post_.meet(*connection, Traffic::ping, {}, ping);
  if (!strike) {
    co_await send_pong(connection, ping.service);
    co_return;
  }
  post_.withhold(connection, *strike, "a ping", [this, connection, service = ping.service] {
    tasks_.spawn(send_pong(connection, service));
  });
}

awaitable<void> Connections::send_pong(Ptr connection, std::int32_t service) {
  connection->pinged().set();
  if (!connection->live()) co_return;
  std::string config;
  if (options_.pong_carries_config) {
    config = boost::json::serialize(protocol::to_json(options_.client_config.to_wire()));
  }
  FramePost::Outgoing pong{.what = Traffic::pong,
                           .name = "a pong",
                           .frame = std::make_shared<const protocol::Frame>(
                               protocol::make_pong(service, std::move(config))),
                           .sent = connection->control_sent(protocol::header::type_pong)};
  co_await post_.send(connection, std::move(pong));
}

awaitable<void> Connections::release_answer(Ptr connection) {
  const error_code none =
      co_await connection->next_push()->wait_for(world_.clock(), first_push_patience);
  if (none && connection->live()) co_await connection->release_answer();
}

void Connections::end(const Ptr& connection, CloseHow how, int code, const std::string& reason) {
  if (connection->ghost()) return connection->laid().set();
  post_.end(connection, how, code, reason);
}

void Connections::evict_for(const Connection& newest) {
  if (options_.routing != Routing::evict && options_.routing != Routing::evict_oldest) return;
  auto others = live(newest.label().app_id);
  std::erase_if(others, [&](const Ptr& other) { return other.get() == &newest; });
  const std::size_t kept = options_.routing == Routing::evict
                               ? 0
                               : std::max<std::size_t>(options_.connections_max, 1) - 1;
  for (std::size_t i = 0; i + kept < others.size(); ++i) {
    end(others[i], CloseHow::close_frame, 1000, "bye");
  }
}

std::vector<Connections::Ptr> Connections::live(std::string_view app_id) const {
  std::vector<Ptr> found;
  for (const Ptr& connection : of(app_id)) {
    if (connection->live()) found.push_back(connection);
  }
  return found;
}

const std::vector<Connections::Ptr>& Connections::of(std::string_view app_id) const {
  static const std::vector<Ptr> none;
  const auto found = by_app_.find(app_id);
  return found == by_app_.end() ? none : found->second;
}

// Nearly all rows are live, so that the first draw is nearly always good; where it is not, drawing
// again among the live ones is fair as well.
Connections::Ptr Connections::pick(std::string_view app_id, Prng& random) const {
  const std::vector<Ptr>& rows = of(app_id);
  if (rows.empty()) return nullptr;
  const Ptr& drawn = rows[random.below(rows.size())];
  if (drawn->live()) return drawn;
  const std::vector<Ptr> rest = live(app_id);
  return rest.empty() ? nullptr : rest[random.below(rest.size())];
}

std::size_t Connections::rows(std::string_view app_id) const {
  return of(app_id).size();
}

int Connections::close(std::string_view peer, CloseHow how, int code, const std::string& reason) {
  int closed = 0;
  for (const auto& [number, connection] : rows_) {
    if (!connection->live() || (!peer.empty() && connection->label().peer != peer)) continue;
    end(connection, how, code, reason);
    ++closed;
  }
  return closed;
}

bool Connections::close_one(int number, CloseHow how, int code, const std::string& reason) {
  const auto found = rows_.find(number);
  if (found == rows_.end() || !found->second->live()) return false;
  end(found->second, how, code, reason);
  return true;
}

awaitable<void> Connections::send_ping(Ptr connection) {
  co_await connection->send(protocol::encode(protocol::make_ping(0)),
                            connection->control_sent(protocol::header::type_ping));
}

awaitable<Connections::Probe> Connections::probe(std::string app_id, Clock::duration within) {
  const auto deadline = world_.clock().now() + within;
  std::vector<std::shared_ptr<SignalFlag>> pongs;
  for (const Ptr& connection : live(app_id)) {
    pongs.push_back(connection->next_pong());
    tasks_.spawn(send_ping(connection));  // one that takes nothing more would hold up the others
  }
  Probe probe{.asked = static_cast<int>(pongs.size()), .answered = 0};
  for (const auto& pong : pongs) {
    co_await pong->wait_until(world_.clock(), deadline);
    if (pong->is_set()) ++probe.answered;
  }
  co_return probe;
}

}  // namespace stormlark::mock
