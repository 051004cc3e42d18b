#include "runtime/duration.h"
#include "runtime/number.h"
#include "scenarios/actions/fault_step.h"
#include "scenarios/actions/standard_verbs.h"
#include "scenarios/actions/unsynced.h"
#include "scenarios/simulated/simulated_backstage.h"
#include "scenarios/stage/stage.h"

namespace stormlark::scenarios::verb {
namespace {

using namespace history;

// What `corrupt: journal` means: the file that our gateway's subject file names.
constexpr const char* journal = "gateway.db";

/// What befalls the disk of one subject.
struct Trouble {
  std::string subject;
  std::string detail;  ///< in words
  DiskFault fault;
  std::string corrupt;  ///< a file below its work directory
  std::string at;       ///< the offset in it, or a text that stands there; empty: drawn
  int crash_at = 0;     ///< the database write that it does not survive, from 1
};

/// `disk: {bot: {full: true}}`
class DiskStep final : public Action {
 public:
  DiskStep(std::vector<Trouble> troubles, Unsynced unsynced, FaultTerms terms)
      : troubles_(std::move(troubles)), unsynced_(unsynced), terms_(std::move(terms)) {}

  bool only_simulated() const override { return true; }

  awaitable<StepOutcome> run(Stage& stage) const override {
    for (const Trouble& trouble : troubles_) {
      const std::string problem = begin(stage, trouble);
      if (!problem.empty()) co_return StepOutcome::missed(problem);
    }
    const StepOutcome outcome = co_await terms_.see_through(stage);
    co_return outcome;
  }

 private:
  // What kept it from beginning, or nothing.
  std::string begin(Stage& stage, const Trouble& trouble) const {
    Subject& subject = stage.subject(trouble.subject);
    if (trouble.crash_at > 0) return crash(stage, subject, trouble.crash_at);
    if (!trouble.corrupt.empty()) return corrupt(stage, trouble);
    suffer(stage, trouble);
    return {};
  }

  std::string crash(Stage& stage, Subject& subject, int nth) const {
    const bool armed = subject.crash_at_write(nth, unsynced_, terms_.name);
    if (!armed) return "nothing can crash: " + subject.name() + " " + subject.last_end();
    stage.faults().begin(terms_.name,
                         [&subject, name = terms_.name] { subject.call_off_crash(name); });
    return {};
  }

  void suffer(Stage& stage, const Trouble& trouble) const {
    Recorder& recorder = stage.recorder();
    DiskFaults& disk = stage.backstage().simulated()->disk_faults();
    const std::string directory = stage.subject(trouble.subject).work_directory();
    recorder.add(FaultBegan{terms_.name, "disk", trouble.subject, trouble.detail});
    stage.faults().begin(terms_.name, [&recorder, &disk, directory, name = terms_.name] {
      disk.end(name, directory);
      recorder.add(FaultEnded{name, "healed"});
    });
    disk.begin(terms_.name, directory, trouble.fault,
               [&recorder, name = terms_.name, what = trouble.detail] {
                 recorder.add(FaultTookEffect{name, "felt: " + what});
               });
  }

  // Between two lives, for a running process would not read it again.
  std::string corrupt(Stage& stage, const Trouble& trouble) const {
    const Subject& subject = stage.subject(trouble.subject);
    if (subject.running()) {
      return trouble.subject + " is running; corrupt its files between two lives";
    }
    const std::string path = subject.work_directory() + "/" + trouble.corrupt;
    stage.recorder().add(FaultBegan{terms_.name, "disk", trouble.subject, trouble.detail});
    const bool flipped = flip(stage, path, trouble.at);
    if (flipped) {
      stage.recorder().add(
          FaultTookEffect{terms_.name, "bytes of " + trouble.corrupt + " flipped"});
    }
    stage.recorder().add(FaultEnded{terms_.name, "over"});
    if (flipped) return {};
    const std::string where = trouble.at.empty() ? "" : " with '" + trouble.at + "'";
    return trouble.subject + " has no " + trouble.corrupt + where;
  }

  static bool flip(Stage& stage, const std::string& path, const std::string& at) {
    SimulatedDisk& disk = stage.backstage().simulated()->simulation().disk();
    if (at.empty()) return disk.corrupt(path);
    if (const auto offset = parse_number<std::size_t>(at)) return disk.corrupt_at(path, *offset);
    const auto bytes = stage.world().disk().read_file(path);
    const std::size_t found = bytes ? bytes->find(at) : std::string::npos;
    return found != std::string::npos && disk.corrupt_at(path, found);
  }

  std::vector<Trouble> troubles_;
  Unsynced unsynced_;
  FaultTerms terms_;
};

Trouble read_trouble(const std::string& subject, const Item& item) {
  const Fields fields(item, {"full", "read-only", "slow", "corrupt", "at", "crash-at"});
  const std::size_t faults = item.pairs().size() - (fields.has("at") ? 1 : 0);
  if (faults != 1) item.fail("must be one fault, such as {full: true}");
  if (fields.has("at") && !fields.has("corrupt")) item.fail("`at` goes with `corrupt` only");
  Trouble trouble;
  trouble.subject = subject;
  const auto set = [&fields](const char* key) {
    const auto value = fields.find(key);
    if (value && !value->flag()) value->fail("write true; the fault ends by 'heal'");
    return value.has_value();
  };
  trouble.fault.full = set("full");
  trouble.fault.read_only = set("read-only");
  trouble.fault.slow = fields.duration_or("slow", {});
  trouble.crash_at = fields.integer_or("crash-at", 1, 0);
  trouble.corrupt = fields.text_or("corrupt", "");
  trouble.at = fields.text_or("at", "");
  if (trouble.fault.full) trouble.detail = "no space is left";
  if (trouble.fault.read_only) trouble.detail = "nothing can be written";
  if (fields.has("slow")) {
    trouble.detail = "each write lasts " + format_duration(trouble.fault.slow) + " longer";
  }
  if (trouble.corrupt == "journal") trouble.corrupt = journal;
  if (!trouble.corrupt.empty()) trouble.detail = trouble.corrupt + " is damaged";
  return trouble;
}

}  // namespace

Made disk(const StepText& step) {
  std::vector<Trouble> troubles;
  bool crashes = false;
  for (const auto& [subject, item] : step.value.pairs()) {
    step.names.expect_subject(subject, item);
    troubles.push_back(read_trouble(subject, item));
    crashes = crashes || troubles.back().crash_at > 0;
  }
  if (troubles.empty()) step.value.fail("names no subject; write {bot: {full: true}}");
  const Unsynced unsynced = read_unsynced(step, crashes);
  return std::make_shared<DiskStep>(std::move(troubles), unsynced, FaultTerms::read(step, "disk"));
}

}  // namespace stormlark::scenarios::verb
