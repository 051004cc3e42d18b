#pragma once

#include "gateway/brain/brain.h"

namespace stormlark::gateway {

/// Says what it was told, after `delay`; nothing to messages without text.
std::unique_ptr<Brain> make_echo_brain(Clock& clock, Clock::duration delay);

}  // namespace stormlark::gateway
