#include "runtime/simulated/tcp/nat_entry.h"

namespace stormlark::tcp {

void NatEntry::use() {
  expire();
  used_at_ = timeline_.now();
}

void NatEntry::expire() {
  const Clock::duration idle = timeline_.now() - used_at_;
  for (const Cable* cable : {&there_, &back_}) {
    if (cable->wire.idle_drop && idle > *cable->wire.idle_drop) forgotten_ = true;
  }
}

}  // namespace stormlark::tcp
