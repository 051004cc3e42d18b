#include "runtime/suggest.h"

#include <algorithm>

#include <fmt/ranges.h>

namespace stormlark {
namespace {

/// Optimal string alignment distance: like Levenshtein's, with a swap of neighbours as one step.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) cost[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  }
  return cost[a.size()][b.size()];
}

struct Candidate {
  std::string word;
  std::size_t distance = 0;
};

std::optional<Candidate> nearest_of(std::string_view word,
                                    const std::vector<std::string>& candidates) {
  std::optional<Candidate> best;
  for (const std::string& candidate : candidates) {
    const std::size_t away = distance(word, candidate);
    if (!best || away < best->distance) best = Candidate{candidate, away};
  }
  return best;
}

}  // namespace

std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string>& candidates) {
  const auto best = nearest_of(word, candidates);
  if (!best) return std::nullopt;
  // A third of the letters may differ; with more, a suggestion only confuses.
  const std::size_t near = std::max<std::size_t>(1, std::max(word.size(), best->word.size()) / 3);
  return best->distance <= near ? std::optional(best->word) : std::nullopt;
}

std::optional<std::string> misspelt(std::string_view word,
                                    const std::vector<std::string>& candidates) {
  const auto best = nearest_of(word, candidates);
  if (!best || best->distance == 0 || best->distance > 2) return std::nullopt;
  return best->word;
}

std::string suggestion(std::string_view word, const std::vector<std::string>& candidates) {
  if (const auto meant = nearest(word, candidates)) return "; did you mean " + *meant + "?";
  return fmt::format("; known: {}", fmt::join(candidates, ", "));
}

}  // namespace stormlark
