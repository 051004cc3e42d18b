#include "scenarios/actions/conditions.h"

#include "protocol/api.h"
#include "runtime/suggest.h"
#include "scenarios/checks/facts.h"
#include "scenarios/stage/stage.h"

namespace stormlark::scenarios {
namespace {

using namespace history;

/// `{call: im.message.reply, nth: 5}`
Condition call(const Fields& fields, const StepText&) {
  const std::string operation = fields.need("call").text();
  const std::string peer = fields.text_or("by", "");
  const int nth = fields.integer_or("nth", 1, 1);
  return [=](Stage& stage) {
    return count_from_now(stage, nth, [=](const Record& record) {
      const auto* began = record.as<CallBegan>();
      return began && began->operation == operation && (peer.empty() || began->peer == peer);
    });
  };
}

Condition for_all(std::vector<std::string> subjects, std::function<bool(const Subject&)> holds) {
  return [subjects = std::move(subjects), holds = std::move(holds)](Stage& stage) {
    return [&stage, subjects, holds] {
      for (const std::string& name : subjects) {
        if (!holds(stage.subject(name))) return false;
      }
      return true;
    };
  };
}

/// `{exit: bot}`: it has ended, now or before.
Condition exit(const Fields& fields, const StepText& step) {
  return for_all(step.names.subject_list(fields.need("exit")),
                 [](const Subject& subject) { return subject.life() > 0 && !subject.running(); });
}

/// `{ready: bot}`: it said so in this life.
Condition ready(const Fields& fields, const StepText& step) {
  return for_all(step.names.subject_list(fields.need("ready")),
                 [](const Subject& subject) { return subject.ready() && subject.running(); });
}

/// `{settled: true}`: every message has its answer, and all are sent.
Condition settled(const Fields& fields, const StepText&) {
  if (!fields.need("settled").flag()) fields.map().fail("write settled: true");
  return [](Stage& stage) { return [&stage] { return stage.standing().settled(); }; };
}

/// `{connected: bot}` and `{disconnected: bot}`, by the platform's connection table.
Condition connected(const Fields& fields, const StepText& step) {
  const std::string peer = step.names.subject(fields.need("connected"));
  return [=](Stage& stage) {
    return [&stage, peer] { return stage.standing().connections(peer) > 0; };
  };
}

Condition disconnected(const Fields& fields, const StepText& step) {
  const std::string peer = step.names.subject(fields.need("disconnected"));
  return [=](Stage& stage) {
    return [&stage, peer] { return stage.standing().connections(peer) == 0; };
  };
}

std::size_t last_fault_in(const History& history) {
  for (std::size_t index = history.size(); index > 0; --index) {
    if (history[index - 1].as<FaultBegan>()) return index;
  }
  return 0;
}

// Whom a fault strikes, by the latest of that name.
std::string target_of(const History& history, const std::string& fault) {
  for (auto record = history.rbegin(); record != history.rend(); ++record) {
    const auto* began = record->as<FaultBegan>();
    if (began && began->fault == fault) return began->target;
  }
  return "";
}

// Whether a record shows that `peer` knows of its loss: it ends its connection, even where a fault
// keeps that from the platform, or asks for a new one.
bool shows_knowledge(const History& history, const Record& record, const std::string& peer) {
  if (const auto* closed = record.as<ConnectionClosed>()) return closed->peer == peer;
  if (const auto* effect = record.as<FaultTookEffect>()) {
    return tells_of_leaving(effect->evidence) && target_of(history, effect->fault) == peer;
  }
  const auto* call = record.as<CallBegan>();
  return call && call->peer == peer && call->operation == protocol::operation::discovery;
}

/// `{detected: bot}`: it knows of the last fault.
Condition detected(const Fields& fields, const StepText& step) {
  const std::string peer = step.names.subject(fields.need("detected"));
  return [=](Stage& stage) {
    return [&stage, peer, index = last_fault_in(stage.standing().history())]() mutable {
      const History& history = stage.standing().history();
      for (; index < history.size(); ++index) {
        if (shows_knowledge(history, history[index], peer)) return true;
      }
      return false;
    };
  };
}

/// `{log: REGEX, of: bot}`
Condition log(const Fields& fields, const StepText& step) {
  const std::string subject = step.names.subject_or_only(fields, "of");
  const boost::regex pattern = fields.need("log").regex();
  const int nth = fields.integer_or("nth", 1, 1);
  return [=](Stage& stage) {
    return count_from_now(stage, nth, [=](const Record& record) {
      const auto* line = record.as<SubjectLog>();
      return line && line->subject == subject && boost::regex_search(line->line, pattern);
    });
  };
}

/// `{push: bot, nth: 5, attempt: 2}`
Condition push(const Fields& fields, const StepText& step) {
  const std::string peer = step.names.subject(fields.need("push"));
  const int nth = fields.integer_or("nth", 1, 1);
  const int attempt = fields.integer_or("attempt", 1, 1);
  return [=](Stage& stage) {
    return count_from_now(stage, nth, [=, &stage](const Record& record) {
      const auto* pushed = record.as<Pushed>();
      return pushed && stage.is_for(pushed->peer, peer) && pushed->attempt >= attempt;
    });
  };
}

/// `{ack: bot, nth: 5}`
Condition ack(const Fields& fields, const StepText& step) {
  const std::string peer = step.names.subject(fields.need("ack"));
  const int nth = fields.integer_or("nth", 1, 1);
  return [=](Stage& stage) {
    return count_from_now(stage, nth, [=, &stage](const Record& record) {
      const auto* acked = record.as<Acked>();
      return acked && stage.is_for(acked->peer, peer);
    });
  };
}

/// `{answers: 20}`: so many answers are visible, counted over the whole run.
Condition answers(const Fields& fields, const StepText&) {
  const int wanted = fields.need("answers").integer(1);
  return [=](Stage& stage) {
    return [&stage, wanted, index = std::size_t{0}, seen = 0]() mutable {
      const History& history = stage.standing().history();
      for (; index < history.size(); ++index) {
        if (history[index].as<AnswerVisible>()) ++seen;
      }
      return seen >= wanted;
    };
  };
}

/// `{fault: NAME}`: it was seen to take effect, now or before.
Condition fault(const Fields& fields, const StepText& step) {
  const Item item = fields.need("fault");
  const std::string name = item.text();
  if (!step.names.faults.contains(name)) {
    const std::vector<std::string> known(step.names.faults.begin(), step.names.faults.end());
    item.fail("no earlier step began a fault '" + name + "'" + suggestion(name, known));
  }
  return [=](Stage& stage) {
    return [&stage, name, index = std::size_t{0}]() mutable {
      const History& history = stage.standing().history();
      for (; index < history.size(); ++index) {
        const auto* effect = history[index].as<FaultTookEffect>();
        if (effect && effect->fault == name) return true;
      }
      return false;
    };
  };
}

}  // namespace

const std::vector<ConditionKind>& condition_kinds() {
  static const std::vector<ConditionKind> all = {
      {"call", {"nth", "by"}, call},
      {"exit", {}, exit},
      {"ready", {}, ready},
      {"settled", {}, settled},
      {"connected", {}, connected},
      {"disconnected", {}, disconnected},
      {"detected", {}, detected, true},
      {"log", {"of", "nth"}, log},
      {"push", {"nth", "attempt"}, push},
      {"ack", {"nth"}, ack},
      {"answers", {}, answers},
      {"fault", {}, fault},
  };
  return all;
}

std::function<bool()> count_from_now(Stage& stage, int nth,
                                     std::function<bool(const Record&)> wanted) {
  const History& history = stage.standing().history();
  return [&history, nth, wanted = std::move(wanted), index = history.size(), seen = 0]() mutable {
    for (; index < history.size() && seen < nth; ++index) {
      if (wanted(history[index])) ++seen;
    }
    return seen >= nth;
  };
}

}  // namespace stormlark::scenarios
