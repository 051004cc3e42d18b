#pragma once

#include "runtime/prng.h"
#include "scenarios/plan/item.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace stormlark::scenarios {

/// One choice for each name of a `matrix:`, in the order of the file.
using Cell = std::vector<std::pair<std::string, std::string>>;

/// All combinations of a scenario's `matrix:`; one empty cell when it has none.
std::vector<Cell> cells_of(const Item& scenario);

/// The first name of the matrix with several choices that stands nowhere as `{matrix.NAME}`. A
/// scenario as run keeps the one choice that was made.
std::optional<Item> unused_in_matrix(const Item& scenario);

/// `[moment=idle]`, for names of runs; empty for the empty cell.
std::string to_string(const Cell& cell);

/// Makes a scenario's document definite, in place: `{matrix.NAME}` becomes the cell's choice, a
/// range such as `1s..3s` or `1..5` becomes one value drawn from `random`, and the times under
/// `platform`, `subjects`, `steps` and `expect` are multiplied by `scale`. Links keep their times:
/// a slow network is slow whatever the platform's intervals are. False where it was definite
/// already, which depends on neither the cell nor `random`.
bool resolve(const Item& scenario, const Cell& cell, const Prng& random, double scale);

}  // namespace stormlark::scenarios
