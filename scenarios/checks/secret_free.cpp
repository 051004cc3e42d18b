#include "scenarios/checks/disguises.h"
#include "scenarios/checks/judged_run.h"
#include "scenarios/checks/standard_checks.h"

#include <algorithm>
#include <cctype>

#include <boost/regex.hpp>

#include <fmt/format.h>

namespace stormlark::scenarios::checks {
namespace {

/// Shorter values turn up by chance.
constexpr std::size_t secret_length_min = 6;

/// I11: no planted secret, in any common spelling, in what the subject printed or answered, nor in
/// our own history; no credentials of a long connection's URL, and no access token.
class SecretFree final : public Check {
 public:
  Finding judge(const JudgedRun& run) const override {
    std::vector<Disguise> wanted;
    for (const std::string& secret : run.context.secrets) {
      if (secret.size() < secret_length_min) continue;
      for (Disguise& disguise : disguises_of(secret)) wanted.push_back(std::move(disguise));
    }
    std::size_t said = 0;
    for (const history::Record& record : run.facts.history) {
      const auto* log = record.as<history::SubjectLog>();
      const auto* health = record.as<history::HealthSampled>();
      if (log || health) ++said;
      std::string text = log ? log->line : health ? health->body : history::to_line(record);
      if (auto leak = find_leak(text, wanted)) {
        std::string where = log      ? log->subject + "'s log"
                            : health ? health->subject + "'s health answer"
                                     : std::string("the history");
        return violated(fmt::format("{} in {}", *leak, where), {record.id});
      }
    }
    if (wanted.empty()) return vacuous("no secret was planted");
    if (said == 0) return vacuous("no subject printed or answered anything");
    return held(fmt::format("{} secrets in no spelling in {} lines and answers, nor in {} records",
                            run.context.secrets.size(), said, run.facts.history.size()));
  }

 private:
  /// `t-` and 40 hex digits, as the platform makes them; found by hand, as every record is
  /// searched.
  static bool shows_access_token(std::string_view text) {
    constexpr std::string_view prefix = "t-";
    constexpr std::size_t digits = 40;
    const auto is_hex = [](unsigned char c) { return std::isxdigit(c) != 0; };
    for (auto at = text.find(prefix); at != text.npos; at = text.find(prefix, at + 1)) {
      const std::string_view after = text.substr(at + prefix.size(), digits);
      const bool begins_word = at == 0 || !std::isalnum(static_cast<unsigned char>(text[at - 1]));
      if (begins_word && after.size() == digits && std::ranges::all_of(after, is_hex)) return true;
    }
    return false;
  }

  /// What leaks, without repeating it.
  static std::optional<std::string> find_leak(const std::string& text,
                                              const std::vector<Disguise>& wanted) {
    for (const Disguise& disguise : wanted) {
      if (text.find(disguise.text) != std::string::npos) {
        return fmt::format("a secret ({})", disguise.encoding);
      }
    }
    if (shows_access_token(text)) return "an access token";
    if (text.find("://") == std::string::npos) return std::nullopt;  // spares the costly search
    static const boost::regex credentials(R"(wss?://[^\s"]*[?&](ticket|access_key)=[0-9A-Za-z])");
    if (boost::regex_search(text, credentials)) return "the credentials of a connection's URL";
    return std::nullopt;
  }
};

}  // namespace

Made secret_free(Parameters&) {
  return std::make_unique<SecretFree>();
}

}  // namespace stormlark::scenarios::checks
