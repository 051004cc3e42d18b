#include "fault_proxy/chain.h"

#include <algorithm>

namespace stormlark::proxy {

void Chain::add(std::string fault, Rule rule) {
  stages_.push_back({std::move(fault), std::move(rule), {}});
}

void Chain::remove(const std::string& fault, Clock::time_point now) {
  advance(now);
  const auto place = std::find_if(stages_.begin(), stages_.end(),
                                  [&](const Stage& stage) { return stage.fault == fault; });
  if (place == stages_.end()) return;
  auto held = std::move(place->held);
  const auto next = stages_.erase(place);
  for (Held& each : held) {
    each.chunk.at = now;
    arrive(next, std::move(each.chunk));
  }
}

void Chain::enter(Chunk chunk, Clock::time_point now) {
  chunk.at = now;
  bytes_ += chunk.bytes.size();
  arrive(stages_.begin(), std::move(chunk));
}

std::optional<Chunk> Chain::leave(Clock::time_point now) {
  advance(now);
  if (through_.empty()) return std::nullopt;
  Chunk chunk = std::move(through_.front());
  through_.pop_front();
  bytes_ -= chunk.bytes.size();
  return chunk;
}

std::optional<Clock::time_point> Chain::next_due() const {
  if (!through_.empty()) return through_.front().at;
  std::optional<Clock::time_point> earliest;
  for (const Stage& stage : stages_) {
    if (stage.held.empty() || !stage.held.front().due) continue;
    if (!earliest || *stage.held.front().due < *earliest) earliest = stage.held.front().due;
  }
  return earliest;
}

void Chain::arrive(Place place, Chunk chunk) {
  if (place == stages_.end()) {
    through_.push_back(std::move(chunk));
    return;
  }
  const std::size_t grain = place->rule.grain_bytes;
  if (chunk.bytes.size() <= grain) return judge(place, std::move(chunk));
  for (std::size_t first = 0; first < chunk.bytes.size(); first += grain) {
    judge(place, Chunk{chunk.kind, chunk.bytes.substr(first, grain), chunk.at});
  }
}

void Chain::judge(Place place, Chunk piece) {
  const Verdict verdict = place->rule.judge(piece);
  const auto* delay = std::get_if<Delay>(&verdict);
  const bool passes = std::holds_alternative<Pass>(verdict) || (delay && delay->by <= 0s);
  if (!passes) report_(place->fault, piece, verdict);
  if (passes && place->held.empty()) return arrive(std::next(place), std::move(piece));

  std::optional<Clock::time_point> due;
  if (!std::holds_alternative<Withhold>(verdict)) due = piece.at + (delay ? delay->by : 0s);
  if (!place->held.empty()) {  // nothing overtakes
    const auto& before = place->held.back().due;
    due = due && before ? std::optional(std::max(*due, *before)) : std::nullopt;
  }
  place->held.push_back({std::move(piece), due});
}

void Chain::advance(Clock::time_point now) {
  for (auto place = stages_.begin(); place != stages_.end(); ++place) {
    while (!place->held.empty()) {
      Held& first = place->held.front();
      if (!first.due || *first.due > now) break;
      Chunk chunk = std::move(first.chunk);
      chunk.at = *first.due;
      place->held.pop_front();
      arrive(std::next(place), std::move(chunk));
    }
  }
}

}  // namespace stormlark::proxy
