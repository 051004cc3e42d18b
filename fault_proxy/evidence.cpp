#include "fault_proxy/evidence.h"

#include "runtime/duration.h"

namespace stormlark::proxy {
namespace {

bool is_end(const Chunk& chunk) {
  return chunk.kind == Chunk::Kind::fin || chunk.kind == Chunk::Kind::reset;
}

std::string name_of(const Chunk& chunk, const std::string& carried) {
  switch (chunk.kind) {
    case Chunk::Kind::opening:
      return "the opening of a connection";
    case Chunk::Kind::request:
      return "a tunnel request";
    case Chunk::Kind::data:
      return std::to_string(chunk.bytes.size()) + " bytes";
    case Chunk::Kind::fin:
      return "the end of " + carried;
    case Chunk::Kind::reset:
      return "the reset of " + carried;
  }
  return {};
}

}  // namespace

void Evidence::forget(const std::string& fault) {
  happened_.erase(fault);
  std::erase_if(written_, [&](const auto& entry) { return std::get<0>(entry) == fault; });
}

void Evidence::judged(const std::string& fault, Direction direction, const Chunk& chunk,
                      const Verdict& verdict, const std::string& carried) {
  const bool is_seen_by_nobody = is_end(chunk) && carried != "a connection";
  const bool is_first = written_.insert({fault, direction, chunk.kind}).second;
  if (!is_first && !is_seen_by_nobody) return;
  const std::string what = name_of(chunk, carried) + (direction == Direction::up ? " up" : " down");
  const auto* delay = std::get_if<Delay>(&verdict);
  recorder_.add(history::FaultTookEffect{
      fault, delay ? "delayed " + what + " by " + format_duration(delay->by) : "withheld " + what});
}

void Evidence::happened(const std::string& fault, const std::string& what) {
  if (!happened_.insert(fault).second) return;
  recorder_.add(history::FaultTookEffect{fault, what});
}

}  // namespace stormlark::proxy
