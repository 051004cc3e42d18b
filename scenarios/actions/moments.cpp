#include "scenarios/actions/moments.h"

#include "protocol/api.h"
#include "scenarios/actions/conditions.h"
#include "scenarios/actions/hold.h"
#include "scenarios/stage/stage.h"

namespace stormlark::scenarios {
namespace {

using namespace history;

struct MomentTerms {
  std::string subject;
  int nth = 1;
  bool held = false;
  Clock::duration within{};
};

class Moment : public Action {
 public:
  explicit Moment(MomentTerms terms) : terms_(std::move(terms)) {}

 protected:
  awaitable<bool> come(Stage& stage, std::function<bool()> holds) const {
    const bool came = co_await stage.standing().until(std::move(holds), terms_.within);
    co_return came;
  }

  static StepOutcome missed(Stage& stage, std::size_t from, const std::string& why) {
    return StepOutcome::missed(why + "; " + what_happened(stage.recorder().history(), from));
  }

  static StepOutcome not_still(const Subject& subject) {
    return StepOutcome::missed(subject.name() + " could not be held still: it " +
                               subject.last_end());
  }

  MomentTerms terms_;
};

/// Nothing is under way: all is answered, after the nth answer.
class Idle final : public Moment {
 public:
  using Moment::Moment;

  awaitable<StepOutcome> run(Stage& stage) const override {
    const std::size_t from = stage.recorder().history().size();
    auto answered = count_from_now(stage, terms_.nth, [](const Record& record) {
      return record.as<AnswerVisible>() != nullptr;
    });
    auto idle = [&stage, answered] { return answered() && stage.standing().idle(); };
    const bool came = co_await come(stage, idle);
    co_return came ? StepOutcome::done() : missed(stage, from, "it was never idle");
  }
};

/// The nth event has been written to the subject, which has not seen it: it was held still before.
class EventPushed final : public Moment {
 public:
  using Moment::Moment;

  awaitable<StepOutcome> run(Stage& stage) const override {
    const std::size_t from = stage.recorder().history().size();
    Subject& subject = stage.subject(terms_.subject);
    const auto is_push = [&stage, name = terms_.subject](const Record& record) {
      const auto* pushed = record.as<Pushed>();
      return pushed && stage.is_for(pushed->peer, name);
    };
    const int before = terms_.held ? terms_.nth - 1 : terms_.nth;
    bool came = co_await come(stage, count_from_now(stage, before, is_push));
    if (came && terms_.held) {
      const bool still = co_await subject.freeze();
      if (!still) co_return not_still(subject);
      came = co_await come(stage, count_from_now(stage, 1, is_push));
    }
    co_return came ? StepOutcome::done() : missed(stage, from, "no such event was pushed");
  }
};

/// The subject has acked the nth event and not yet answered it. Where an answer is quicker than the
/// hold, the next event is tried.
class EventAcked final : public Moment {
 public:
  using Moment::Moment;
  static constexpr const char* not_seen =
      "no event was seen acked and not answered; where answers come before acks, await "
      "event-pushed or call-held";

  awaitable<StepOutcome> run(Stage& stage) const override {
    const std::size_t from = stage.recorder().history().size();
    Subject& subject = stage.subject(terms_.subject);
    std::string message;
    const auto acked = [&stage, name = terms_.subject, &message](const Record& record) {
      const auto* ack = record.as<Acked>();
      if (!ack || !stage.is_for(ack->peer, name)) return false;
      message = ack->message;
      return true;
    };
    for (int wanted = terms_.nth;; wanted = 1) {
      const bool came = co_await come(stage, count_from_now(stage, wanted, acked));
      if (!came) co_return missed(stage, from, not_seen);
      if (!terms_.held) co_return StepOutcome::done();
      const bool still = co_await subject.freeze();
      if (!still) co_return not_still(subject);
      if (!stage.standing().answered(message)) co_return StepOutcome::done();
      co_await subject.thaw();
    }
  }
};

}  // namespace

std::shared_ptr<const Action> await_moment(const Fields& fields, const StepText& step,
                                           Clock::duration within) {
  MomentTerms terms;
  terms.subject = step.names.subject_or_only(fields, "of");
  terms.nth = fields.integer_or("nth", 1, 1);
  terms.within = within;
  const auto hold = step.modifiers.find("hold");
  terms.held = hold && hold->flag();
  const std::string name = hold ? step.new_fault("held") : "";
  const std::string moment = fields.need("moment").word(
      {"idle", "event-pushed", "event-acked", "call-held", "call-answered"});
  if (moment == "idle") return std::make_shared<Idle>(terms);
  if (moment == "event-pushed") return std::make_shared<EventPushed>(terms);
  if (moment == "event-acked") return std::make_shared<EventAcked>(terms);
  if (!terms.held) fields.map().fail("a call can be struck only while it is held; add hold: true");
  HeldCall held;
  held.operation = fields.text_or("call", std::string(protocol::operation::message_reply));
  held.peer = terms.subject;
  held.nth = terms.nth;
  held.after_commit = moment == "call-answered";
  held.name = name;
  return hold_call(std::move(held), within);
}

}  // namespace stormlark::scenarios
