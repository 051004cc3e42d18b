#include "scenarios/explore/grammar/program.h"

#include <algorithm>

namespace stormlark::scenarios {

namespace json = boost::json;

namespace {

constexpr const char* exit_patience = "12s";
constexpr const char* ready_patience = "10s";
constexpr const char* start_patience = "5s";

}  // namespace

Program::Program(Dice dice, const Swarm& swarm)
    : dice_(dice), swarm_(swarm), bot_(swarm.bots.front()) {
  if (swarm.company == Company::hosts) {
    running_.insert(swarm.bots.begin(), swarm.bots.end());
  } else if (swarm.company != Company::race) {
    running_.insert(swarm.bots.front());
  }
}

std::vector<std::string> Program::running() const {
  return {running_.begin(), running_.end()};
}

std::string Program::fresh_name(std::string_view stem) {
  return std::string(stem) + "-" + std::to_string(++names_);
}

void Program::settle() {
  thaw();
  while (!owed_.empty()) {
    const auto next = dice_.between(0, static_cast<int>(owed_.size()) - 1);
    steps_.push_back(std::move(owed_[static_cast<std::size_t>(next)]));
    owed_.erase(owed_.begin() + next);
    if (!owed_.empty() && dice_.chance(0.3)) wait(1ms, 1s);
  }
  for (const std::string& bot : std::exchange(owed_starts_, {})) {
    if (!runs(bot)) start(bot);
  }
}

void Program::wait(Clock::duration least, Clock::duration most) {
  add(map_of({{"wait", dice_.span(least, most)}}));
}

void Program::send(json::object messages) {
  json::object step = map_of({{"send", std::move(messages)}});
  // Where no reply may be in doubt nobody dies while traffic comes.
  if (!swarm_.forgetful) step["background"] = true;
  add(std::move(step));
}

void Program::send_some() {
  const std::string chat = dice_.pick<std::string>({"alice", "bob", "carol"});
  send(map_of({{"chat", chat}, {"count", dice_.between(1, 4)}}));
}

void Program::signal(std::string_view name) {
  add(map_of({{"signal", map_of({{bot_, name}})}}));
}

void Program::kill() {
  json::object step = map_of({{"signal", map_of({{bot_, "SIGKILL"}})}});
  if (dice_.chance(0.2)) step["as"] = fresh_name("death");
  if (dice_.chance(0.4)) step["unsynced"] = dice_.pick<std::string>({"lost", "torn"});
  add(std::move(step));
}

void Program::await_exit() {
  thaw();
  add(map_of({{"await", map_of({{"exit", bot_}})}, {"within", exit_patience}}));
}

void Program::await_ready(const std::string& bot) {
  add(map_of({{"await", map_of({{"ready", bot}})}, {"within", ready_patience}}));
}

void Program::await_exit_later() {
  owe(map_of({{"await", map_of({{"exit", bot_}})}, {"within", exit_patience}}));
}

void Program::freeze() {
  signal("SIGSTOP");
  frozen_.insert(bot_);
}

void Program::thaw() {
  if (frozen_.erase(bot_) > 0) signal("SIGCONT");
}

void Program::note_down() {
  frozen_.erase(bot_);
  running_.erase(bot_);
  owed_starts_.insert(bot_);
}

void Program::start(const std::string& bot, bool in_background) {
  json::object step = map_of({{"start", bot}});
  if (in_background) step["background"] = true;
  if (dice_.chance(0.2)) step["within"] = start_patience;
  add(std::move(step));
  owed_starts_.erase(bot);
  // A rival ends at once where another holds the lock.
  const bool shares_lock = swarm_.company == Company::rivals;
  if (!shares_lock || running_.empty()) running_.insert(bot);
}

json::object map_of(std::initializer_list<std::pair<json::string_view, json::value_ref>> pairs) {
  return json::object(pairs);
}

}  // namespace stormlark::scenarios
