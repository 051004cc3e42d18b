#include "history/history.h"

#include <fstream>
#include <stdexcept>

#include <fmt/format.h>

namespace stormlark::history {

History read(const std::string& path) {
  std::ifstream file(path);
  if (!file)
    throw std::runtime_error(fmt::format("{}: cannot be read; is it a run's history?", path));
  History history;
  std::string line;
  while (std::getline(file, line)) {
    auto record = parse_line(line);
    if (!record) {
      throw std::runtime_error(
          fmt::format("{}:{}: not a history record; the file may be torn, cut it there", path,
                      history.size() + 1));
    }
    history.push_back(std::move(*record));
  }
  if (file.bad()) {
    throw std::runtime_error(fmt::format("{}: reading it failed; is it a run's history?", path));
  }
  return history;
}

}  // namespace stormlark::history
