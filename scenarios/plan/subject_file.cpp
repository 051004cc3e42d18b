#include "scenarios/plan/subject_file.h"

#include "runtime/suggest.h"
#include "scenarios/plan/document.h"
#include "scenarios/plan/template.h"

#include <algorithm>
#include <array>
#include <filesystem>

namespace stormlark::scenarios {
namespace {

constexpr int ancestors_max = 8;

ReadyWhen read_ready(const Item& item) {
  if (item.is_map()) {
    const Fields fields(item, {"log"});
    return {ReadyWhen::Kind::log, fields.need("log").regex()};
  }
  const std::string word = item.word({"connected", "readyz"});
  return {.kind = word == "readyz" ? ReadyWhen::Kind::readyz : ReadyWhen::Kind::connected,
          .log = boost::regex()};
}

void read_claims(std::map<std::string, boost::regex>& into, const std::optional<Item>& item) {
  if (!item) return;
  const Fields fields(*item, {"connected", "disconnected"});
  for (const auto& [key, value] : item->pairs()) into[key] = value.regex();
}

void merge(boost::json::object& into, const boost::json::object& given) {
  for (const auto& pair : given) {
    boost::json::value& slot = into[pair.key()];
    if (slot.is_object() && pair.value().is_object()) {
      merge(slot.as_object(), pair.value().as_object());
    } else {
      slot = pair.value();
    }
  }
}

// A text is for the shell, which is replaced by the program where it only starts one.
std::vector<std::string> read_command(const Item& item) {
  const std::vector<std::string> words = item.texts();
  if (words.empty() || words.front().find_first_not_of(' ') == std::string::npos) {
    item.fail("starts nothing; write a command for the shell, or a list of words");
  }
  return item.is_scalar() ? std::vector<std::string>{"/bin/sh", "-c", words.front()} : words;
}

// The settings that the checks read as times.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> times = {
    {{"link", "pong_deadline"},
     {"link", "backoff_min"},
     {"drain", "deadline"},
     {"drain", "grace"}}};

void expect_times(const std::string& group, const Item& item) {
  if (!item.is_map()) return;
  for (const auto& [key, value] : item.pairs()) {
    if (std::ranges::find(times, std::pair<std::string_view, std::string_view>(group, key)) !=
        times.end()) {
      value.duration();
    }
  }
}

// A time is a text, also where it is `0` without a unit.
void spell_times(boost::json::object& settings) {
  for (const auto& [group, key] : times) {
    auto* const inner = settings.if_contains(group);
    auto* const time = inner && inner->is_object() ? inner->as_object().if_contains(key) : nullptr;
    if (time && time->is_int64()) *time = std::to_string(time->as_int64());
  }
}

// A subject file, and where its texts with names in braces stand, under their keys.
struct Reading {
  SubjectFile file;
  std::map<std::string, std::vector<Item>> texts;
};

void read_texts(Reading& reading, std::map<std::string, std::string>& into,
                const std::optional<Item>& item) {
  if (!item) return;
  for (const auto& [key, value] : item->pairs()) {
    into[key] = value.text();
    reading.texts.insert_or_assign(value.path(), std::vector<Item>{value});
  }
}

// All of them together, when it is known which settings there are.
void expect_known_names(const Reading& reading) {
  TemplateValues values;
  for (const std::string& name : names_in_subject_files()) values[name] = "known";
  add_settings(values, "settings", reading.file.settings);
  for (const auto& [key, items] : reading.texts) {
    for (const Item& item : items) {
      const std::string problem = expand(item.text(), values).problem;
      if (!problem.empty()) item.fail(problem);
    }
  }
}

void expect_variables(const Item& environment) {
  for (const auto& [name, value] : environment.pairs()) {
    if (!name.empty() && name.find('=') == name.npos) continue;
    value.fail("'" + name + "' is not the name of a variable, which has no =");
  }
}

/// A subject's files lie where it works, so that runs do not meet.
void expect_inside(const Item& files) {
  for (const auto& [name, text] : files.pairs()) {
    const std::filesystem::path path = std::filesystem::path(name).lexically_normal();
    const bool is_outside = path.is_absolute() || path.empty() || *path.begin() == "..";
    if (is_outside || !path.has_filename() || path == ".") {
      text.fail("'" + name + "' is not the path of a file below the directory of the run");
    }
  }
}

std::string file_of_parent(const Library& library, const std::string& path, const Item& parent) {
  const std::string beside =
      (std::filesystem::path(path).parent_path() / (parent.text() + ".yaml")).string();
  if (std::filesystem::is_regular_file(beside)) return beside;
  try {
    return library.subject(parent.text());
  } catch (const PlanError& unknown) {
    parent.fail(unknown.what());
  }
}

Reading load(const Library& library, const std::string& path, int depth) {
  const Item root = read_document(path);
  const Fields fields(
      root, {"subject", "title", "extends", "command", "files", "env", "ready", "reach", "health",
             "claims", "tolerates", "answers", "needs", "settings"});
  Reading reading;
  SubjectFile& file = reading.file;
  if (const auto parent = fields.find("extends")) {
    if (depth == ancestors_max) parent->fail("extends itself, or too long a row of others");
    reading = load(library, file_of_parent(library, path, *parent), depth + 1);
  }
  file.name = fields.need("subject").text();
  file.path = path;
  file.title = fields.text_or("title", file.title);
  if (const auto item = fields.find("command")) {
    file.command = read_command(*item);
    reading.texts.insert_or_assign("command", item->list());
  }
  if (file.command.empty()) root.fail("'command' is missing: say how the bot is started");
  if (const auto files = fields.find("files")) expect_inside(*files);
  read_texts(reading, file.files, fields.find("files"));
  if (const auto variables = fields.find("env")) expect_variables(*variables);
  read_texts(reading, file.environment, fields.find("env"));
  if (const auto item = fields.find("ready")) file.ready = read_ready(*item);
  if (const auto item = fields.find("reach")) {
    file.reach = item->word({"direct", "proxy"}) == "proxy" ? Reach::proxy : Reach::direct;
  }
  if (const auto item = fields.find("health")) {
    file.health = item->text();
    reading.texts.insert_or_assign("health", std::vector<Item>{*item});
  }
  if (file.ready.kind == ReadyWhen::Kind::readyz && file.health.empty()) {
    root.fail("'ready: readyz' wants 'health', the URL where /readyz is asked");
  }
  read_claims(file.claims, fields.find("claims"));
  if (const auto item = fields.find("tolerates")) {
    for (const Item& one : item->list()) {
      file.tolerates.insert(one.word({"batching", "extra-messages"}));
    }
  }
  if (const auto item = fields.find("answers")) {
    file.answers_with_token = item->word({"any", "token"}) == "token";
  }
  if (const auto item = fields.find("needs")) file.needs = item->texts();
  if (const auto item = fields.find("settings")) {
    const auto json = item->json();
    if (!json.is_object()) item->fail("must be a map of keys and values");
    for (const auto& [group, value] : item->pairs()) expect_times(group, value);
    merge(file.settings, json.as_object());
    spell_times(file.settings);
  }
  return reading;
}

// The names of all values in it: `brain.delay` for the setting `brain: {delay: 1s}`.
void add_names(std::vector<std::string>& names, const std::string& name, const Item& item) {
  if (!item.is_map()) {
    names.push_back(name);
    return;
  }
  for (const auto& [key, value] : item.pairs()) add_names(names, name + "." + key, value);
}

void lay_over(boost::json::object& settings, const std::string& prefix,
              const std::vector<std::pair<std::string, Item>>& given,
              std::vector<std::string>* left_out) {
  std::vector<std::string> known;
  for (const auto& pair : settings) known.emplace_back(pair.key());
  for (const auto& [key, item] : given) {
    auto* slot = settings.if_contains(key);
    if (!slot && left_out) {
      add_names(*left_out, prefix + key, item);
    } else if (!slot) {
      item.fail("the subject has no such setting" + suggestion(key, known));
    } else if (slot->is_object()) {
      lay_over(slot->as_object(), prefix + key + ".", item.pairs(), left_out);
    } else {
      *slot = item.json();
    }
  }
}

}  // namespace

const std::vector<std::string>& names_in_subject_files() {
  static const std::vector<std::string> names = {
      "app.id",       "app.secret",  "bin",       "lock.dir",          "platform.ca_file",
      "platform.url", "port.health", "proxy.url", "subject.directory", "work"};
  return names;
}

SubjectFile load_subject(const Library& library, const std::string& name_or_path) {
  Reading reading = load(library, library.subject(name_or_path), 0);
  expect_known_names(reading);
  return std::move(reading.file);
}

const SubjectFile& SubjectFiles::get(const std::string& name_or_path) {
  const auto known = read_.find(name_or_path);
  if (known != read_.end()) return known->second;
  return read_.emplace(name_or_path, load_subject(library_, name_or_path)).first->second;
}

void lay_over(boost::json::object& settings, const std::vector<std::pair<std::string, Item>>& given,
              std::vector<std::string>* left_out) {
  for (const auto& [group, item] : given) expect_times(group, item);
  lay_over(settings, "", given, left_out);
  spell_times(settings);
}

}  // namespace stormlark::scenarios
