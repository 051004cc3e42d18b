#pragma once

#include "runtime/clock.h"
#include "runtime/disk.h"
#include "runtime/prng.h"

#include <functional>
#include <memory>
#include <string>

namespace stormlark {

class ProcessDisk;
class SimulatedFiles;

/// What a process that was killed leaves of the bytes that it wrote and did not sync.
enum class Unsynced {
  kept,  ///< all: the process died, the machine did not
  lost,  ///< none: the power failed
  torn,  ///< some writes, and of one of them a part, drawn from the seed
};

/// A fault of the part of a disk below one directory.
struct DiskFault {
  bool full = false;       ///< writes that need more room fail
  bool read_only = false;  ///< every write fails
  Clock::duration slow{};  ///< each blocking piece of work takes that much longer

  bool operator==(const DiskFault&) const = default;
};

/// Hears, from outside every process, that a process felt a fault; of the kinds of it those that
/// it felt are set.
using DiskFaultHandler = std::function<void(const DiskFault& felt)>;

/// The files of a simulation; they outlive the processes that write them. SQLite databases are
/// among them, through a VFS of each process's own. A path is a name, taken literally; directories
/// are there as soon as a file is below them.
class SimulatedDisk {
 public:
  explicit SimulatedDisk(Prng random);
  SimulatedDisk(const SimulatedDisk&) = delete;
  SimulatedDisk& operator=(const SimulatedDisk&) = delete;
  ~SimulatedDisk();

  /// The disk as one process sees it; its databases read the time from that process's clock.
  std::unique_ptr<ProcessDisk> mount(const Clock& clock);

  /// Lets the files below `directory` suffer `fault` from now on; a default fault heals them. Of
  /// two directories, one inside the other, the inner one's fault counts.
  void set_fault(const std::string& directory, DiskFault fault, DiskFaultHandler on_felt = {});
  DiskFault fault_at(const std::string& path) const;
  /// They are seen, and hinder nobody.
  void set_permissions(const std::string& path, unsigned bits);
  /// Flips bytes of a file, drawn from the seed; false when there is no such file, or nothing in
  /// it.
  bool corrupt(const std::string& path);
  /// Flips one byte; false when the file does not reach so far.
  bool corrupt_at(const std::string& path, std::size_t offset);

 private:
  std::unique_ptr<SimulatedFiles> files_;
};

/// One process's way to the files: its locks, its open databases, its end.
class ProcessDisk : public Disk {
 public:
  /// Counts down what the process does to databases on the disk (writes, syncs, truncates and
  /// removals): `crash` is called in the midst of the `nth` from now, which then fails as
  /// everything after it does. The 0th never comes.
  virtual void crash_at(int nth, std::function<void()> crash) = 0;
  /// How many there were.
  virtual int database_writes() const = 0;

  /// How much longer blocking work takes now than it should, by the faults of the files it opened.
  virtual Clock::duration slowness() const = 0;

  /// The process is no more: its locks are free, and nothing that it still does has any effect.
  virtual void abandon(Unsynced unsynced) = 0;
};

}  // namespace stormlark
