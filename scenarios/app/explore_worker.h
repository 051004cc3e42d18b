#pragma once

#include "scenarios/app/explore_command.h"
#include "scenarios/explore/search.h"

#include <variant>

namespace stormlark::scenarios {

/// What the command line asks of a search. Throws PlanError where the scenario or the bot cannot be
/// simulated.
SearchOptions search_options(const Library& library, const ExploreCommand& command);

/// Explores its share of the seeds in this process, and tells on standard output, a line each,
/// which seed is next and now and then how far it has come.
void explore_as_worker(const Library& library, const ExploreCommand& command);

/// What such a line says: the seed, or all so far.
using WorkerWord = std::variant<std::uint64_t, Harvest>;
WorkerWord parse_worker_word(const std::string& line);

}  // namespace stormlark::scenarios
