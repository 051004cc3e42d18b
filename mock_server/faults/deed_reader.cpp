#include "mock_server/faults/deed_reader.h"

#include <algorithm>
#include <cctype>
#include <limits>

#include <boost/beast/core/string.hpp>

#include <fmt/format.h>

namespace stormlark::mock {
namespace {

constexpr int any_integer = std::numeric_limits<int>::max();
constexpr int bytes_max = 64 << 20;

/// Empty for a field that an answer can carry. How long a body is, its framing says.
std::string flaw_in_header(std::string_view name, std::string_view value) {
  using boost::beast::iequals;
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";  // of a token, RFC 9110 section 5.6.2
  const auto is_token = [&](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || marks.find(c) != marks.npos;
  };
  if (name.empty() || !std::ranges::all_of(name, is_token)) {
    return fmt::format("'{}' is no name of a header", name);
  }
  if (iequals(name, "Content-Length") || iequals(name, "Transfer-Encoding")) {
    return fmt::format("{} follows from the body; truncate or trickle spoil it", name);
  }
  const auto is_control = [](char c) { return c == '\r' || c == '\n' || c == '\0'; };
  if (!std::ranges::any_of(value, is_control)) return {};
  return fmt::format("the value of {} must be one line", name);
}

Deed read_answer(JsonFields& fields) {
  AnswerWith answer;
  answer.code = fields.integer("code", 0, any_integer).value_or(0);
  const auto status = fields.integer("status", 200, 599);
  if (status) answer.status = static_cast<unsigned>(*status);
  answer.msg = fields.text("msg").value_or("");
  answer.body = fields.text("body");
  if (fields.has("msg") && (!fields.has("code") || answer.body)) {
    fields.complain("msg: goes with a code, and with no body of its own");
  }
  for (auto& [name, value] : fields.texts_by_name("headers")) {
    const std::string flaw = flaw_in_header(name, value);
    if (!flaw.empty()) fields.complain(fmt::format("headers: {}", flaw));
    answer.fields.set(name, std::move(value));
  }
  return answer;
}

// What can only be said with the one word `true`, or with another that says more.
void want_true(JsonFields& fields, std::string_view key, std::string_view or_else = {}) {
  if (fields.flag(key).value_or(true)) return;
  fields.complain(or_else.empty() ? fmt::format("{}: true; leave it out for no", key)
                                  : fmt::format("{}: true or {}", key, or_else));
}

Deed read_call_hold(JsonFields& fields) {
  return Hold{fields.word<bool>("hold", {{"before-commit", false}, {"after-commit", true}})
                  .value_or(false)};
}

Deed read_hold(JsonFields& fields) {
  want_true(fields, "hold");
  return Hold{};
}

Deed read_delay(JsonFields& fields) {
  return Delay{.by = fields.span("delay").value_or(0s)};
}

Deed read_delayed_answer(JsonFields& fields) {
  return Delay{.by = fields.span("delay-answer").value_or(0s), .after_commit = true};
}

Deed hang_up(JsonFields& fields, std::string_view key, bool after_commit) {
  HangUp deed{.after_commit = after_commit};
  if (fields.is_text(key)) {
    deed.reset = fields.word<bool>(key, {{"reset", true}}).value_or(true);
  } else {
    want_true(fields, key, "reset");
  }
  return deed;
}

Deed read_accept_then_drop(JsonFields& fields) {
  return hang_up(fields, "accept-then-drop", true);
}

Deed read_refuse(JsonFields& fields) {
  return hang_up(fields, "refuse", false);
}

Deed read_trickle(JsonFields& fields) {
  return Trickle{fields.span("trickle").value_or(0s)};
}

Deed read_first_push(JsonFields& fields) {
  return PushFirst{fields
                       .word<FirstPush>("first-push", {{"delayed", FirstPush::delayed},
                                                       {"after-ping", FirstPush::after_ping},
                                                       {"same-segment", FirstPush::same_segment}})
                       .value_or(FirstPush::delayed)};
}

Deed read_drop(JsonFields& fields) {
  want_true(fields, "drop");
  return Drop{};
}

Deed read_duplicate(JsonFields& fields) {
  want_true(fields, "duplicate");
  return Duplicate{};
}

Deed read_reorder(JsonFields& fields) {
  Reorder deed;
  if (fields.is_text("reorder")) {
    deed.patience = fields.span("reorder").value_or(deed.patience);
  } else {
    want_true(fields, "reorder", "a span, the longest wait for another push");
  }
  return deed;
}

Deed read_replay(JsonFields& fields) {
  Replay deed;
  using enum RedeliveryIdentity;
  deed.identity = fields
                      .word<RedeliveryIdentity>("replay", {{"same-delivery-id", same_delivery_id},
                                                           {"fresh-delivery-id", fresh_delivery_id},
                                                           {"fresh-event-id", fresh_event_id}})
                      .value_or(deed.identity);
  deed.later = fields.span("later").value_or(deed.later);
  return deed;
}

std::optional<std::size_t> read_bytes(JsonFields& fields, std::string_view key, int smallest) {
  const auto bytes = fields.integer(key, smallest, bytes_max);
  if (!bytes) return std::nullopt;
  return static_cast<std::size_t>(*bytes);
}

Deed read_truncate(JsonFields& fields) {
  return Truncate{read_bytes(fields, "truncate", 0)};
}

Deed read_corrupt(JsonFields& fields) {
  return Corrupt{.bytes = read_bytes(fields, "corrupt", 1).value_or(1),
                 .at = read_bytes(fields, "at", 0)};
}

Deed read_wrong_field(JsonFields& fields) {
  using enum protocol::RequiredField;
  const auto field = fields.word<protocol::RequiredField>(
      "wrong-field",
      {{"SeqID", seq_id}, {"LogID", log_id}, {"service", service}, {"method", method}});
  return WrongField{.field = field.value_or(method),
                    .value = fields.integer("value", -any_integer, any_integer)};
}

Deed read_huge(JsonFields& fields) {
  return Huge{read_bytes(fields, "huge", 1).value_or(1)};
}

Deed read_close(JsonFields& fields) {
  EndConnection deed;
  deed.how = fields.word<CloseHow>("close", close_words()).value_or(deed.how);
  deed.code = fields.integer("code", 1000, 4999).value_or(deed.code);
  return deed;
}

using enum Traffic;

struct Word {
  std::vector<std::string_view> keys;  ///< any of which chooses it
  std::vector<Traffic> goes_with;
  Deed (*read)(JsonFields&);
  std::vector<std::string_view> details = {};  ///< keys that say more of it, and nothing alone
};

const std::vector<Traffic> pushes = {event, card};
const std::vector<Traffic> outgoing = {event, card, pong};
const std::vector<Traffic> frames = {event, card, ping, pong, ack};

const std::vector<Word>& words() {
  static const std::vector<Word> all = {
      {{"status", "code", "body"}, {call}, read_answer, {"msg", "headers"}},
      {{"hold"}, {call}, read_call_hold},
      {{"hold"}, {upgrade, event, card, ping, pong, ack}, read_hold},
      {{"delay"}, {call, upgrade, event, card, ping, pong, ack}, read_delay},
      {{"delay-answer"}, {call}, read_delayed_answer},
      {{"accept-then-drop"}, {call}, read_accept_then_drop},
      {{"refuse"}, {call, upgrade}, read_refuse},
      {{"trickle"}, {call}, read_trickle},
      {{"first-push"}, {upgrade}, read_first_push},
      {{"drop"}, frames, read_drop},
      {{"duplicate"}, outgoing, read_duplicate},
      {{"reorder"}, pushes, read_reorder},
      {{"replay"}, pushes, read_replay, {"later"}},
      {{"truncate"}, {call, event, card, pong}, read_truncate},
      {{"corrupt"}, {call, event, card, pong}, read_corrupt, {"at"}},
      {{"wrong-field"}, outgoing, read_wrong_field, {"value"}},
      {{"huge"}, outgoing, read_huge},
      {{"close"}, frames, read_close, {"code"}},
  };
  return all;
}

bool goes_with(const Word& word, const std::vector<Traffic>& traffic) {
  return std::ranges::all_of(traffic, [&](Traffic one) {
    return std::ranges::find(word.goes_with, one) != word.goes_with.end();
  });
}

std::vector<std::string> known_for(const std::vector<Traffic>& traffic) {
  std::vector<std::string> known;
  for (const Word& word : words()) {
    if (goes_with(word, traffic)) known.push_back(fmt::format("{}", fmt::join(word.keys, ", ")));
  }
  return known;
}

/// A detail of what was not said means something else than its nearest known key.
void complain_of_details(JsonFields& fields, const std::vector<const Word*>& chosen) {
  for (const Word& word : words()) {
    if (std::ranges::find(chosen, &word) != chosen.end()) continue;
    for (const std::string_view detail : word.details) {
      if (!fields.strays(detail) || !fields.has(detail)) continue;
      const bool is_said = std::ranges::any_of(chosen, [&](const Word* one) {
        return std::ranges::find(one->details, detail) != one->details.end();
      });
      if (!is_said) {
        fields.complain(fmt::format("{}: goes with {}", detail, fmt::join(word.keys, ", ")));
      }
    }
  }
}

}  // namespace

const std::vector<std::pair<std::string, CloseHow>>& close_words() {
  static const std::vector<std::pair<std::string, CloseHow>> all = {
      {"frame", CloseHow::close_frame},
      {"frame-only", CloseHow::close_frame_only},
      {"fin", CloseHow::fin},
      {"reset", CloseHow::reset}};
  return all;
}

Deed read_deed(JsonFields& fields, std::string_view kind, const std::vector<Traffic>& traffic) {
  std::vector<const Word*> chosen;
  for (const Word& word : words()) {
    if (!goes_with(word, traffic)) continue;
    const auto said = std::ranges::count_if(word.keys, [&](auto key) { return fields.has(key); });
    if (said > 0) chosen.push_back(&word);
  }
  const auto known = known_for(traffic);
  for (const Word& word : words()) {
    const std::string_view key = word.keys.front();
    if (!fields.strays(key) || !fields.has(key)) continue;
    fields.complain(
        fmt::format("{}: cannot be done to this {}; known: {}", key, kind, fmt::join(known, ", ")));
  }
  complain_of_details(fields, chosen);
  if (chosen.size() != 1) {
    fields.complain(
        fmt::format("{}: say one thing that happens to it: {}", kind, fmt::join(known, ", ")));
  }
  return chosen.empty() ? Deed(Drop{}) : chosen.front()->read(fields);
}

}  // namespace stormlark::mock
