#include "gateway/brain/brain.h"

#include "gateway/brain/command.h"
#include "gateway/brain/echo.h"
#include "protocol/json.h"

#include <algorithm>

namespace stormlark::gateway {

namespace json = boost::json;

namespace {

class BrainCategory final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "gateway.brain"; }
  std::string message(int) const override {
    return "the brain's program ended, or did not start, twice while it had this message";
  }
};

/// Of a bot the platform tells no user id; newer events say what it is.
bool names_bot(const json::value& mention) {
  const json::object* const who = mention.if_object();
  if (!who) return false;
  if (who->contains("mentioned_type")) return protocol::text_at(*who, "mentioned_type") == "bot";
  const json::object* const id = protocol::object_at(*who, "id");
  return !id || protocol::text_at(*id, "user_id").empty();
}

}  // namespace

error_code make_error_code(BrainErrc errc) {
  static const BrainCategory category;
  return {static_cast<int>(errc), category};
}

std::unique_ptr<Brain> make_brain(World& world, const Config::Brain& config,
                                  std::shared_ptr<spdlog::logger> log) {
  if (config.kind == "command") return make_command_brain(world, config, std::move(log));
  return make_echo_brain(world.clock(), config.delay);
}

bool is_addressed(const protocol::MessageReceived& message) {
  if (message.chat_type != "group" || message.mentions.empty()) return true;
  return std::ranges::any_of(message.mentions, names_bot);
}

std::string addressed_text(const protocol::MessageReceived& message) {
  constexpr std::string_view placeholder = "@_user_";  // then a number, as content spells mentions
  std::string said;
  const std::string text = message.text();
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t begin = std::min(rest.find(placeholder), rest.size());
    said += rest.substr(0, begin);
    rest.remove_prefix(begin);
    const std::size_t digits = std::min(placeholder.size(), rest.size());
    const std::size_t end = std::min(rest.find_first_not_of("0123456789", digits), rest.size());
    const std::string_view key = rest.substr(0, end);
    rest.remove_prefix(end);
    const auto who = std::ranges::find_if(message.mentions, [&](const json::value& one) {
      return one.is_object() && protocol::text_at(one.get_object(), "key") == key;
    });
    const bool is_known = who != message.mentions.end();
    if (said.empty() && (!is_known || names_bot(*who))) {
      rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    } else {
      said += is_known ? "@" + protocol::text_at(who->get_object(), "name") : std::string(key);
    }
  }
  return said;
}

}  // namespace stormlark::gateway
