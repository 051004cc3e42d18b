#include "fault_proxy/fault_proxy.h"

#include "fault_proxy/connection.h"
#include "fault_proxy/entrance.h"
#include "runtime/task_failures.h"
#include "runtime/task_group.h"

#include <map>
#include <utility>

namespace stormlark::proxy {
namespace {

std::string counted(std::size_t n, const std::string& what) {
  return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

void log_no_accept(World& world, error_code ec) {
  spdlog::logger("fault_proxy", world.log_sink())
      .warn("cannot accept connections cause={}", ec.message());
}

}  // namespace

struct FaultProxy::Parts {
  Parts(World& the_world, history::Recorder& the_recorder, ProxyOptions the_options);

  awaitable<void> serve(Stream client);
  void leave_waiting();
  void begin_fault(const std::string& name, const Fault& fault);
  void reset_all(const std::string& name);
  void set_entrance();

  World& world;
  history::Recorder& recorder;
  ProxyOptions options;
  Evidence evidence;
  ActiveFaults faults;
  std::map<int, Connection*> live;
  int accepted = 0;
  bool running = false;
  TaskGroup tasks;
  Entrance entrance;
};

FaultProxy::Parts::Parts(World& the_world, history::Recorder& the_recorder,
                         ProxyOptions the_options)
    : world(the_world),
      recorder(the_recorder),
      options(std::move(the_options)),
      evidence(recorder),
      tasks(world.executor(), log_task_failures(world, "fault_proxy")),
      entrance(world, options.listen,
               {[this](Stream client) { tasks.spawn(serve(std::move(client))); },
                [this] { leave_waiting(); }, [this](error_code ec) { log_no_accept(world, ec); }}) {
}

awaitable<void> FaultProxy::Parts::serve(Stream client) {
  const int number = ++accepted;
  const Prng random =
      world.random().fork("fault_proxy." + options.name).fork(std::to_string(number));
  Connection connection(world, recorder, evidence, options, faults, random, std::move(client));

  struct Listing {
    std::map<int, Connection*>& live;
    int number;
    ~Listing() { live.erase(number); }
  };
  live.emplace(number, &connection);
  const Listing listing{live, number};
  co_await connection.run();
}

void FaultProxy::Parts::leave_waiting() {
  const ActiveFault* fault = faults.last<StalledAccept>();
  if (fault) evidence.happened(fault->name, "left a connection unserved");
}

void FaultProxy::Parts::begin_fault(const std::string& name, const Fault& fault) {
  evidence.forget(name);
  recorder.add(history::FaultBegan{name, "link", options.name, describe(fault)});
  if (std::holds_alternative<Reset>(fault)) return reset_all(name);

  const ActiveFault& begun = faults.begin_fault(name, fault);
  for (const auto& [number, connection] : live) connection->begin_fault(begun);
  set_entrance();
  if (std::holds_alternative<Refused>(fault)) evidence.happened(name, "stopped listening");
}

void FaultProxy::Parts::reset_all(const std::string& name) {
  for (const auto& [number, connection] : live) connection->reset();
  if (!live.empty()) evidence.happened(name, "reset " + counted(live.size(), "connection"));
  recorder.add(history::FaultEnded{name, "over"});
}

void FaultProxy::Parts::set_entrance() {
  if (!running) return;
  entrance.set_served(faults.last<StalledAccept>() == nullptr);
  if (faults.last<Refused>()) {
    entrance.close();
  } else {
    (void)entrance.open();  // where the address is taken, the entrance tries again by itself
  }
}

FaultProxy::FaultProxy(World& world, history::Recorder& recorder, ProxyOptions options)
    : parts_(std::make_unique<Parts>(world, recorder, std::move(options))) {}

FaultProxy::~FaultProxy() = default;

Result<void> FaultProxy::start() {
  const auto opened = parts_->entrance.open();
  if (!opened) return opened;
  parts_->running = true;
  parts_->set_entrance();
  parts_->tasks.spawn(parts_->entrance.run());
  return {};
}

awaitable<void> FaultProxy::stop() {
  parts_->running = false;
  parts_->entrance.close();
  parts_->tasks.stop();
  co_await parts_->tasks.join();
}

Endpoint FaultProxy::address() const {
  return parts_->entrance.address();
}

void FaultProxy::begin_fault(const std::string& name, Fault fault) {
  heal(name);
  parts_->begin_fault(name, fault);
}

bool FaultProxy::heal(const std::string& name) {
  if (!parts_->faults.end_fault(name)) return false;
  for (const auto& [number, connection] : parts_->live) connection->end_fault(name);
  parts_->set_entrance();
  parts_->recorder.add(history::FaultEnded{name, "healed"});
  return true;
}

std::size_t FaultProxy::connections() const {
  return parts_->live.size();
}

}  // namespace stormlark::proxy
