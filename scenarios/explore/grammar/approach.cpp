#include "scenarios/explore/grammar/approach.h"

#include "protocol/api.h"

namespace stormlark::scenarios {
namespace {

namespace operation = protocol::operation;

constexpr const char* patience = "4s";
constexpr const char* long_patience = "30s";  // of what must come, however slow the link is

void await(Program& program, std::string_view what, boost::json::value_ref whom) {
  program.add(map_of({{"await", map_of({{what, whom}})}, {"within", patience}}));
}

void await_call(Program& program, std::string_view called) {
  program.add(
      map_of({{"await", map_of({{"call", called}, {"by", program.bot()}})}, {"within", patience}}));
}

/// Waits for the call and keeps it; let go by what is owed, or at once.
std::string hold_call(Program& program, std::string_view called, bool after_commit) {
  const std::string name = program.fresh_name("held");
  program.add(map_of({{"await", map_of({{"call", called}, {"by", program.bot()}})},
                      {"within", patience},
                      {"hold", after_commit ? "after-commit" : "before-commit"},
                      {"as", name}}));
  return name;
}

/// Ends the bot's connection in a way that it sees at once.
void cut(Program& program) {
  if (program.swarm().forgetful || program.dice().chance(0.5)) {
    program.add(map_of(
        {{"platform", map_of({{"close", program.bot()}})}, {"as", program.fresh_name("cut")}}));
  } else {
    program.add(map_of({{"link", map_of({{program.bot(), map_of({{"reset", true}})}})},
                        {"as", program.fresh_name("cut")}}));
  }
}

void come_to_rest(Program& program) {
  const bool forgetful = program.swarm().forgetful;
  program.add(map_of(
      {{"await", map_of({{"settled", true}})}, {"within", forgetful ? long_patience : patience}}));
  if (forgetful) program.wait(1s, 2s);  // until every reply is noted
}

void kill(Program& program) {
  if (program.swarm().forgetful) come_to_rest(program);
  if (program.dice().chance(0.7)) {
    program.kill();
  } else {
    program.signal("SIGTERM");
  }
  program.await_exit();
  program.note_down();
}

void come_to_start(Program& program) {
  kill(program);
  // Among rivals the one that is struck has to be the owner again before another comes.
  program.start(program.bot(), program.swarm().company != Company::rivals);
  program.wait(100us, 20ms);
}

void come_to_dialing(Program& program) {
  cut(program);
  const std::string held = hold_call(program, operation::discovery, true);
  program.add(map_of({{"release", held}}));
}

/// A moment can be held, which freezes the bot; else the strike follows at once.
void come_to_event(Program& program, std::string_view moment, std::string_view trigger) {
  program.send_some();
  const bool hold = !program.swarm().forgetful && program.dice().chance(0.3);
  if (!hold) return await(program, trigger, program.bot());
  const std::string name = program.fresh_name("held");
  program.add(map_of({{"await", map_of({{"moment", moment}, {"of", program.bot()}})},
                      {"within", patience},
                      {"hold", true},
                      {"as", name}}));
  program.owe(map_of({{"release", name}}));
}

void come_to_calling(Program& program) {
  program.send_some();
  if (program.swarm().forgetful || program.dice().chance(0.5)) {
    return await_call(program, operation::message_reply);
  }
  const bool after_commit = program.dice().chance(0.5);
  const std::string held = hold_call(program, operation::message_reply, after_commit);
  program.owe(map_of({{"release", held}}));
}

void come_to_draining(Program& program) {
  program.send_some();
  await(program, "ack", program.bot());
  program.signal("SIGTERM");
  program.await_exit_later();
  program.note_down();
}

void come_to_freeze(Program& program) {
  program.freeze();
  program.wait(1ms, 2s);
}

}  // namespace

void approach(Program& program, ConnectionState state) {
  using enum ConnectionState;
  switch (state) {
    case no_process:
      return kill(program);
    case starting:
      return come_to_start(program);
    case discovering:
      cut(program);
      return await_call(program, operation::discovery);
    case dialing:
      return come_to_dialing(program);
    case waiting:
      cut(program);
      return await(program, "disconnected", program.bot());
    case idle:
      return come_to_rest(program);
    case pushed:
      return come_to_event(program, "event-pushed", "push");
    case turn:
      return come_to_event(program, "event-acked", "ack");
    case calling:
      return come_to_calling(program);
    case draining:
      return come_to_draining(program);
    case frozen:
      return come_to_freeze(program);
  }
}

}  // namespace stormlark::scenarios
