#include "gateway/config.h"

#include "gateway/config_fields.h"
#include "protocol/app_id.h"
#include "runtime/url.h"

#include <algorithm>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

namespace stormlark::gateway {
namespace {

// Where the app's secret is to be found; the file itself never holds it.
struct SecretSource {
  std::string file;
  std::string variable;
};

void refuse_inline_secret(const ConfigPlace& place, const std::string&) {
  place.fail(
      "a secret in a configuration file ends up in backups and repositories; put it in a file of "
      "its own and name that as app.secret_file, or name a variable as app.secret_env");
}

/// The value as errors may show it: one with `@` may hold a password, whatever else is wrong with
/// it.
std::string shown(const std::string& url) {
  return url.find('@') == url.npos ? "'" + url + "'" : "what is written here (with a '@')";
}

ReadValue platform_url_to(std::string& target) {
  return text_with([&target](const ConfigPlace& place, const std::string& text) {
    const auto url = parse_url(text);
    if (!url || !url->scheme.starts_with("http")) {
      place.fail(shown(text) + " is not a URL such as https://open.feishu.cn");
    }
    target = text;
  });
}

ReadValue proxy_to(std::string& target) {
  return text_with([&target](const ConfigPlace& place, const std::string& text) {
    const auto url = parse_url(text);
    if (!text.empty() && (!url || url->scheme != "http")) {
      place.fail(shown(text) +
                 " is not a proxy such as http://127.0.0.1:3128 or http://name:password@host:port; "
                 "write signs such as # and / of a password as %23 and %2F");
    }
    target = text;
  });
}

ReadValue listen_address_to(std::optional<Endpoint>& target) {
  return text_with([&target](const ConfigPlace& place, const std::string& text) {
    const auto endpoint = parse_endpoint(text);
    if (!endpoint) place.fail("'" + text + "' is not host:port, such as 127.0.0.1:8484");
    if (endpoint->host != "localhost" && !is_address_literal(endpoint->host)) {
      place.fail("'" + endpoint->host +
                 "' is not an address; names are not looked up, so write one of this host's, such "
                 "as 127.0.0.1");
    }
    target = endpoint;
  });
}

Fields link_fields(Config::Link& to) {
  return {{"discovery_timeout", positive_duration_to(to.discovery_timeout)},
          {"dial_timeout", positive_duration_to(to.dial_timeout)},
          {"handshake_timeout", positive_duration_to(to.handshake_timeout)},
          {"pong_deadline", positive_duration_to(to.pong_deadline)},
          {"backoff_min", positive_duration_to(to.backoff_min)},
          {"backoff_max", positive_duration_to(to.backoff_max)},
          {"ping_interval", positive_duration_to(to.ping_interval)},
          {"reconnect_nonce", duration_to(to.reconnect_nonce)},
          {"message_bytes_max", count_to(to.message_bytes_max)}};
}

Fields fields_of(Config& to, SecretSource& secret) {
  const Fields app = {{"id", text_to(to.app.id)},
                      {"secret_file", text_to(secret.file)},
                      {"secret_env", text_to(secret.variable)},
                      {"secret", text_with(refuse_inline_secret)}};
  const Fields platform = {{"url", platform_url_to(to.platform.url)},
                           {"ca_file", optional_text_to(to.platform.ca_file)},
                           {"proxy", proxy_to(to.platform.proxy)},
                           {"call_timeout", positive_duration_to(to.platform.call_timeout)}};
  const Fields journal = {{"path", text_to(to.journal.path)},
                          {"retention", positive_duration_to(to.journal.retention)}};
  const Fields desk = {{"turn_deadline", positive_duration_to(to.desk.turn_deadline)},
                       {"chats_parallel_max", count_to(to.desk.chats_parallel_max)}};
  const Fields brain = {{"kind", choice_to(to.brain.kind, {"echo", "command"})},
                        {"command", words_to(to.brain.command)},
                        {"delay", duration_to(to.brain.delay)}};
  const Fields outbox = {{"retry_min", positive_duration_to(to.outbox.retry_min)},
                         {"retry_max", positive_duration_to(to.outbox.retry_max)},
                         {"give_up_after", positive_duration_to(to.outbox.give_up_after)}};
  const Fields drain = {{"deadline", duration_to(to.drain.deadline)},
                        {"grace", positive_duration_to(to.drain.grace)}};
  const Fields lock = {{"directory", text_to(to.lock.directory)}};
  const Fields health = {{"listen", listen_address_to(to.health.listen)},
                         {"allow_remote", flag_to(to.health.allow_remote)}};
  const Fields log = {{"format", choice_to(to.log.format, {"text", "json"})},
                      {"level", choice_to(to.log.level, {"debug", "info", "warn", "error"})}};
  return {{"app", section_to(app)},
          {"platform", section_to(platform)},
          {"link", section_to(link_fields(to.link))},
          {"journal", section_to(journal)},
          {"desk", section_to(desk)},
          {"brain", section_to(brain)},
          {"outbox", section_to(outbox)},
          {"drain", section_to(drain)},
          {"lock", section_to(lock)},
          {"health", section_to(health)},
          {"log", section_to(log)}};
}

// A file with its parsed text, to ask where a key stands.
struct Source {
  std::string file;
  YAML::Node root;

  ConfigPlace at(const std::string& key) const { return place_of(file, root, key); }
};

// Simulations start a gateway with the same text again and again, and to parse it is most of what
// a start takes. The last one's nodes are kept: nobody writes to them.
YAML::Node parsed(const std::string& text) {
  thread_local std::string last_text;
  thread_local YAML::Node last;  // Null, as an empty text is
  if (last_text != text) {
    last.reset(YAML::Load(text));
    last_text = text;
  }
  return last;
}

Source parse(const std::string& file, const std::string& text) {
  try {
    Source source{file, parsed(text)};
    if (source.root.IsNull()) {
      ConfigPlace{file, 0, {}}.fail(
          "is empty; it needs at least app.id and app.secret_file or app.secret_env");
    }
    return source;
  } catch (const YAML::Exception& error) {
    ConfigPlace{file, error.mark.line + 1, {}}.fail("not YAML: " + error.msg);
  }
}

std::string trimmed(const std::string& text) {
  const char* const blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string read_file(World& world, const ConfigPlace& place, const std::string& path) {
  const auto text = world.disk().read_file(path);
  if (!text) place.fail(path + " cannot be read: " + text.error().message());
  return *text;
}

std::string secret_from_file(World& world, const ConfigPlace& place, const std::string& path,
                             std::vector<std::string>& warnings) {
  const std::string secret = trimmed(read_file(world, place, path));
  if (secret.empty()) place.fail(path + " is empty; it must hold the app's secret");
  const auto mode = world.disk().permissions(path);
  if (mode && (*mode & 077U) != 0) {
    warnings.push_back(place.says(fmt::format(
        "{} can be read by others (mode {:04o}); run chmod 600 {}", path, *mode, path)));
  }
  return secret;
}

std::string secret_from_variable(World& world, const ConfigPlace& place,
                                 const std::string& variable) {
  const std::string secret = trimmed(world.environment(variable).value_or(""));
  if (secret.empty()) {
    place.fail("the environment variable " + variable +
               " is not set; it must hold the app's secret");
  }
  return secret;
}

std::string read_secret(World& world, const Source& source, const SecretSource& secret,
                        std::vector<std::string>& warnings) {
  if (!secret.file.empty() && !secret.variable.empty()) {
    source.at("app.secret_env")
        .fail("the secret comes from app.secret_file already; keep one of them");
  }
  if (!secret.file.empty()) {
    return secret_from_file(world, source.at("app.secret_file"), secret.file, warnings);
  }
  if (!secret.variable.empty()) {
    return secret_from_variable(world, source.at("app.secret_env"), secret.variable);
  }
  source.at("app.secret_file")
      .fail("missing; name a file that holds the app's secret, or a variable as app.secret_env");
}

std::string read_ca(World& world, const Source& source, const Config& config) {
  const ConfigPlace place = source.at("platform.ca_file");
  const std::string& path = config.platform.ca_file;
  std::string pem = read_file(world, place, path);
  const auto trusted = world.tls().make_client(pem);
  if (!trusted) place.fail(path + " holds no certificate in PEM: " + trusted.error().message());
  return pem;
}

void check_app_id(const Source& source, const std::string& id) {
  const char* const shape = "cli_ and 16 hexadecimal digits, as the developer console shows it";
  if (id.empty()) source.at("app.id").fail(std::string("missing; it is ") + shape);
  if (!protocol::is_app_id(id))
    source.at("app.id").fail("'" + id + "' is not an app id; it is " + shape);
}

void check_brain(World& world, const Source& source, const Config::Brain& brain) {
  if (brain.kind == "command" && brain.command.empty()) {
    source.at("brain.command").fail("missing; brain.kind is command, so name the program to run");
  }
  if (brain.kind != "command" && !brain.command.empty()) {
    source.at("brain.command")
        .fail("only runs with brain.kind: command, but the kind is " + brain.kind);
  }
  if (brain.kind != "echo" && brain.delay != Clock::duration::zero()) {
    source.at("brain.delay").fail("only for brain.kind: echo, but the kind is " + brain.kind);
  }
  if (brain.kind != "command") return;
  const auto found = world.processes().find(brain.command.front());
  if (!found) {
    source.at("brain.command")
        .fail(brain.command.front() + " cannot be run: " + found.error().message());
  }
}

void check_health(const Source& source, const Config::Health& health) {
  if (!health.listen || health.allow_remote || is_loopback(health.listen->host)) return;
  source.at("health.listen")
      .fail(health.listen->host +
            " can be reached from other machines, and nobody is asked for a password; listen on "
            "127.0.0.1, or set health.allow_remote: true");
}

void check_together(World& world, const Source& source, const Config& config) {
  check_app_id(source, config.app.id);
  check_brain(world, source, config.brain);
  check_health(source, config.health);
  if (config.link.backoff_max < config.link.backoff_min) {
    source.at("link.backoff_max").fail("must not be shorter than link.backoff_min");
  }
  if (config.outbox.retry_max < config.outbox.retry_min) {
    source.at("outbox.retry_max").fail("must not be shorter than outbox.retry_min");
  }
}

}  // namespace

LoadedConfig load_config(World& world, const std::string& path) {
  const auto text = world.disk().read_file(path);
  if (!text) ConfigPlace{path, 0, {}}.fail("cannot be read: " + text.error().message());
  const Source source = parse(path, *text);
  LoadedConfig loaded;
  Config& config = loaded.config;
  SecretSource secret;
  read_fields(ConfigPlace{path, source.root.Mark().line + 1, {}}, source.root,
              fields_of(config, secret));
  check_together(world, source, config);
  config.app.secret = read_secret(world, source, secret, loaded.warnings);
  config.brain.withheld_variable = secret.variable;
  if (!config.platform.ca_file.empty()) config.platform.ca_pem = read_ca(world, source, config);
  return loaded;
}

}  // namespace stormlark::gateway
