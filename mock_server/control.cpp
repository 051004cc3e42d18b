#include "mock_server/control.h"

#include "history/record.h"
#include "mock_server/json_fields.h"
#include "mock_server/task_failures.h"
#include "protocol/json.h"

#include <boost/json/serialize.hpp>

#include <fmt/format.h>

namespace stormlark::mock {
namespace {

namespace json = boost::json;

constexpr std::string_view faults_path = "/v1/faults/";

HttpResponse answer(unsigned status, const json::object& body) {
  return {status, {{"Content-Type", "application/json"}}, json::serialize(body)};
}

HttpResponse complaint(unsigned status, const std::string& problem) {
  return answer(status, {{"error", problem}});
}

bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

/// The body as an object; an empty body is an empty object.
boost::system::result<json::object> body_of(const HttpRequest& request) {
  if (request.body.empty()) return json::object();
  return protocol::parse_object(request.body);
}

const std::string not_an_object = "the body is not a JSON object";

}  // namespace

Control::Control(World& world, Platform& platform, const history::Recorder& recorder)
    : world_(world),
      platform_(platform),
      recorder_(recorder),
      handler_([this](HttpRequest request) { return handle(std::move(request)); }),
      tasks_(world.executor(), task_failures_to_log(world)) {}

Result<Endpoint> Control::listen(Endpoint at) {
  if (!is_loopback(at.host)) return make_error_code(boost::system::errc::permission_denied);
  auto listener = world_.network().listen(at);
  if (!listener) return listener.error();
  listener_ = std::move(*listener);
  tasks_.spawn(accept_all());
  return Endpoint{at.host, listener_->local_endpoint().port};
}

awaitable<void> Control::stop() {
  if (listener_) listener_->close();
  while (!tasks_.empty()) {
    tasks_.stop();
    co_await tasks_.join();
  }
}

awaitable<void> Control::accept_all() {
  for (;;) {
    auto stream = co_await listener_->accept();
    if (!stream) co_return;
    tasks_.spawn(serve(std::move(*stream)));
  }
}

awaitable<void> Control::serve(Stream stream) {
  co_await serve_http(world_.clock(), std::move(stream), handler_);
}

awaitable<HttpOutcome> Control::handle(HttpRequest request) {
  const std::string what = request.method + " " + std::string(request.path());
  const bool about_fault = request.path().starts_with(faults_path);
  const std::string fault(about_fault ? request.path().substr(faults_path.size()) : "");
  if (what == "GET /v1/state") co_return answer(200, platform_.state());
  if (what == "GET /v1/history") co_return history_lines();
  if (what == "POST /v1/messages") co_return write_message(request);
  if (what == "POST /v1/verify") {
    auto verified = co_await verify(std::move(request));
    co_return verified;
  }
  if (!fault.empty() && request.method == "PUT") co_return begin_fault(fault, request);
  if (!fault.empty() && request.method == "DELETE") co_return heal(fault);
  co_return complaint(
      404, "unknown: " + what +
               "; known: GET /v1/state, GET /v1/history, POST /v1/messages, POST /v1/verify, "
               "PUT and DELETE /v1/faults/NAME");
}

HttpResponse Control::write_message(const HttpRequest& request) {
  const auto body = body_of(request);
  if (!body) return complaint(400, not_an_object);
  JsonFields fields(*body);
  UserMessage message;
  message.chat = fields.text("chat").value_or("");
  message.text = fields.text("text").value_or("");
  message.chat_type =
      fields.word<std::string>("chat_type", {{"p2p", "p2p"}, {"group", "group"}}).value_or("p2p");
  message.user = fields.text("user").value_or("");
  message.token = fields.text("token").value_or("");
  message.app_id = fields.text("app").value_or(platform_.app().id);
  if (message.chat.empty()) fields.complain("chat: the name of a chat is wanted");
  if (message.text.empty()) fields.complain("text: what the user writes is wanted");
  if (message.text.find(message.token) == message.text.npos) {
    fields.complain("token: it must be part of the text");
  }
  if (!platform_.find_app(message.app_id)) {
    fields.complain(fmt::format("app: unknown app {}", message.app_id));
  }
  if (!fields.problem().empty()) return complaint(400, fields.problem());
  return answer(200, {{"message", platform_.accept(message)}});
}

awaitable<HttpResponse> Control::verify(HttpRequest request) {
  const auto body = body_of(request);
  if (!body) co_return complaint(400, not_an_object);
  JsonFields fields(*body);
  const bool by_probe =
      fields.word<bool>("by", {{"count", false}, {"probe", true}}).value_or(false);
  const std::string app_id = fields.text("app").value_or(platform_.app().id);
  const auto within = fields.span("within").value_or(3s);
  if (!platform_.find_app(app_id)) fields.complain(fmt::format("app: unknown app {}", app_id));
  if (!fields.problem().empty()) co_return complaint(400, fields.problem());
  bool ok = false;
  if (by_probe) {
    ok = co_await platform_.verify_by_probe(app_id, within);
  } else {
    ok = platform_.verify_by_count(app_id);
  }
  co_return answer(200, {{"ok", ok}});
}

HttpResponse Control::begin_fault(const std::string& name, const HttpRequest& request) {
  const auto body = body_of(request);
  if (!body) return complaint(400, not_an_object);
  const FaultParse parsed = parse_fault(*body);
  if (!parsed.fault) return complaint(400, parsed.problem);
  platform_.begin_fault(name, *parsed.fault);
  return answer(200, {{"fault", name}});
}

HttpResponse Control::heal(const std::string& name) {
  if (!platform_.heal(name)) return complaint(404, fmt::format("no fault {} stands", name));
  return answer(200, {{"healed", name}});
}

HttpResponse Control::history_lines() const {
  std::string lines;
  for (const history::Record& record : recorder_.history()) {
    lines += history::to_line(record) + "\n";
  }
  return {200, {{"Content-Type", "application/x-ndjson"}}, std::move(lines)};
}

}  // namespace stormlark::mock
