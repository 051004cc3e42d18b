#include "runtime/simulated/file_bytes.h"

#include <algorithm>

namespace stormlark {
namespace {

constexpr std::size_t sector_bytes = 512;
// A log that grows is copied each time it has outgrown its memory.
constexpr std::size_t growth = 4;

}  // namespace

void FileBytes::write(std::size_t offset, std::string_view bytes) {
  if (bytes.empty()) return;
  const std::size_t replaced =
      offset < bytes_.size() ? std::min(bytes.size(), bytes_.size() - offset) : 0;
  note(offset, replaced, bytes.size());
  const std::size_t end = offset + bytes.size();
  if (end > bytes_.capacity()) bytes_.reserve(growth * end);
  if (offset > bytes_.size()) bytes_.resize(offset);
  bytes_.replace(offset, replaced, bytes);
}

void FileBytes::truncate(std::size_t size) {
  if (size >= bytes_.size()) return;
  note(size, bytes_.size() - size, 0);
  bytes_.resize(size);
}

void FileBytes::sync() {
  changes_.clear();
  replaced_.clear();
}

void FileBytes::replace(std::string_view bytes) {
  bytes_ = bytes;
  sync();
}

void FileBytes::lose() {
  undo_all();
}

void FileBytes::tear(Prng& random) {
  const std::vector<Write> writes = undo_all();
  if (writes.empty()) return;
  const std::size_t torn = random.below(writes.size());
  const bool in_order = random.chance(0.5);
  for (std::size_t i = 0; i < writes.size(); ++i) {
    if (i == torn) {
      redo_part(writes[i], random);
    } else if (in_order ? i < torn : random.chance(0.5)) {
      redo(writes[i]);
    }
  }
}

void FileBytes::corrupt(Prng& random) {
  if (bytes_.empty()) return;
  const std::uint64_t count = 1 + random.below(8);
  for (std::uint64_t i = 0; i < count; ++i) {
    char& byte = bytes_[random.below(bytes_.size())];
    byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1 + random.below(255)));
  }
}

void FileBytes::corrupt_at(std::size_t offset) {
  constexpr unsigned char rot = 0x92;
  char& byte = bytes_[offset];
  byte = static_cast<char>(static_cast<unsigned char>(byte) ^ rot);
}

void FileBytes::note(std::size_t offset, std::size_t replaced, std::size_t written) {
  changes_.push_back({offset, replaced, bytes_.size(), written});
  if (replaced > 0) replaced_.append(bytes_, offset, replaced);
}

// The latest change first, so that its own bytes are what lies there, and can be had again.
FileBytes::Write FileBytes::undo(const Change& change) {
  Write write{change.offset, {}, change.written == 0};
  if (!write.truncates) write.bytes = bytes_.substr(change.offset, change.written);
  bytes_.resize(change.size_before);
  const std::size_t kept = replaced_.size() - change.replaced;
  if (change.replaced > 0) {
    bytes_.replace(change.offset, change.replaced, replaced_, kept, change.replaced);
  }
  replaced_.resize(kept);
  return write;
}

std::vector<FileBytes::Write> FileBytes::undo_all() {
  std::vector<Write> writes;
  while (!changes_.empty()) {
    writes.push_back(undo(changes_.back()));
    changes_.pop_back();
  }
  std::reverse(writes.begin(), writes.end());
  return writes;
}

// A truncate is done or not; of bytes, those get through that lie from the start of one sector to
// somewhere in another.
void FileBytes::redo_part(Write write, Prng& random) {
  if (write.truncates) {
    if (random.chance(0.5)) redo(write);
    return;
  }
  const std::size_t within = write.offset + random.below(write.bytes.size());
  const std::size_t first = std::max(write.offset, within - within % sector_bytes);
  write.bytes.erase(0, first - write.offset);
  write.bytes.resize(random.below(write.bytes.size() + 1));
  write.offset = first;
  redo(write);
}

void FileBytes::redo(const Write& write) {
  if (write.truncates) {
    bytes_.resize(std::min(bytes_.size(), write.offset));
  } else {
    const std::size_t end = write.offset + write.bytes.size();
    if (end > bytes_.size()) bytes_.resize(end);
    bytes_.replace(write.offset, write.bytes.size(), write.bytes);
  }
}

}  // namespace stormlark
