#pragma once

#include "history/recorder.h"
#include "mock_server/chats/uuid_memory.h"
#include "mock_server/directory.h"
#include "mock_server/events/publisher.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace stormlark::mock {

/// What somebody says of a group; the rest stays as it is.
struct GroupWishes {
  std::optional<std::string> title{};
  std::optional<std::string> description{};
  std::optional<std::string> avatar{};
  const User* owner = nullptr;
};

/// What apps and users do with groups. The apps that it concerns are told. Whether somebody may,
/// the caller has made sure.
class Groups {
 public:
  Groups(const Clock& clock, history::Recorder& recorder, Directory& directory,
         Publisher& publisher)
      : recorder_(recorder),
        directory_(directory),
        publisher_(publisher),
        by_uuid_(clock, uuid_memory) {}

  using Users = std::vector<const User*>;
  using Bots = std::vector<const App*>;

  /// The group that the app made with this uuid, for ten hours.
  const Chat* remembered(const App& by, const std::string& uuid) const;
  void remember(const App& by, const std::string& uuid, const Chat& chat);
  /// The groups themselves are the directory's to forget.
  void forget_all() { by_uuid_.forget_all(); }

  const Chat& make(const App& by, const GroupWishes& wishes, bool open);
  void update(const Chat& chat, const Actor& by, const GroupWishes& wishes);
  void dissolve(const Chat& chat, const Actor& by);

  /// Those who are in it already are passed over.
  void add(const Chat& chat, const Actor& by, const Users& users);
  void add(const Chat& chat, const Actor& by, const Bots& bots);
  /// Those who are not in it are passed over.
  /// `withdrawn`: it is told as an addition that is taken back. Where the owner goes, the group is
  /// the first other user's.
  void remove(const Chat& chat, const Actor& by, const Users& users, bool withdrawn = false);
  void remove(const Chat& chat, const Actor& by, const Bots& bots);

 private:
  static constexpr Clock::duration uuid_memory = 10h;

  void hand_over(const Chat& chat, const Actor& by, const User& leaving);
  void note(const Chat& chat, const Actor& by, const std::string& what,
            const std::string& who = {});

  history::Recorder& recorder_;
  Directory& directory_;
  Publisher& publisher_;
  UuidMemory<Chat> by_uuid_;
};

}  // namespace stormlark::mock
