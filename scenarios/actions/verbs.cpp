#include "scenarios/actions/verbs.h"

#include "mock_server/directory.h"
#include "runtime/suggest.h"
#include "scenarios/actions/standard_verbs.h"

#include <algorithm>

namespace stormlark::scenarios {

void PlanNames::expect_subject(const std::string& name, const Item& item) const {
  if (std::find(subjects.begin(), subjects.end(), name) == subjects.end()) {
    item.fail("there is no subject '" + name + "'" + suggestion(name, subjects));
  }
}

void PlanNames::expect_tenant_of(const std::string& user, const Item& item) const {
  const std::string tenant(mock::tenant_in(user));
  if (std::ranges::find(apps, tenant, &mock::AppOptions::tenant) != apps.end()) return;
  if (tenant.empty()) {
    item.fail("all apps are of a tenant; name it behind the user, as in '" +
              mock::name_in(apps.front().tenant, user) + "'");
  }
  item.fail("'" + user + "' is of the tenant " + tenant + ", and no app is; apps name theirs by " +
            "'tenant'");
}

std::string PlanNames::subject(const Item& item) const {
  const std::string name = item.text();
  expect_subject(name, item);
  return name;
}

std::vector<std::string> PlanNames::subject_list(const Item& item) const {
  std::vector<std::string> names;
  for (const Item& one : item.list()) names.push_back(subject(one));
  return names;
}

std::string PlanNames::subject_or_only(const Fields& fields, std::string_view key) const {
  if (const auto item = fields.find(key)) return subject(*item);
  if (subjects.size() == 1) return subjects.front();
  fields.map().fail("there are several subjects; say which with '" + std::string(key) + ": NAME'");
}

Clock::duration StepText::within(Clock::duration fallback) const {
  return modifiers.duration_or("within", fallback);
}

std::string StepText::new_fault(const std::string& fallback) const {
  const auto given = modifiers.find("as");
  const std::string name = given ? given->text() : fallback;
  if (!names.faults.insert(name).second) {
    (given ? *given : value)
        .fail("the name '" + name +
              "' stands for a fault already; give it "
              "another with 'as: NAME'");
  }
  return name;
}

const std::vector<Verb>& verbs() {
  static const std::vector<Verb> all = {
      {"send", "users write to the bot", {}, verb::send},
      {"await", "waits for something to happen", {"hold", "as", "within"}, verb::await},
      {"release", "lets go what a hold keeps", {}, verb::release},
      {"signal", "sends a signal to a subject", {"as", "unsynced"}, verb::signal},
      {"start", "starts a subject and waits until it is ready", {"within"}, verb::start},
      {"stop", "asks a subject to end and waits for it", {"within"}, verb::stop},
      {"link", "makes a link misbehave", {"as", "for", "confirm", "within"}, verb::link},
      {"platform",
       "makes the platform misbehave",
       {"as", "for", "confirm", "within"},
       verb::platform},
      {"disk",
       "makes a subject's disk misbehave, in a simulation",
       {"as", "for", "confirm", "within", "unsynced"},
       verb::disk},
      {"clock",
       "makes a subject's wall clock misbehave, in a simulation",
       {"as", "for", "confirm", "within"},
       verb::clock},
      {"heal", "ends a fault, or all", {}, verb::heal},
      {"wait", "lets time pass; prefer await", {}, verb::wait},
  };
  return all;
}

}  // namespace stormlark::scenarios
