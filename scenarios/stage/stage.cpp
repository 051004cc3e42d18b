#include "scenarios/stage/stage.h"

namespace stormlark::scenarios {
namespace {

const Endpoint loopback{"127.0.0.1", 0};
constexpr std::size_t token_digits = 8;

}  // namespace

Stage::Stage(World& world, Backstage& backstage, history::Recorder& recorder, const Plan& plan,
             TaskGroup::FailureHandler on_failure)
    : world_(world),
      backstage_(backstage),
      recorder_(recorder),
      plan_(plan),
      on_failure_(std::move(on_failure)),
      standing_(world, recorder, plan.platform.late_ack_counts),
      faults_(world, recorder, on_failure_),
      tokens_(world.random().fork("tokens")),
      platform_(std::make_unique<mock::Platform>(world, recorder, plan.platform)) {}

Stage::~Stage() = default;

std::string Stage::build() {
  auto tls = world_.tls().make_client();
  if (!tls) return "TLS cannot be set up: " + tls.error().message();
  tls_.emplace(std::move(*tls));
  if (!platform_->authority_pem().empty()) {
    const std::string path = backstage_.run_directory() + "/ca.pem";
    const auto written = world_.disk().write_file(path, platform_->authority_pem());
    if (!written) return path + ": cannot be written: " + written.error().message();
  }
  for (const SubjectPlan& subject : plan_.subjects) {
    std::string problem = build_link(subject);
    if (!problem.empty()) return problem;
  }
  for (const mock::NamedRule& one : plan_.platform.rules) {
    faults_.begin(one.name, [this, name = one.name] { platform_->heal(name); });
  }
  // Begun before the first step, which tells a condition from a fault.
  int number = 0;
  for (const LinkCondition& condition : plan_.links) {
    const std::string name = condition.subject + "-condition-" + std::to_string(++number);
    links_.at(condition.subject)->begin_fault(name, condition.fault);
  }
  return {};
}

bool Stage::is_for(const std::string& peer, const std::string& subject) const {
  return peer == subject || (peer == mock::webhook_peer && subjects_.size() == 1);
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
  const auto made = world_.disk().make_directories(site.work_directory);
  if (!made) return site.work_directory + ": cannot be made: " + made.error().message();

  links_.emplace(subject.name, std::move(link));
  subjects_.emplace(subject.name, std::make_unique<Subject>(world_, backstage_, recorder_, *tls_,
                                                            subject, std::move(site), on_failure_));
  return {};
}

SubjectSite Stage::site_of(const SubjectPlan& subject, const std::string& platform_url,
                           const std::string& proxy_url) {
  const std::string run = backstage_.run_directory();
  const std::string work = run + "/" + subject.name;
  SubjectSite site;
  site.work_directory = work;
  site.values = {
      {"platform.url", platform_url},
      {"platform.ca_file", plan_.platform.tls ? run + "/ca.pem" : ""},
      {"proxy.url", proxy_url},
      {"app.id", platform_->app().id},
      {"app.secret", platform_->app().secret},
      {"work", work},
      {"bin", backstage_.executable_directory()},
      {"port.health", free_port()},
      {"lock.dir", (subject.shares_lock ? run : work) + "/lock"},
      {"subject.directory", backstage_.directory_of(subject.file)},
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
