#include "mock_server/api/calls.h"

#include "mock_server/access/scopes.h"
#include "mock_server/code_texts.h"
#include "mock_server/faults/spoil.h"
#include "protocol/error_codes.h"
#include "runtime/duration.h"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <fmt/format.h>

namespace stormlark::mock {
namespace {

using namespace asio::experimental::awaitable_operators;

std::string name_of(const Call& call) {
  return fmt::format("call {} ({})", call.number, call.operation);
}

}  // namespace

awaitable<HttpOutcome> Calls::run(Call call, const HttpRequest& request, Perform perform) {
  call.number = ++last_number_;
  recorder_.add(history::CallBegan{.call = call.number,
                                   .peer = call.caller.peer,
                                   .app = call.app_id,
                                   .operation = call.operation,
                                   .target = call.target,
                                   .uuid = call.uuid});
  auto strike = faults_.strike({.what = Traffic::call,
                                .peer = call.caller.peer,
                                .app = call.app_id,
                                .operation = call.operation,
                                .path = request.path(),
                                .fields = &request.fields});
  if (!strike) co_return answer(call, perform(call));
  auto outcome = co_await suffer(std::move(call), std::move(perform), std::move(*strike));
  co_return outcome;
}

awaitable<HttpOutcome> Calls::suffer(Call call, Perform perform, Strike strike) {
  HttpOutcome outcome;
  if (const auto* script = std::get_if<AnswerWith>(&strike.deed)) {
    outcome = answer(call, scripted(call, strike.fault, *script));
  } else if (const auto* hold = std::get_if<Hold>(&strike.deed)) {
    Reply reply = co_await answered_after(call, perform, strike, hold->after_commit);
    outcome = answer(call, std::move(reply));
  } else if (const auto* delay = std::get_if<Delay>(&strike.deed)) {
    Reply reply = co_await answered_after(call, perform, strike, delay->after_commit);
    outcome = answer(call, std::move(reply));
  } else if (const auto* how = std::get_if<HangUp>(&strike.deed)) {
    outcome = hang_up(call, perform, strike.fault, *how);
  } else {
    outcome = spoil(call, perform(call), strike);
  }
  faults_.struck(strike);
  co_return outcome;
}

Reply Calls::scripted(const Call& call, const std::string& fault, const AnswerWith& script) {
  Reply reply = instead_of(call, script);
  for (const auto& [name, value] : script.fields) reply.http.fields.set(name, value);
  faults_.took_effect(fault, fmt::format("{} answered with HTTP {}, code {}", name_of(call),
                                         reply.http.status, script.code));
  return reply;
}

Reply Calls::instead_of(const Call& call, const AnswerWith& script) {
  const unsigned status = script.status.value_or(status_of(script.code, call.operation));
  if (script.body) return answers_.raw(status, script.code, *script.body);
  if (script.code != protocol::code::scope_missing || !script.msg.empty()) {
    return answers_.scripted(status, script.code, script.msg);
  }
  Reply reply =
      answers_.scope_missing(call.app_id, scopes_for_call(call.operation), "action_scope_required");
  reply.http.status = status;
  return reply;
}

HttpOutcome Calls::hang_up(const Call& call, const Perform& perform, const std::string& fault,
                           const HangUp& how) {
  if (how.after_commit) perform(call);
  faults_.took_effect(fault, fmt::format("{} {} dropped", name_of(call),
                                         how.after_commit ? "done and" : "not done and"));
  return drop(call, how.reset);
}

HttpOutcome Calls::spoil(const Call& call, Reply whole, const Strike& strike) {
  if (const auto* corrupt = std::get_if<Corrupt>(&strike.deed)) {
    whole.http.body = corrupted(std::move(whole.http.body), *corrupt, random_);
    faults_.took_effect(strike.fault, fmt::format("the answer to {} has {} wrong bytes",
                                                  name_of(call), corrupt->bytes));
    return answer(call, std::move(whole));
  }
  PacedResponse paced{.response = whole.http, .hurry = strike.healed};
  if (const auto* trickle = std::get_if<Trickle>(&strike.deed)) {
    paced.gap = trickle->gap;
    faults_.took_effect(strike.fault,
                        fmt::format("the answer to {} comes byte by byte", name_of(call)));
    answer(call, std::move(whole));
  } else {
    const std::string left = truncated(whole.http.body, std::get<Truncate>(strike.deed));
    paced.body_bytes = left.size();
    faults_.took_effect(
        strike.fault, fmt::format("the answer to {} ends after {} bytes of its body", name_of(call),
                                  left.size()));
    drop(call, false);
  }
  return paced;
}

awaitable<Reply> Calls::answered_after(Call call, Perform perform, Strike strike,
                                       bool after_commit) {
  const auto* delay = std::get_if<Delay>(&strike.deed);
  Reply reply;
  if (after_commit) reply = perform(call);
  faults_.took_effect(strike.fault,
                      fmt::format("{} {} {} its commit", name_of(call),
                                  delay ? "delayed by " + format_duration(delay->by) : "held",
                                  after_commit ? "after" : "before"));
  co_await wait(call, strike);
  if (!after_commit) reply = perform(call);
  co_return reply;
}

awaitable<void> Calls::wait(Call call, Strike strike) {
  SignalFlag over(world_.executor());
  const auto sit_out = [&]() -> awaitable<void> {
    co_await strike.sit_out(world_.clock());
    over.set();
  };
  co_await (sit_out() && call.caller.socket->watch(over));
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
