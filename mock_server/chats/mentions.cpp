#include "mock_server/chats/mentions.h"

#include "mock_server/chats/inline_text.h"
#include "mock_server/chats/post_content.h"
#include "protocol/event.h"
#include "protocol/json.h"

#include <optional>

#include <boost/json/serialize.hpp>

namespace stormlark::mock {

namespace json = boost::json;
using protocol::text_at;

namespace {

class Keys {
 public:
  explicit Keys(const WhoIs& who_is) : who_is_(who_is) {}

  /// What stands for the one who is mentioned; nothing where nobody is known by that id.
  std::optional<std::string> key_of(const std::string& id) {
    if (id == "all") return "@_all";
    const Actor who = who_is_(id);
    if (!who) return std::nullopt;
    std::string key = "@_user_" + std::to_string(mentions.size() + 1);
    mentions.push_back({key, who});
    return key;
  }

  std::vector<Mention> mentions;

 private:
  const WhoIs& who_is_;
};

std::string write_text(const std::string& content, Keys& keys) {
  std::string text;
  bool changed = false;
  for (const TextPiece& piece :
       pieces_of(text_at(protocol::parse_object(content).value(), "text"))) {
    const auto key = piece.user_id.empty() ? std::nullopt : keys.key_of(piece.user_id);
    text += key.value_or(piece.text);
    changed = changed || key;
  }
  return changed ? protocol::text_content(text) : content;
}

void write_node(json::object& node, Keys& keys) {
  if (text_at(node, "tag") != "at") return;
  const auto key = keys.key_of(text_at(node, "user_id"));
  if (!key) return;
  const bool of_all = *key == "@_all";
  node["user_id"] = *key;
  node["user_name"] = of_all ? text_at(node, "user_name") : keys.mentions.back().who.called();
}

std::string write_post(const std::string& content, Keys& keys) {
  json::object post = as_read(protocol::parse_object(content).value());
  for (json::value& paragraph : post.at("content").as_array()) {
    for (json::value& node : paragraph.as_array()) write_node(node.as_object(), keys);
  }
  return json::serialize(post);
}

}  // namespace

Written write_down(std::string_view type, const std::string& content, const WhoIs& who_is) {
  Keys keys(who_is);
  std::string written = content;
  if (type == "text") written = write_text(content, keys);
  if (type == "post") written = write_post(content, keys);
  return {std::move(written), std::move(keys.mentions)};
}

}  // namespace stormlark::mock
