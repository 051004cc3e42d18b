#include "scenarios/stage/stage.h"

#include <filesystem>

namespace stormlark::scenarios {
namespace {

namespace fs = std::filesystem;

const Endpoint loopback{"127.0.0.1", 0};
constexpr std::size_t token_digits = 8;

}  // namespace

Stage::Stage(World& world, history::Recorder& recorder, const Plan& plan, StagePaths paths)
    : world_(world),
      recorder_(recorder),
      plan_(plan),
      paths_(std::move(paths)),
      standing_(world, recorder),
      faults_(world, recorder),
      tokens_(world.random().fork("tokens")),
      platform_(std::make_unique<mock::Platform>(world, recorder, plan.platform)) {}

Stage::~Stage() = default;

std::string Stage::build() {
  auto tls = world_.tls().make_client();
  if (!tls) return "TLS cannot be set up: " + tls.error().message();
  tls_.emplace(std::move(*tls));
  if (!platform_->authority_pem().empty()) {
    const std::string path = (fs::path(paths_.run_directory) / "ca.pem").string();
    const auto written = world_.disk().write_file(path, platform_->authority_pem());
    if (!written) return path + ": cannot be written: " + written.error().message();
  }
  for (const SubjectPlan& subject : plan_.subjects) {
    std::string problem = build_link(subject);
    if (!problem.empty()) return problem;
  }
  // Begun before the first step, which tells a condition from a fault.
  int number = 0;
  for (const LinkCondition& condition : plan_.links) {
    const std::string name = condition.subject + "-condition-" + std::to_string(++number);
    links_.at(condition.subject)->begin_fault(name, condition.fault);
  }
  return {};
}

std::string Stage::build_link(const SubjectPlan& subject) {
  const auto door = platform_->listen(subject.name, loopback);
  if (!door) return "the platform cannot listen: " + door.error().message();
  proxy::ProxyOptions options;
  options.name = subject.name;
  options.upstream = *door;
  options.mode = subject.reach == Reach::proxy ? proxy::Mode::connect : proxy::Mode::forward;
  auto link = std::make_unique<proxy::FaultProxy>(world_, recorder_, options);
  const auto started = link->start();
  if (!started) return "the fault proxy cannot listen: " + started.error().message();

  const std::string scheme = plan_.platform.tls ? "https://" : "http://";
  const std::string through = link->address().to_string();
  const bool tunnelled = subject.reach == Reach::proxy;
  const std::string platform_url = scheme + (tunnelled ? door->to_string() : through);
  SubjectSite site = site_of(subject, platform_url, tunnelled ? "http://" + through : "");
  std::error_code failed;
  fs::create_directories(site.work_directory, failed);
  if (failed) return site.work_directory + ": cannot be made: " + failed.message();

  links_.emplace(subject.name, std::move(link));
  subjects_.emplace(subject.name, std::make_unique<Subject>(world_, recorder_, standing_, *tls_,
                                                            subject, std::move(site)));
  return {};
}

SubjectSite Stage::site_of(const SubjectPlan& subject, const std::string& platform_url,
                           const std::string& proxy_url) {
  const fs::path run = fs::absolute(paths_.run_directory);
  const fs::path work = run / subject.name;
  const fs::path lock = subject.shares_lock ? run / "lock" : work / "lock";
  SubjectSite site;
  site.keeper = (fs::path(paths_.executable_directory) / "stormlark-keeper").string();
  site.work_directory = work.string();
  site.log_path = (run / (subject.name + ".log")).string();
  site.values = {
      {"platform.url", platform_url},
      {"platform.ca_file", plan_.platform.tls ? (run / "ca.pem").string() : ""},
      {"proxy.url", proxy_url},
      {"app.id", platform_->app().id},
      {"app.secret", platform_->app().secret},
      {"work", work.string()},
      {"bin", paths_.executable_directory},
      {"port.health", free_port()},
      {"lock.dir", lock.string()},
      {"subject.directory", fs::canonical(subject.file.path).parent_path().string()},
  };
  return site;
}

// Somebody else may take it before the subject does; rare enough on a machine that runs tests.
std::string Stage::free_port() {
  const auto listener = world_.network().listen(loopback);
  return listener ? std::to_string((*listener)->local_endpoint().port) : "0";
}

std::string Stage::send(mock::UserMessage message) {
  message.token = tokens_.hex(token_digits);
  message.text = message.text.empty() ? message.token : message.text + " " + message.token;
  return platform_->accept(message);
}

awaitable<bool> Stage::heal(std::string name) {
  bool healed = faults_.heal(name);
  for (auto& [subject_name, subject] : subjects_) {
    const bool continued = co_await subject->heal(name);
    healed = healed || continued;
  }
  co_return healed;
}

awaitable<void> Stage::heal_all() {
  faults_.heal_all();
  for (auto& [name, subject] : subjects_) {
    co_await subject->heal_any();
    co_await subject->thaw();
  }
}

awaitable<void> Stage::take_down() {
  co_await faults_.stop();
  for (auto& [name, subject] : subjects_) co_await subject->take_down();
  for (auto& [name, link] : links_) co_await link->stop();
  co_await platform_->stop();
}

}  // namespace stormlark::scenarios
