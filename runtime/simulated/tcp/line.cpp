#include "runtime/simulated/tcp/line.h"

namespace stormlark::tcp {

Line::~Line() {
  drop();
}

void Line::send(Segment segment) {
  nat_.use();
  const auto arrives_at = cable_.arrival(timeline_.now(), segment.bytes);
  last_arrives_at_ = std::max(last_arrives_at_, arrives_at);
  in_transit_.push_back({segment, last_arrives_at_});
  schedule();
}

void Line::drop() {
  in_transit_.clear();
  if (next_arrival_) timeline_.withdraw(*next_arrival_);
  next_arrival_.reset();
  last_arrives_at_ = {};
}

void Line::resume() {
  if (next_arrival_ || withheld()) return;
  const auto now = timeline_.now();
  last_arrives_at_ = {};
  for (InTransit& one : in_transit_) {
    if (one.arrives_at <= now) one.arrives_at = cable_.arrival(now, one.segment.bytes);
    one.arrives_at = std::max(one.arrives_at, last_arrives_at_);
    last_arrives_at_ = one.arrives_at;
  }
  schedule();
}

void Line::schedule() {
  if (next_arrival_ || in_transit_.empty() || withheld()) return;
  next_arrival_ = timeline_.at(in_transit_.front().arrives_at, [this] { arrive(); });
}

void Line::arrive() {
  next_arrival_.reset();
  if (withheld()) return;
  const Segment segment = in_transit_.front().segment;
  in_transit_.pop_front();
  schedule();
  receiver_.arrived(*this, segment);
}

}  // namespace stormlark::tcp
