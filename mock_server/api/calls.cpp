#include "mock_server/api/calls.h"

#include "runtime/duration.h"

#include <fmt/format.h>

namespace stormlark::mock {
namespace {

std::string name_of(const Call& call) {
  return fmt::format("call {} ({})", call.number, call.operation);
}

}  // namespace

awaitable<HttpOutcome> Calls::run(Call call, Perform perform) {
  call.number = ++last_number_;
  recorder_.add(history::CallBegan{.call = call.number,
                                   .peer = call.caller.peer,
                                   .app = call.app_id,
                                   .operation = call.operation,
                                   .target = call.target,
                                   .uuid = call.uuid});
  auto struck = faults_.strike(call.operation, call.caller.peer);
  if (!struck) co_return answer(call, perform(call));
  auto outcome = co_await suffer(std::move(call), std::move(perform), std::move(*struck));
  co_return outcome;
}

awaitable<HttpOutcome> Calls::suffer(Call call, Perform perform, ActiveFaults::StruckCall struck) {
  const auto& action = struck.what.action;
  Reply reply;
  if (const auto* script = std::get_if<AnswerCall>(&action)) {
    reply = script->body ? answers_.raw(script->status, script->code, *script->body)
                         : answers_.scripted(script->status, script->code, script->msg);
    faults_.took_effect(struck.fault, fmt::format("{} answered with HTTP {}, code {}",
                                                  name_of(call), script->status, script->code));
  } else if (const auto* hold = std::get_if<HoldCall>(&action)) {
    reply = co_await answered_after(call, perform, struck, {}, hold->after_commit);
  } else if (const auto* delay = std::get_if<DelayCall>(&action)) {
    reply = co_await answered_after(call, perform, struck, delay->by, delay->after_commit);
  } else {
    perform(call);
    faults_.took_effect(struck.fault, fmt::format("{} done and dropped", name_of(call)));
    faults_.struck(struck);
    co_return drop(call, std::get<AcceptThenDropCall>(action).reset);
  }
  faults_.struck(struck);
  co_return answer(call, std::move(reply));
}

awaitable<Reply> Calls::answered_after(Call call, Perform perform, ActiveFaults::StruckCall struck,
                                       std::optional<Clock::duration> pause, bool after_commit) {
  Reply reply;
  if (after_commit) reply = perform(call);
  faults_.took_effect(struck.fault,
                      fmt::format("{} {} {} its commit", name_of(call),
                                  pause ? "delayed by " + format_duration(*pause) : "held",
                                  after_commit ? "after" : "before"));
  if (pause) {
    co_await struck.healed->wait_for(world_.clock(), *pause);
  } else {
    co_await struck.healed->wait();
  }
  if (!after_commit) reply = perform(call);
  co_return reply;
}

HttpOutcome Calls::answer(const Call& call, Reply reply) {
  const ClientSocket& socket = *call.caller.socket;
  const bool heard = !socket.was_cut() && !socket.client_gone();
  history::CallEnded record{
      .call = call.number, .operation = call.operation, .peer = call.caller.peer, .outcome = {}};
  record.http_status = heard ? static_cast<int>(reply.http.status) : 0;
  record.code = reply.code;
  record.outcome = heard ? "answered" : socket.was_cut() ? "dropped" : "client-gone";
  recorder_.add(record);
  return std::move(reply.http);
}

HttpOutcome Calls::drop(const Call& call, bool with_reset) {
  recorder_.add(history::CallEnded{.call = call.number,
                                   .operation = call.operation,
                                   .peer = call.caller.peer,
                                   .outcome = "dropped"});
  return DropConnection{with_reset};
}

}  // namespace stormlark::mock
