#include "mock_server/api/tickets.h"

#include <fmt/format.h>

namespace stormlark::mock {

std::string Tickets::issue(const std::string& app_id) {
  const std::string id = random_.uuid();
  tickets_[id] = {.app_id = app_id, .end = clock_.now() + options_.ticket_life};
  const Secrets secrets = secrets_of(id);
  return fmt::format("{}?fpid=493&aid=552564&device_id={}&access_key={}&service_id={}&ticket={}",
                     long_connection_path, secrets.device_id, secrets.access_key, service_id, id);
}

Tickets::Secrets Tickets::secrets_of(std::string_view id) const {
  constexpr std::uint64_t first_device = 7'400'000'000'000'000'000;  // 19 digits, as observed
  Prng random = random_secrets_.fork(id);
  return {.access_key = random.hex(32),
          .device_id = std::to_string(first_device + random.below(100'000'000'000'000))};
}

Tickets::Redeemed Tickets::redeem(const Url& url) {
  const auto found = tickets_.find(url.query("ticket"));
  if (found == tickets_.end()) return {{}, "unknown ticket"};
  Ticket& ticket = found->second;
  const Secrets secrets = secrets_of(found->first);
  Redeemed redeemed{.app_id = ticket.app_id, .problem = {}};
  if (secrets.access_key != url.query("access_key")) {
    redeemed.problem = "wrong access key";
  } else if (secrets.device_id != url.query("device_id")) {
    redeemed.problem = "wrong device id";
  } else if (ticket.end <= clock_.now()) {
    redeemed.problem = "expired ticket";
  } else if (ticket.used && options_.tickets_single_use) {
    redeemed.problem = "used ticket";
  } else {
    ticket.used = true;
  }
  return redeemed;
}

}  // namespace stormlark::mock
