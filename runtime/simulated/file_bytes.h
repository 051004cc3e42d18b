#pragma once

#include "runtime/prng.h"

#include <string>
#include <string_view>
#include <vector>

namespace stormlark {

/// The bytes of a file, and what of them a power failure would take back: whatever was written
/// since they were last synced. Readers see all of it at once, as they do in a real page cache.
class FileBytes {
 public:
  const std::string& all() const { return bytes_; }
  std::size_t size() const { return bytes_.size(); }

  /// Beyond the end, zeros fill the gap.
  void write(std::size_t offset, std::string_view bytes);
  /// Cuts off what is beyond `size`.
  void truncate(std::size_t size);
  void sync();
  /// Other bytes in place of these, durable at once.
  void replace(std::string_view bytes);

  /// The power failed: nothing since the last sync is left.
  void lose();
  /// The power failed in the midst of it: some of the writes since the last sync are left, in order
  /// or not, and of one of them a part.
  void tear(Prng& random);
  /// A few bytes rot.
  void corrupt(Prng& random);
  /// One byte rots, which must be there.
  void corrupt_at(std::size_t offset);

 private:
  // A change since the last sync, with what it takes to undo it. Most are never undone, and most
  // append; so what they replaced lies in one string, `replaced_`, the latest at its end.
  struct Change {
    std::size_t offset;
    std::size_t replaced;     // bytes
    std::size_t size_before;  // of the file
    std::size_t written;      // bytes; none of a truncate
  };
  struct Write {
    std::size_t offset;
    std::string bytes;
    bool truncates;
  };

  void note(std::size_t offset, std::size_t replaced, std::size_t written);
  Write undo(const Change& change);
  std::vector<Write> undo_all();
  void redo(const Write& write);
  void redo_part(Write write, Prng& random);

  std::string bytes_;
  std::vector<Change> changes_;
  std::string replaced_;
};

}  // namespace stormlark
