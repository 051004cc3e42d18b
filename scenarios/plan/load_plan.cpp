#include "scenarios/plan/load_plan.h"

#include "runtime/suggest.h"
#include "scenarios/plan/document.h"
#include "scenarios/plan/platform_options.h"
#include "scenarios/plan/platform_rules.h"
#include "scenarios/plan/read_steps.h"
#include "scenarios/plan/resolve.h"

#include <algorithm>
#include <cctype>
#include <filesystem>

#include <boost/json/serialize.hpp>

namespace stormlark::scenarios {
namespace {

constexpr const char* default_subject = "stormlark-gateway";

const std::vector<std::string> top_keys = {"scenario", "title", "seen",   "tags",     "defect",
                                           "needs",    "seed",  "matrix", "platform", "subjects",
                                           "links",    "steps", "expect"};

/// Directories and tables bear it.
std::string read_name(const Item& item) {
  std::string name = item.text();
  const auto is_odd = [](unsigned char letter) { return letter < 0x20 || letter == '/'; };
  if (name.empty() || std::ranges::any_of(name, is_odd)) {
    item.fail("must be a name: one line without slashes, such as pong-never");
  }
  return name;
}

/// Paths of subjects count from the scenario's file. They are made absolute, so that a scenario as
/// run is the same wherever its file lies.
void anchor_subjects(const Item& scenario) {
  const std::filesystem::path directory = std::filesystem::path(scenario.file()).parent_path();
  const auto subjects = scenario.find("subjects");
  if (!subjects || !subjects->is_map()) return;
  for (const auto& [name, subject] : subjects->pairs()) {
    const auto file = subject.is_map() ? subject.find("subject") : std::nullopt;
    if (!file || !file->is_scalar() || !Library::is_path(file->text())) continue;
    YAML::Node node = file->node();
    node = std::filesystem::absolute(directory / file->text()).lexically_normal().string();
  }
}

// The file of a subject that a scenario names.
std::string named_subject(const Library& library, const Item& item) {
  const std::string name = item.text();
  try {
    return library.subject(name);
  } catch (const PlanError& unknown) {
    item.fail(unknown.what());
  }
}

// A scenario's bot, or the other one in its place: `notes` then has what that bot lacks.
SubjectPlan read_subject(SubjectFiles& files, const Item& item, const std::string& name,
                         const std::string& other, std::vector<std::string>& notes) {
  std::vector<std::string> own = {"subject", "reach", "start", "lock"};
  SubjectPlan subject;
  subject.name = name;
  std::string file = other.empty() ? default_subject : other;
  std::vector<std::string> known = own;
  std::vector<std::pair<std::string, Item>> pairs;
  if (item.is_map()) pairs = item.pairs();
  if (!item.is_map() && !item.node().IsNull())
    item.fail("must be a map; write {} for a bot as it is");
  const auto named = other.empty() ? item.find("subject") : std::nullopt;
  if (named) file = named_subject(files.library(), *named);
  subject.file = files.get(file);
  subject.reach = subject.file.reach;
  subject.settings = subject.file.settings;
  for (const auto& pair : subject.settings) known.emplace_back(pair.key());
  std::vector<std::pair<std::string, Item>> settings;
  for (const auto& [key, value] : pairs) {
    if (key == "reach") {
      subject.reach = value.word({"direct", "proxy"}) == "proxy" ? Reach::proxy : Reach::direct;
    } else if (key == "start") {
      subject.starts_later = value.word({"later", "at-once"}) == "later";
    } else if (key == "lock") {
      subject.shares_lock = value.word({"shared", "separate"}) == "shared";
    } else if (key != "subject") {
      if (!subject.settings.contains(key) && other.empty()) {
        value.fail("unknown key" + suggestion(key, known));
      }
      settings.emplace_back(key, value);
    }
  }
  std::vector<std::string> left_out;
  lay_over(subject.settings, settings, other.empty() ? nullptr : &left_out);
  for (const std::string& setting : left_out) {
    notes.push_back(name + " has no setting " + setting + "; left out");
  }
  return subject;
}

// It names files of the run, and the peer on its link.
void expect_plain_name(const std::string& name, const Item& item) {
  const bool is_plain = !name.empty() && std::ranges::all_of(name, [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
  });
  if (!is_plain) item.fail("is no name of a subject; write letters, digits, - and _ only");
}

std::vector<SubjectPlan> read_subjects(SubjectFiles& files, const std::optional<Item>& item,
                                       const std::string& other, std::vector<std::string>& notes) {
  std::vector<SubjectPlan> subjects;
  if (!item) {
    subjects.push_back(read_subject(files, Item("", "", YAML::Node(), 0), "bot", other, notes));
    return subjects;
  }
  for (const auto& [name, value] : item->pairs()) {
    expect_plain_name(name, value);
    subjects.push_back(read_subject(files, value, name, other, notes));
  }
  if (subjects.empty()) item->fail("names no bot; leave it out for one that is called 'bot'");
  return subjects;
}

std::vector<LinkCondition> read_links(const std::optional<Item>& item, const PlanNames& names) {
  std::vector<LinkCondition> conditions;
  if (!item) return conditions;
  for (const auto& [subject, value] : item->pairs()) {
    names.expect_subject(subject, value);
    for (const Item& one : value.list()) {
      const auto json = one.json();
      if (!json.is_object()) one.fail("must be a map, such as {latency: 5ms}");
      auto parsed = proxy::parse_fault(json.as_object());
      if (!parsed.fault) one.fail(parsed.problem);
      conditions.push_back({subject, *parsed.fault});
    }
  }
  return conditions;
}

void add_check(std::vector<std::unique_ptr<Check>>& checks, const Item& item,
               const std::string& name, const boost::json::value& parameters) {
  CheckParse parsed = parse_check(name, parameters);
  if (!parsed.check) item.fail(parsed.problem);
  const bool is_there = std::ranges::any_of(
      checks, [&](const auto& other) { return other->spelling == parsed.check->spelling; });
  if (is_there) item.fail("stands twice; remove one");
  checks.push_back(std::move(parsed.check));
}

// `exit-status` is the check that speaks of subjects by name.
void expect_subjects(const std::string& check, const Item& parameters, const PlanNames& names) {
  if (check != "exit-status" || !parameters.is_map()) return;
  for (const auto& [subject, item] : parameters.pairs()) names.expect_subject(subject, item);
}

std::vector<std::unique_ptr<Check>> read_checks(const Item& item, const PlanNames& names) {
  if (!item.is_list()) item.fail("must be a list of checks; begin each with '-'");
  std::vector<std::unique_ptr<Check>> checks;
  for (const Item& one : item.list()) {
    if (one.is_scalar()) {
      add_check(checks, one, one.text(), nullptr);
      continue;
    }
    const auto pairs = one.pairs();
    if (pairs.size() != 1) one.fail("must be one check, such as 'reply-latency: {max: 3s}'");
    const auto& [name, parameters] = pairs.front();
    expect_subjects(name, parameters, names);
    add_check(checks, one, name, parameters.json());
  }
  if (checks.empty()) item.fail("expects nothing; a scenario wants at least one check");
  return checks;
}

std::uint64_t seed_of(const Item& root, std::uint64_t fallback) {
  const YAML::Node node = root.node()["seed"];
  if (!node) return fallback;
  std::uint64_t seed = 0;
  if (node.IsScalar() && YAML::convert<std::uint64_t>::decode(node, seed)) return seed;
  for (const auto& [key, item] : root.pairs()) {
    if (key == "seed") {
      item.fail("'" + item.one_line() + "' is not a seed; write a whole number, such as 7");
    }
  }
  return fallback;
}

YAML::Node as_run(const SubjectPlan& subject) {
  YAML::Node node = YAML::Load(boost::json::serialize(subject.settings));
  node["subject"] = std::filesystem::absolute(subject.file.path).lexically_normal().string();
  node["reach"] = subject.reach == Reach::proxy ? "proxy" : "direct";
  node["start"] = subject.starts_later ? "later" : "at-once";
  node["lock"] = subject.shares_lock ? "shared" : "separate";
  return node;
}

// Reads a scenario in which every choice was made.
Plan read_plan(SubjectFiles& files, const Item& root, std::uint64_t seed,
               const std::string& other_subject) {
  const Fields fields(root, top_keys);
  Plan plan;
  plan.scenario = plan.name = read_name(fields.need("scenario"));
  plan.title = fields.text_or("title", plan.scenario);
  if (const auto item = fields.find("seen")) plan.seen = item->texts();
  if (const auto item = fields.find("tags")) plan.tags = item->texts();
  plan.defect = fields.text_or("defect", "");
  if (const auto item = fields.find("needs")) plan.needs = item->texts();
  plan.file = root.file();
  plan.document = root.node();
  plan.other_subject = other_subject;
  plan.seed = seed;
  if (const auto item = fields.find("platform")) plan.platform = read_platform_options(*item);
  plan.subjects = read_subjects(files, fields.find("subjects"), other_subject, plan.notes);
  PlanNames names;
  for (const mock::NamedRule& one : plan.platform.rules) names.faults.insert(one.name);
  names.apps = plan.platform.apps;
  for (const SubjectPlan& subject : plan.subjects) names.subjects.push_back(subject.name);
  if (const auto item = fields.find("platform")) {
    check_names_of_platform(*item, names.subjects, names.apps);
  }
  plan.links = read_links(fields.find("links"), names);
  plan.steps = read_steps(fields.need("steps"), names);
  plan.checks = read_checks(fields.need("expect"), names);
  return plan;
}

}  // namespace

ScenarioText read_scenario(const std::string& path) {
  std::string text = read_text(path);
  const Item root = parse_document(path, text);
  include_rules(root);
  ScenarioText scenario{path, std::move(text), cells_of(root)};
  const auto unused = unused_in_matrix(root);
  const bool is_definite = !resolve(root, scenario.cells.front(), Prng(1), 1.0);
  anchor_subjects(root);
  if (is_definite) scenario.definite = root;
  if (unused) {  // told last: a name that is misspelt where it should stand is told better
    unused->fail("is used nowhere, so that all its runs are the same; write \"{" + unused->path() +
                 "}\", in quotes, where the choice belongs");
  }
  return scenario;
}

Plan load_plan(SubjectFiles& files, const ScenarioText& scenario, std::size_t index,
               const LoadOptions& options) {
  const bool is_definite = scenario.definite && options.scale == 1.0;
  const Item root = is_definite ? *scenario.definite : parse_document(scenario.path, scenario.text);
  const Cell& cell = scenario.cells[index];
  const std::uint64_t seed = options.seed ? *options.seed : seed_of(root, options.fallback_seed);
  if (!is_definite) {
    include_rules(root);
    resolve(root, cell, Prng(seed).fork("plan"), options.scale);
    anchor_subjects(root);
  }
  Plan plan = read_plan(files, root, seed, options.subject);
  plan.name += to_string(cell);
  plan.scale = options.scale;
  plan.cell = cell;
  return plan;
}

std::vector<Plan> load_plans(const Library& library, const std::string& path,
                             const LoadOptions& options) {
  const ScenarioText scenario = read_scenario(path);
  SubjectFiles files(library);
  std::vector<Plan> plans;
  for (std::size_t cell = 0; cell < scenario.cells.size(); ++cell) {
    plans.push_back(load_plan(files, scenario, cell, options));
  }
  return plans;
}

Plan load_definite(SubjectFiles& files, const Item& scenario) {
  return read_plan(files, scenario, seed_of(scenario, 1), {});
}

std::string text_of(const Plan& plan) {
  YAML::Node document = YAML::Clone(plan.document);
  for (const auto& [name, choice] : plan.cell) {
    document["matrix"][name] = YAML::Load("[" + choice + "]");
  }
  YAML::Node subjects(YAML::NodeType::Map);
  for (const SubjectPlan& subject : plan.subjects) subjects[subject.name] = as_run(subject);
  document["subjects"] = subjects;
  document["seed"] = plan.seed;
  YAML::Emitter out;
  out << document;
  return std::string(out.c_str()) + "\n";
}

ScenarioSummary summarize(const std::string& path) {
  const Item root = read_document(path);
  const Fields fields(root, top_keys);
  ScenarioSummary summary;
  summary.name = fields.need("scenario").text();
  summary.title = fields.text_or("title", "");
  summary.defect = fields.text_or("defect", "");
  if (const auto tags = fields.find("tags")) summary.tags = tags->texts();
  return summary;
}

}  // namespace stormlark::scenarios
