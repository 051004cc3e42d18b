#include "fault_proxy/connection.h"

#include "fault_proxy/connect_mode.h"
#include "fault_proxy/rules/make_rule.h"
#include "runtime/timeout.h"

#include <boost/asio/experimental/awaitable_operators.hpp>

namespace stormlark::proxy {
namespace {

using namespace asio::experimental::awaitable_operators;

constexpr auto dial_limit = 30s;
constexpr const char* nobody_there = "nothing listens at the platform";

}  // namespace

Connection::Connection(World& world, history::Recorder& recorder, Evidence& evidence,
                       const ProxyOptions& options, const ActiveFaults& faults, Prng random,
                       Stream client)
    : world_(world),
      recorder_(recorder),
      evidence_(evidence),
      options_(options),
      faults_(faults),
      random_(random),
      client_(std::move(client)),
      up_(world, evidence, Direction::up, [this](Pipe::End how) { pipe_ended(down_, how); }),
      down_(world, evidence, Direction::down, [this](Pipe::End how) { pipe_ended(up_, how); }) {
  for (const ActiveFault& fault : faults) begin_fault(fault);
}

void Connection::begin_fault(const ActiveFault& fault) {
  const Prng random = random_.fork(std::to_string(fault.number));
  auto up = make_rule(fault.fault, Direction::up, random.fork("up"));
  if (up) up_.add_rule(fault.name, std::move(*up));
  auto down = make_rule(fault.fault, Direction::down, random.fork("down"));
  if (down) down_.add_rule(fault.name, std::move(*down));
}

void Connection::end_fault(const std::string& name) {
  up_.remove_rule(name);
  down_.remove_rule(name);
}

void Connection::reset() {
  reset_ = true;
  up_.abandon();
  down_.abandon();
  client_.reset();
  upstream_.reset();
}

awaitable<void> Connection::run() {
  const auto opening =
      options_.mode == Mode::connect ? &Connection::open_tunnel : &Connection::open_forward;
  const bool open = co_await (this->*opening)();
  if (open) co_await (up_.run(client_, upstream_) && down_.run(upstream_, client_));
}

awaitable<bool> Connection::open_forward() {
  const bool asked = co_await up_.carry({Chunk::Kind::opening});
  if (!asked) co_return false;
  const bool dialed = co_await dial(options_.upstream);
  if (reset_) co_return false;
  if (!dialed) note_failure(nobody_there);
  const bool told = co_await down_.carry({dialed ? Chunk::Kind::opening : Chunk::Kind::reset});
  if (!dialed) client_.reset();
  const bool ready = dialed && told;
  co_return ready;
}

awaitable<bool> Connection::open_tunnel() {
  const bool opened = co_await pass_opening();
  if (!opened) co_return false;
  auto request = co_await read_tunnel_request(world_.clock(), client_);
  if (!request) co_return false;
  const bool asked = co_await up_.carry({Chunk::Kind::request, request->head});
  if (!asked) co_return false;

  unsigned status = request->status;
  const ActiveFault* refusal = faults_.last<ConnectAnswer>();
  if (status == 200 && refusal) {
    status = std::get<ConnectAnswer>(refusal->fault).status;
    note_failure("the tunnel request was answered with " + std::to_string(status));
    evidence_.happened(refusal->name, "answered a tunnel request with " + std::to_string(status));
  } else if (status == 200) {
    const bool dialed = co_await dial(request->target);
    if (reset_) co_return false;
    if (!dialed) {
      status = 502;
      note_failure(nobody_there);
    }
  }
  const bool answered = co_await answer(status);
  if (!answered || !upstream_) co_return false;
  if (!request->rest.empty()) up_.take(std::move(request->rest));
  co_return true;
}

awaitable<bool> Connection::pass_opening() {
  const bool there = co_await up_.carry({Chunk::Kind::opening});
  if (!there) co_return false;
  const bool back = co_await down_.carry({Chunk::Kind::opening});
  co_return back;
}

awaitable<bool> Connection::dial(Endpoint to) {
  auto upstream =
      co_await with_timeout(world_.clock(), dial_limit, world_.network().connect(std::move(to)));
  if (!upstream) co_return false;
  upstream_ = std::move(*upstream);
  if (reset_) upstream_.reset();
  co_return !reset_;
}

void Connection::note_failure(std::string why) {
  recorder_.add(history::DialFailed{.peer = options_.name, .why = std::move(why)});
}

awaitable<bool> Connection::answer(unsigned status) {
  const std::string text = tunnel_answer(status);
  const bool through = co_await down_.carry({Chunk::Kind::data, text});
  if (!through) co_return false;
  const auto written = co_await write_all(client_, asio::buffer(text));
  if (status != 200) co_await shutdown_send(client_);
  co_return written.has_value();
}

void Connection::pipe_ended(Pipe& other, Pipe::End how) {
  switch (how) {
    case Pipe::End::fin:
      if (++ended_in_order_ == 2) end_in_order();
      break;
    case Pipe::End::reset:
      reset();
      break;
    case Pipe::End::broken:
      if (std::exchange(broken_, true)) {  // nobody is left who could hear of it
        reset();
      } else {  // the sender hears of it the way its answers would come
        other.enter({Chunk::Kind::reset});
      }
      break;
  }
}

void Connection::end_in_order() {
  up_.abandon();
  down_.abandon();
  client_.close();
  upstream_.close();
}

}  // namespace stormlark::proxy
