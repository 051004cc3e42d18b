#include "scenarios/plan/subject_file.h"

#include "runtime/suggest.h"
#include "scenarios/plan/document.h"

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

void read_texts(std::map<std::string, std::string>& into, const std::optional<Item>& item) {
  if (!item) return;
  for (const auto& [key, value] : item->pairs()) into[key] = value.text();
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
  if (item.is_scalar()) return {"/bin/sh", "-c", item.text()};
  return item.texts();
}

SubjectFile load(const Library& library, const std::string& path, int depth) {
  const Item root = read_document(path);
  const Fields fields(root, {"subject", "title", "extends", "command", "files", "env", "ready",
                             "reach", "health", "claims", "tolerates", "needs", "settings"});
  SubjectFile file;
  if (const auto parent = fields.find("extends")) {
    if (depth == ancestors_max) parent->fail("extends itself, or too long a row of others");
    const std::string beside =
        (std::filesystem::path(path).parent_path() / (parent->text() + ".yaml")).string();
    const bool is_beside = std::filesystem::is_regular_file(beside);
    file = load(library, is_beside ? beside : library.subject(parent->text()), depth + 1);
  }
  file.name = fields.need("subject").text();
  file.path = path;
  file.title = fields.text_or("title", file.title);
  if (const auto item = fields.find("command")) file.command = read_command(*item);
  if (file.command.empty()) root.fail("'command' is missing: say how the bot is started");
  read_texts(file.files, fields.find("files"));
  read_texts(file.environment, fields.find("env"));
  if (const auto item = fields.find("ready")) file.ready = read_ready(*item);
  if (const auto item = fields.find("reach")) {
    file.reach = item->word({"direct", "proxy"}) == "proxy" ? Reach::proxy : Reach::direct;
  }
  file.health = fields.text_or("health", file.health);
  if (file.ready.kind == ReadyWhen::Kind::readyz && file.health.empty()) {
    root.fail("'ready: readyz' wants 'health', the URL where /readyz is asked");
  }
  read_claims(file.claims, fields.find("claims"));
  if (const auto item = fields.find("tolerates")) {
    for (const Item& one : item->list()) {
      file.tolerates.insert(one.word({"batching", "extra-messages"}));
    }
  }
  if (const auto item = fields.find("needs")) file.needs = item->texts();
  if (const auto item = fields.find("settings")) {
    const auto json = item->json();
    if (!json.is_object()) item->fail("must be a map of keys and values");
    merge(file.settings, json.as_object());
  }
  return file;
}

}  // namespace

SubjectFile load_subject(const Library& library, const std::string& name_or_path) {
  return load(library, library.subject(name_or_path), 0);
}

const SubjectFile& SubjectFiles::get(const std::string& name_or_path) {
  const auto known = read_.find(name_or_path);
  if (known != read_.end()) return known->second;
  return read_.emplace(name_or_path, load_subject(library_, name_or_path)).first->second;
}

void lay_over(boost::json::object& settings, const std::vector<std::pair<std::string, Item>>& given,
              bool lenient) {
  std::vector<std::string> known;
  for (const auto& pair : settings) known.emplace_back(pair.key());
  for (const auto& [key, item] : given) {
    auto* slot = settings.if_contains(key);
    if (!slot) {
      if (lenient) continue;
      item.fail("the subject has no such setting" + suggestion(key, known));
    }
    if (slot->is_object()) {
      lay_over(slot->as_object(), item.pairs(), lenient);
    } else {
      *slot = item.json();
    }
  }
}

}  // namespace stormlark::scenarios
