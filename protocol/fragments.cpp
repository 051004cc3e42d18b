#include "protocol/fragments.h"

#include "protocol/errors.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace stormlark::protocol {

std::vector<Frame> split(Frame whole, std::size_t bytes_max) {
  const std::size_t step = std::max<std::size_t>(bytes_max, 1);
  const std::size_t payload_bytes = whole.payload ? whole.payload->size() : 0;
  const std::size_t sum = std::max<std::size_t>((payload_bytes + step - 1) / step, 1);
  whole.set_header(header::sum, std::to_string(sum));
  whole.set_header(header::seq, "0");

  std::vector<Frame> parts;
  if (sum == 1) {
    parts.push_back(std::move(whole));
    return parts;
  }
  const std::string payload = *std::exchange(whole.payload, std::nullopt);
  parts.assign(sum, whole);
  for (std::size_t seq = 0; seq < sum; ++seq) {
    parts[seq].set_header(header::seq, std::to_string(seq));
    parts[seq].payload = payload.substr(seq * step, step);
  }
  return parts;
}

boost::system::result<std::optional<Frame>> FragmentAssembler::add(Frame part, time_point now) {
  drop_old(now);
  const auto sum = part.number_header(header::sum, 1);
  const auto seq = part.number_header(header::seq, 0);
  if (!sum || !seq || *sum < 0 || *seq < 0 || *seq >= std::max<std::int64_t>(*sum, 1)) {
    return make_error_code(FrameErrc::bad_fragment);
  }
  if (*sum <= 1) return std::optional<Frame>(std::move(part));
  return add_to_set(std::move(part), static_cast<std::size_t>(*sum), static_cast<std::size_t>(*seq),
                    now);
}

boost::system::result<std::optional<Frame>> FragmentAssembler::add_to_set(Frame part,
                                                                          std::size_t sum,
                                                                          std::size_t seq,
                                                                          time_point now) {
  const std::string id(part.header(header::message_id));
  if (id.empty()) return make_error_code(FrameErrc::bad_fragment);
  auto found = sets_.find(id);
  if (found != sets_.end() && found->second.parts.size() != sum) {
    discard(found);
    found = sets_.end();
  }
  if (found == sets_.end()) {
    if (sets_.size() >= limits_.sets_max || sum > static_cast<std::size_t>(limits_.parts_max)) {
      return make_error_code(FrameErrc::too_many_fragments);
    }
    found = sets_.emplace(id, Set{.parts{sum}, .missing = sum, .bytes = 0, .began = now}).first;
  }

  Set& set = found->second;
  if (set.parts[seq]) {
    take_out(set, seq);
    set.began = now;  // the newer attempt has all of its time
  }
  std::string payload = std::move(part.payload).value_or(std::string());
  if (bytes_ + payload.size() > limits_.bytes_max) {
    discard(found);
    return make_error_code(FrameErrc::too_many_fragments);
  }
  bytes_ += payload.size();
  set.bytes += payload.size();
  set.parts[seq] = std::move(payload);
  if (--set.missing > 0) return std::optional<Frame>();

  part.payload.emplace();
  part.payload->reserve(set.bytes);
  for (const auto& piece : set.parts) part.payload->append(*piece);
  discard(found);
  return std::optional<Frame>(std::move(part));
}

void FragmentAssembler::take_out(Set& set, std::size_t seq) {
  bytes_ -= set.parts[seq]->size();
  set.bytes -= set.parts[seq]->size();
  set.parts[seq].reset();
  ++set.missing;
}

void FragmentAssembler::discard(std::map<std::string, Set>::iterator set) {
  bytes_ -= set->second.bytes;
  sets_.erase(set);
}

void FragmentAssembler::drop_old(time_point now) {
  for (auto next = sets_.begin(); next != sets_.end();) {
    const auto set = next++;
    if (now - set->second.began > limits_.age_max) discard(set);
  }
}

}  // namespace stormlark::protocol
