#pragma once

#include "runtime/prng.h"
#include "runtime/simulated/disk.h"
#include "runtime/simulated/file_bytes.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace stormlark {

class OpenFile;

/// A file, whatever it is named now, and wherever it is open. It is there as long as it has a name
/// or is open.
struct SimulatedFile {
  std::string path;  // empty: without a name
  FileBytes bytes;
  unsigned permissions = 0600;
  std::vector<const OpenFile*> openings;
};

using FilePointer = std::shared_ptr<SimulatedFile>;

/// All files of a simulation by their names, and the faults of the disks below them.
class SimulatedFiles {
 public:
  explicit SimulatedFiles(Prng damage) : damage_(damage) {}

  /// Null where there is none.
  FilePointer find(const std::string& path) const;
  FilePointer find_or_create(const std::string& path);
  /// False where there is none.
  bool remove(const std::string& path);
  /// Takes the name from a file that had it. False where there is no such file.
  bool rename(const std::string& from, const std::string& to);

  void set_fault(const std::string& directory, DiskFault fault, DiskFaultHandler on_felt);
  DiskFault fault_at(const std::string& path) const;
  /// A process felt that part of the fault at `path`.
  void feel(const std::string& path, const DiskFault& felt) const;

  /// Draws what a crash leaves, and what rots.
  Prng& damage() { return damage_; }

 private:
  struct StandingFault {
    DiskFault fault;
    DiskFaultHandler on_felt;
  };
  const StandingFault* standing_at(const std::string& path) const;

  std::map<std::string, FilePointer> files_;
  std::map<std::string, StandingFault> faults_;  // by directory
  Prng damage_;
};

}  // namespace stormlark
