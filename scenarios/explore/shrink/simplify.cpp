#include "scenarios/explore/shrink/simplify.h"

#include "runtime/duration.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

namespace stormlark::scenarios {
namespace {

namespace json = boost::json;

// Without them a scenario takes minutes, or hours; with a shorter ladder messages are given up that
// the bot could not have answered.
constexpr std::array<std::string_view, 4> basic = {"ping_interval", "reconnect_nonce",
                                                   "reconnect_interval", "redelivery"};

// Who it is, and how it stands to the others.
bool is_role(std::string_view key) {
  return key == "subject" || key == "lock" || key == "start";
}

bool is_basic(std::string_view key) {
  return std::ranges::find(basic, key) != basic.end();
}

// One significant digit.
std::int64_t rounded(std::int64_t us) {
  if (us <= 0) return us;
  const double unit = std::pow(10.0, std::floor(std::log10(static_cast<double>(us))));
  return std::llround(std::round(static_cast<double>(us) / unit) * unit);
}

std::vector<json::value> simpler_number(std::int64_t number) {
  std::vector<json::value> simpler;
  for (const std::int64_t smaller : {std::int64_t{1}, number / 4, number / 2, number - 1}) {
    if (smaller >= 1 && smaller < number) simpler.emplace_back(smaller);
  }
  return simpler;
}

std::vector<json::value> simpler_text(std::string_view text) {
  const auto span = parse_duration(text);
  if (!span || *span == Clock::duration::zero()) return {};
  const std::int64_t us = std::chrono::duration_cast<std::chrono::microseconds>(*span).count();
  std::vector<json::value> simpler;
  for (const std::int64_t other : {rounded(us / 8), rounded(us / 2), rounded(us)}) {
    const std::string spelled = format_duration(std::chrono::microseconds(other));
    if (other > 0 && spelled != text) simpler.emplace_back(spelled);
  }
  return simpler;
}

/// What may stand in place of a value.
std::vector<json::value> simpler(const json::value& value) {
  if (const auto* text = value.if_string()) return simpler_text(*text);
  if (const auto* number = value.if_int64()) return simpler_number(*number);
  if (const auto* list = value.if_array(); list && list->size() > 1) {
    return {list->front(), json::array(list->begin(), list->end() - 1)};
  }
  return {};
}

/// Which keys of a map can be left out.
using MayGo = std::function<bool(std::string_view key)>;

bool any(std::string_view) {
  return true;
}

/// All versions of a tree in which one thing is simpler. `may_go` speaks of its own keys; further
/// inside any can go.
std::vector<json::value> versions(const json::value& tree, const MayGo& may_go) {
  std::vector<json::value> all;
  const auto* object = tree.if_object();
  if (!object) return simpler(tree);
  for (const auto& pair : *object) {
    if (!may_go(pair.key())) continue;
    json::object rest = *object;
    rest.stable_erase(pair.key());
    all.emplace_back(std::move(rest));
  }
  for (const auto& pair : *object) {
    for (json::value& inner : versions(pair.value(), any)) {
      json::object changed = *object;
      changed[pair.key()] = std::move(inner);
      all.emplace_back(std::move(changed));
    }
  }
  return all;
}

class Simplifier {
 public:
  explicit Simplifier(const Schedule& schedule) : schedule_(schedule) {}

  std::vector<Schedule> all() {
    put_without_link();
    put_without_switch();
    put_simpler_rules();
    put_without_setting();
    for (std::size_t index = 0; index < schedule_.steps.size(); ++index) put_simpler_step(index);
    return std::move(simpler_);
  }

 private:
  void put_without_link() {
    for (const auto& pair : schedule_.links) {
      Schedule changed = schedule_;
      changed.links.stable_erase(pair.key());
      simpler_.push_back(std::move(changed));
    }
  }

  void put_without_switch() {
    for (const auto& pair : schedule_.platform) {
      if (is_basic(pair.key())) continue;
      Schedule changed = schedule_;
      changed.platform.stable_erase(pair.key());
      simpler_.push_back(std::move(changed));
    }
  }

  void put_simpler_rules() {
    const auto* rules = schedule_.platform.if_contains("rules");
    if (!rules) return;
    for (json::value& version : versions(*rules, any)) {
      if (version.is_object() && version.get_object().empty()) continue;  // the switch goes whole
      Schedule changed = schedule_;
      changed.platform["rules"] = std::move(version);
      simpler_.push_back(std::move(changed));
    }
  }

  void put_without_setting() {
    for (const auto& subject : schedule_.subjects) {
      const auto* settings = subject.value().if_object();
      if (!settings) continue;
      for (const auto& setting : *settings) {
        if (is_role(setting.key())) continue;
        Schedule changed = schedule_;
        changed.subjects[subject.key()].as_object().stable_erase(setting.key());
        simpler_.push_back(std::move(changed));
      }
    }
  }

  void put_simpler_step(std::size_t index) {
    const json::object& step = schedule_.steps[index];
    const std::string verb = verb_of(step);
    const auto may_go = [&verb](std::string_view key) { return key != verb; };
    for (json::value& version : versions(step, may_go)) {
      Schedule changed = schedule_;
      changed.steps[index] = std::move(version.as_object());
      simpler_.push_back(std::move(changed));
    }
  }

  const Schedule& schedule_;
  std::vector<Schedule> simpler_;
};

}  // namespace

std::vector<Schedule> simplifications(const Schedule& schedule) {
  return Simplifier(schedule).all();
}

}  // namespace stormlark::scenarios
