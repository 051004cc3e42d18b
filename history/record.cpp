#include "history/record.h"

#include "runtime/json_text.h"

#include <array>
#include <type_traits>
#include <utility>

#include <boost/describe/members.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>
#include <boost/mp11/algorithm.hpp>

#include <fmt/format.h>

namespace stormlark::history {
namespace {

namespace json = boost::json;

constexpr std::size_t line_bytes = 400;  // of most lines

// In the order of the variant's alternatives.
constexpr std::array<std::string_view, std::variant_size_v<Event>> kinds = {
    "run-began",           "step-began",
    "step-ended",          "run-ended",
    "fault-began",         "fault-took-effect",
    "fault-ended",         "subject-started",
    "subject-ready",       "signal-sent",
    "subject-exited",      "subject-log",
    "health-sampled",      "socket-accepted",
    "socket-closed",       "dial-failed",
    "upgrade-refused",     "connection-opened",
    "connection-closed",   "control-received",
    "control-sent",        "protocol-violated",
    "connection-verified", "message-accepted",
    "message-edited",      "message-recalled",
    "event-raised",        "pushed",
    "push-failed",         "acked",
    "delivery-abandoned",  "call-began",
    "call-ended",          "answer-visible",
    "answer-folded",       "card-changed",
    "reaction-changed",    "resource-stored",
    "callback-asked",      "callback-settled",
    "chat-changed",        "platform-reset",
};

boost::system::error_code malformed() {
  return make_error_code(boost::system::errc::invalid_argument);
}

template <class T>
void read_member(const json::object& from, const char* name, T& to) {
  to = json::value_to<T>(from.at(name));
}

template <class T>
T read_event(const json::object& from) {
  T event;
  boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
      [&](auto member) { read_member(from, member.name, event.*member.pointer); });
  return event;
}

template <class T>
void write_member(JsonText& to, const char* name, const T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    to.add(name, value);
  } else if constexpr (std::is_integral_v<T>) {
    to.add_json(name, fmt::to_string(value));
  } else {
    to.add_json(name, json::serialize(json::value_from(value)));
  }
}

template <class T>
void write_members(const T& event, JsonText& to) {
  boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
      [&](auto member) { write_member(to, member.name, event.*member.pointer); });
}

template <std::size_t... Index>
Event read_alternative(std::size_t which, const json::object& from, std::index_sequence<Index...>) {
  Event event;
  ((Index == which ? void(event = read_event<std::variant_alternative_t<Index, Event>>(from))
                   : void()),
   ...);
  return event;
}

}  // namespace

std::string_view kind_of(const Event& event) {
  return kinds[event.index()];
}

std::string to_line(const Record& record) {
  JsonText line(line_bytes);
  write_member(line, "id", record.id);
  write_member(line, "us", record.us);
  line.add("kind", kind_of(record.event));
  std::visit([&](const auto& event) { write_members(event, line); }, record.event);
  return line.take();
}

boost::system::result<Record> parse_line(std::string_view text) {
  try {
    const auto parsed = json::parse(text);
    const auto& line = parsed.as_object();
    const std::string_view kind = line.at("kind").as_string();
    const auto* const found = std::find(kinds.begin(), kinds.end(), kind);
    if (found == kinds.end()) return malformed();
    const auto which = static_cast<std::size_t>(found - kinds.begin());
    return Record{json::value_to<std::uint64_t>(line.at("id")),
                  json::value_to<std::int64_t>(line.at("us")),
                  read_alternative(which, line, std::make_index_sequence<kinds.size()>())};
  } catch (const std::exception&) {
    return malformed();
  }
}

}  // namespace stormlark::history
