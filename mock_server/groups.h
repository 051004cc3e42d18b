#pragma once

#include "history/recorder.h"
#include "mock_server/directory.h"
#include "mock_server/events/publisher.h"

#include <optional>
#include <string>
#include <vector>

namespace stormlark::mock {

/// What an app says of a group; the rest stays as it is.
struct GroupWishes {
  std::optional<std::string> title{};
  std::optional<std::string> description{};
  std::optional<std::string> avatar{};
  const User* owner = nullptr;
};

/// What apps do with groups. Those that it concerns are told. Whether the app may, its caller has
/// made sure.
class Groups {
 public:
  Groups(history::Recorder& recorder, Directory& directory, Publisher& publisher)
      : recorder_(recorder), directory_(directory), publisher_(publisher) {}

  using Users = std::vector<const User*>;
  using Bots = std::vector<const App*>;

  const Chat& make(const App& by, const GroupWishes& wishes, bool open);
  void update(const Chat& chat, const App& by, const GroupWishes& wishes);
  void dissolve(const Chat& chat, const App& by);

  /// Those who are in it already are passed over.
  void add(const Chat& chat, const App& by, const Users& users);
  void add(const Chat& chat, const App& by, const Bots& bots);
  /// Those who are not in it are passed over.
  void remove(const Chat& chat, const App& by, const Users& users);
  void remove(const Chat& chat, const App& by, const Bots& bots);

 private:
  void note(const Chat& chat, const App& by, const std::string& what, const std::string& who = {});

  history::Recorder& recorder_;
  Directory& directory_;
  Publisher& publisher_;
};

}  // namespace stormlark::mock
