#include "mock_server/api/front_desk.h"

#include "mock_server/code_texts.h"
#include "protocol/discovery.h"
#include "protocol/error_codes.h"
#include "runtime/duration.h"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/json/parse.hpp>

#include <fmt/format.h>

namespace stormlark::mock {

namespace code = protocol::code;
using namespace asio::experimental::awaitable_operators;

namespace {

Reply failed(Answers& answers, int code) {
  const protocol::DiscoveryAnswer answer{
      .code = code, .msg = std::string(text_of(code)), .url = {}, .client_config = {}};
  return answers.raw(200, code, protocol::encode(answer));
}

bool knows(const App& app, const protocol::DiscoveryRequest& request) {
  if (request.app_secret.empty()) return !request.client_assertion.empty();
  return request.app_secret == app.options.secret;
}

/// Whether the host belongs to the other brand; a host that belongs to none is as good as any.
bool is_foreign(Brand brand, std::string_view host) {
  const std::string_view name = host.substr(0, host.find(':'));
  if (brand == Brand::feishu) return name.ends_with(".larksuite.com");
  return brand == Brand::lark && name.ends_with(".feishu.cn");
}

}  // namespace

Reply FrontDesk::discover(const ApiRequest& request) {
  const auto wanted = protocol::parse_discovery_request(request.http.body);
  const App* app = wanted ? directory_.find_app(wanted->app_id) : nullptr;
  if (!app || !knows(*app, *wanted)) {
    return failed(answers_, code::app_invalid);
  }
  const std::string_view host = request.http.fields.get("Host");
  if (host.empty()) return answers_.raw(400, 0, "The Host field is missing.\n");
  if (is_foreign(app->options.brand, host)) {
    return failed(answers_, code::wrong_domain);
  }
  if (full(wanted->app_id)) {
    return failed(answers_, code::connection_limit);
  }
  const protocol::DiscoveryAnswer answer{
      .code = code::ok,
      .msg = {},
      .url = fmt::format("{}://{}{}", options_.tls ? "wss" : "ws", host,
                         tickets_.issue(wanted->app_id)),
      .client_config = options_.client_config.to_wire()};
  return answers_.raw(200, code::ok, protocol::encode(answer));
}

awaitable<HttpOutcome> FrontDesk::upgrade(HttpRequest request, Caller caller) {
  const auto redeemed = tickets_.redeem(url_of(request));
  FirstPush first_push = options_.first_push;
  auto strike = faults_.strike({.what = Traffic::upgrade,
                                .peer = caller.peer,
                                .app = redeemed.app_id,
                                .path = request.path(),
                                .fields = &request.fields});
  if (strike) {
    if (const auto* first = std::get_if<PushFirst>(&strike->deed)) first_push = first->when;
    auto refused = co_await suffer(caller, redeemed.app_id, std::move(*strike));
    if (refused) co_return std::move(*refused);
  }
  co_return accept(caller, redeemed, first_push);
}

awaitable<std::optional<HttpOutcome>> FrontDesk::suffer(Caller caller, std::string app_id,
                                                        Strike strike) {
  std::optional<HttpOutcome> refused;
  std::string what = "refused";
  const auto* delay = std::get_if<Delay>(&strike.deed);
  if (const auto* refuse = std::get_if<RefuseUpgrade>(&strike.deed)) {
    refused = refuse_as_told(caller, app_id, *refuse);
  } else if (const auto* hang_up = std::get_if<HangUp>(&strike.deed)) {
    note_refusal(caller, app_id, {.http_status = 0, .why = "dropped"});
    refused = DropConnection{hang_up->reset};
  } else if (std::holds_alternative<PushFirst>(strike.deed)) {
    what = "told when its first push comes";
  } else {
    what = delay ? "delayed by " + format_duration(delay->by) : "held";
  }
  faults_.took_effect(strike.fault, fmt::format("an upgrade of {} on socket {} {}", caller.peer,
                                                caller.socket_number, what));
  if (delay || std::holds_alternative<Hold>(strike.deed)) {
    const bool stayed = co_await stays(caller, strike);
    if (!stayed) {
      note_refusal(
          caller, app_id,
          {.http_status = 0, .why = caller.socket->was_cut() ? "dropped" : "the client left"});
      refused = DropConnection{};
    }
  }
  faults_.struck(strike);
  co_return refused;
}

awaitable<bool> FrontDesk::stays(Caller caller, Strike strike) {
  SignalFlag never(co_await asio::this_coro::executor);
  co_await (strike.sit_out(clock_) || caller.socket->watch(never));
  co_return !caller.socket->client_gone();
}

HttpOutcome FrontDesk::refuse_as_told(const Caller& caller, const std::string& app_id,
                                      const RefuseUpgrade& how) {
  if (how.bare) {
    note_refusal(caller, app_id, {.http_status = how.http_status, .why = "bare"});
    return std::move(answers_.raw(how.http_status, 0, {}).http);
  }
  const std::string why =
      how.msg.empty() ? std::string(text_of(how.auth_errcode != code::ok ? how.auth_errcode
                                                                         : how.handshake_status))
                      : how.msg;
  return refuse(caller, app_id, {how.http_status, how.handshake_status, how.auth_errcode, why});
}

HttpOutcome FrontDesk::accept(const Caller& caller, const Tickets::Redeemed& redeemed,
                              FirstPush first_push) {
  const std::string& app_id = redeemed.app_id;
  if (!redeemed.problem.empty()) {
    return refuse(caller, app_id, {403, code::auth_failed, code::auth_failed, redeemed.problem});
  }
  if (full(app_id)) {
    return refuse(caller, app_id,
                  {403, code::auth_failed, code::connection_limit,
                   std::string(text_of(code::connection_limit))});
  }
  ConnectionLabel label{.peer = caller.peer, .socket = caller.socket_number, .app_id = app_id};
  return UpgradeToWebSocket{.serve =
                                [this, label, first_push](WebSocket socket) {
                                  return connections_.serve(std::move(socket), label, first_push);
                                },
                            .options = {.message_bytes_max = options_.message_bytes_max,
                                        .permessage_deflate = options_.permessage_deflate,
                                        .answer_waits = first_push == FirstPush::same_segment,
                                        .ends_after_close = true,
                                        .close_answer = WebSocket::Close{1000, "bye"}}};
}

void FrontDesk::note_refusal(const Caller& caller, const std::string& app_id,
                             const Refusal& refusal) {
  recorder_.add(history::UpgradeRefused{.peer = caller.peer,
                                        .socket = caller.socket_number,
                                        .app = app_id,
                                        .http_status = static_cast<int>(refusal.http_status),
                                        .handshake_status = refusal.handshake_status,
                                        .why = refusal.why});
}

HttpOutcome FrontDesk::refuse(const Caller& caller, const std::string& app_id,
                              const Refusal& refusal) {
  note_refusal(caller, app_id, refusal);
  Reply reply = answers_.raw(refusal.http_status, refusal.handshake_status, {});
  HttpFields& fields = reply.http.fields;
  fields.add(std::string(protocol::handshake::status), std::to_string(refusal.handshake_status));
  fields.add(std::string(protocol::handshake::msg), refusal.why);
  fields.add(std::string(protocol::handshake::auth_errcode), std::to_string(refusal.auth_errcode));
  return std::move(reply.http);
}

bool FrontDesk::full(const std::string& app_id) const {
  if (options_.routing == Routing::evict_oldest && options_.connections_max > 0) return false;
  return connections_.rows(app_id) >= options_.connections_max;
}

}  // namespace stormlark::mock
