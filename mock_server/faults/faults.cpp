#include "mock_server/faults/faults.h"

#include "mock_server/faults/deed_reader.h"
#include "mock_server/faults/rule_reader.h"
#include "runtime/suggest.h"

#include <fmt/format.h>

namespace stormlark::mock {
namespace {

Fault read_close(JsonFields& fields) {
  CloseConnections fault;
  fault.peer = peer_or_all(fields, "close");
  fault.how = fields.word<CloseHow>("how", close_words()).value_or(fault.how);
  fault.code = fields.integer("code", 1000, 4999).value_or(1001);
  return fault;
}

Fault read_down(JsonFields& fields) {
  TakeDown fault;
  fault.how = fields
                  .word<CloseHow>("down", {{"close", CloseHow::close_frame},
                                           {"fin", CloseHow::fin},
                                           {"reset", CloseHow::reset}})
                  .value_or(CloseHow::reset);
  fault.code = fields.integer("code", 1000, 4999).value_or(1012);
  return fault;
}

Fault read_tokens(JsonFields& fields) {
  fields.word<bool>("tokens", {{"expire", true}});
  return ExpireTokens{};
}

template <Rule (*read)(JsonFields&)>
Fault rule(JsonFields& fields) {
  return read(fields);
}

struct Kind {
  std::string_view key;
  Fault (*read)(JsonFields&);
};
// In this order, for `close` is also what a rule may do.
constexpr Kind kinds[] = {{"call", rule<read_call>},   {"upgrade", rule<read_upgrade>},
                          {"frame", rule<read_frame>}, {"refuse-upgrade", rule<read_refusal>},
                          {"mute", rule<read_mute>},   {"pong", rule<read_pong>},
                          {"close", read_close},       {"down", read_down},
                          {"tokens", read_tokens}};

FaultParse no_kind(const boost::json::object& json) {
  std::vector<std::string> known;
  for (const Kind& kind : kinds) known.emplace_back(kind.key);
  if (json.empty()) {
    return {std::nullopt, fmt::format("a fault says one of: {}", fmt::join(known, ", "))};
  }
  const std::string_view first = json.begin()->key();
  return {std::nullopt, fmt::format("unknown fault {}{}", first, suggestion(first, known)),
          std::string(first)};
}

}  // namespace

FaultParse parse_fault(const boost::json::object& json) {
  for (const Kind& kind : kinds) {
    if (!json.contains(kind.key)) continue;
    JsonFields fields(json);
    fields.has(kind.key);
    Fault fault = kind.read(fields);
    std::string problem = fields.problem();
    if (problem.empty()) return {std::move(fault)};
    return {std::nullopt, std::move(problem), fields.culprit()};
  }
  return no_kind(json);
}

}  // namespace stormlark::mock
