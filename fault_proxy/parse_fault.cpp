#include "fault_proxy/faults.h"
#include "runtime/duration.h"
#include "runtime/suggest.h"

#include <charconv>
#include <vector>

#include <boost/json/value.hpp>

namespace stormlark::proxy {
namespace {

namespace json = boost::json;

// Thrown and caught inside this file, so that each reader reads like what it reads.
struct Problem {
  std::string text;
};

std::string quoted(const json::value& value) {
  return json::serialize(value);
}

std::string_view read_word(const json::object& fault, std::string_view key) {
  const json::value* value = fault.if_contains(key);
  if (!value || !value->is_string()) {
    throw Problem{std::string(key) + " wants text, such as " + std::string(key) + ": \"…\""};
  }
  return value->get_string();
}

Clock::duration read_duration(const json::object& fault, std::string_view key) {
  const json::value& value = fault.at(key);
  const auto span = value.is_string() ? parse_duration(value.get_string()) : std::nullopt;
  if (!span) {
    throw Problem{std::string(key) + " wants a span of time, such as \"40ms\", not " +
                  quoted(value)};
  }
  return *span;
}

Direction read_direction(std::string_view key, std::string_view word) {
  if (word == "up") return Direction::up;
  if (word == "down") return Direction::down;
  if (word == "both") return Direction::both;
  throw Problem{std::string(key) + ": unknown direction " + std::string(word) +
                suggestion(word, {"up", "down", "both"})};
}

Direction direction_of(const json::object& fault) {
  if (!fault.contains("direction")) return Direction::both;
  return read_direction("direction", read_word(fault, "direction"));
}

// A number and a unit, as in `64KiB/s`.
std::size_t read_rate(std::string_view text) {
  struct Unit {
    std::string_view name;
    std::size_t bytes;
  };
  constexpr Unit units[] = {
      {"B/s", 1}, {"KB/s", 1000}, {"KiB/s", 1024}, {"MB/s", 1000 * 1000}, {"MiB/s", 1024 * 1024}};
  std::uint32_t count = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), count);
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  for (const Unit& known : units) {
    if (ec == std::errc() && count > 0 && unit == known.name) return count * known.bytes;
  }
  throw Problem{
      "bandwidth wants a rate in B/s, KB/s, KiB/s, MB/s or MiB/s, such as \"64KiB/s\", "
      "not \"" +
      std::string(text) + "\""};
}

unsigned read_status(const json::value& value) {
  const std::int64_t status = value.is_int64() ? value.get_int64() : 0;
  if (status < 300 || status > 599) {
    throw Problem{"connect-answer wants an HTTP status from 300 to 599, not " + quoted(value)};
  }
  return static_cast<unsigned>(status);
}

template <class Flag>
Fault read_flag(const json::object& fault, std::string_view key) {
  const json::value& value = fault.at(key);
  if (!value.is_bool() || !value.get_bool()) {
    throw Problem{std::string(key) + " wants true, not " + quoted(value)};
  }
  return Flag{};
}

Fault read_latency(const json::object& fault, std::string_view key) {
  Latency latency{read_duration(fault, key), {}, direction_of(fault)};
  if (fault.contains("jitter")) latency.jitter = read_duration(fault, "jitter");
  return latency;
}

Fault read_bandwidth(const json::object& fault, std::string_view key) {
  return Bandwidth{read_rate(read_word(fault, key)), direction_of(fault)};
}

Fault read_blackhole(const json::object& fault, std::string_view key) {
  return Blackhole{read_direction(key, read_word(fault, key))};
}

Fault read_connect_answer(const json::object& fault, std::string_view key) {
  return ConnectAnswer{read_status(fault.at(key))};
}

Fault read_connect_delay(const json::object& fault, std::string_view key) {
  return ConnectDelay{read_duration(fault, key)};
}

// One kind of fault: the key that names it, and what else may stand beside it.
struct Kind {
  std::string key;
  Fault (*read)(const json::object&, std::string_view key);
  std::vector<std::string> details;
};

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all = {
      {"latency", read_latency, {"jitter", "direction"}},
      {"bandwidth", read_bandwidth, {"direction"}},
      {"blackhole", read_blackhole, {}},
      {"reset", read_flag<Reset>, {}},
      {"stalled-accept", read_flag<StalledAccept>, {}},
      {"refused", read_flag<Refused>, {}},
      {"connect-answer", read_connect_answer, {}},
      {"connect-delay", read_connect_delay, {}},
  };
  return all;
}

std::vector<std::string> kind_keys() {
  std::vector<std::string> keys;
  for (const Kind& kind : kinds()) keys.push_back(kind.key);
  return keys;
}

const Kind* find_kind(const json::object& fault) {
  const Kind* found = nullptr;
  for (const Kind& kind : kinds()) {
    if (!fault.contains(kind.key)) continue;
    if (found) throw Problem{"one fault at a time: " + found->key + " or " + kind.key};
    found = &kind;
  }
  return found;
}

Fault read_fault(const json::object& fault) {
  const Kind* kind = find_kind(fault);
  std::vector<std::string> known = kind ? kind->details : kind_keys();
  for (const auto& [key, value] : fault) {
    if (kind && key == kind->key) continue;
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    if (kind) known.push_back(kind->key);
    throw Problem{"unknown key " + std::string(key) + suggestion(key, known)};
  }
  if (!kind) throw Problem{"no fault is named" + suggestion("", known)};
  return kind->read(fault, kind->key);
}

}  // namespace

FaultParse parse_fault(const json::object& json) {
  try {
    return {read_fault(json), {}};
  } catch (const Problem& problem) {
    return {std::nullopt, problem.text};
  }
}

}  // namespace stormlark::proxy
