#pragma once

#include "runtime/simulated/disk.h"

#include <functional>
#include <map>
#include <string>

#include <boost/asio/any_io_executor.hpp>

namespace stormlark::scenarios {

/// The faults that stand on directories of a simulated disk, by name. Where several stand on one,
/// it suffers them all.
class DiskFaults {
 public:
  /// `executor` is where it is told that a fault was felt.
  DiskFaults(SimulatedDisk& disk, asio::any_io_executor executor)
      : disk_(disk), executor_(std::move(executor)) {}

  /// `on_felt` is called once, when an operation first failed or lasted longer because of it.
  void begin(const std::string& name, const std::string& directory, DiskFault fault,
             std::function<void()> on_felt);
  void end(const std::string& name, const std::string& directory);

 private:
  struct Standing {
    DiskFault fault;
    std::function<void()> on_felt;  // gone once it was
  };
  using StandingFaults = std::map<std::string, Standing>;  // by name

  void apply(const std::string& directory);
  void felt(const std::string& directory, const DiskFault& felt);
  void tell(const std::string& directory, const std::string& name);

  SimulatedDisk& disk_;
  asio::any_io_executor executor_;
  std::map<std::string, StandingFaults> standing_;  // by directory
};

}  // namespace stormlark::scenarios
