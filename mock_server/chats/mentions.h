#pragma once

#include "mock_server/directory.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace stormlark::mock {

/// Somebody whom a message mentions.
struct Mention {
  std::string key;  ///< what stands for him in the content
  Actor who;
};

/// What a message says once it is in its chat.
struct Written {
  std::string content;  ///< serialized JSON
  std::vector<Mention> mentions{};
};

/// Whom the writer means by an id; nobody for strangers.
using WhoIs = std::function<Actor(std::string_view open_id)>;

/// What becomes of content that an app sends, when it is as `check_content` wants it: each mention
/// in a text or a post is replaced by its key, `@_user_1` and so on; those of all are not listed.
/// A text without mentions stays as it is, to the byte.
Written write_down(std::string_view type, const std::string& content, const WhoIs& who_is);

}  // namespace stormlark::mock
