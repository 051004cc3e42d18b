#pragma once

#include "runtime/process.h"

#include <utility>

#include <sys/types.h>

namespace stormlark {

/// An owned file descriptor.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor();

  int number() const { return number_; }
  int release() { return std::exchange(number_, -1); }

 private:
  int number_ = -1;
};

/// A child that was started: our ends of its standard streams, and a descriptor that becomes
/// readable when it ends. Whoever takes it must reap it.
struct SpawnedChild {
  pid_t pid = 0;
  Descriptor end;
  Descriptor in;
  Descriptor out;
  Descriptor err;
};

Result<SpawnedChild> spawn_child(const ProcessOptions& options);

}  // namespace stormlark
