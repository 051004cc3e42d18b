#include "mock_server/access/tokens.h"

#include <algorithm>

namespace stormlark::mock {

Tokens::Issued Tokens::issue(const std::string& app_id) {
  const auto now = clock_.now();
  std::string& token = current_[app_id];
  const auto grant = grants_.find(token);
  if (grant != grants_.end() && grant->second.end - now >= life_ / 4) {
    return {token, grant->second.end - now};
  }
  token = "t-" + random_.hex(40);
  grants_.emplace(token, Grant{app_id, now + life_});
  return {token, life_};
}

const std::string& Tokens::app_ticket(const std::string& app_id) {
  std::string& ticket = app_tickets_[app_id];
  if (ticket.empty()) ticket = tickets_.hex(32);
  return ticket;
}

std::string Tokens::app_of(std::string_view token) const {
  const auto found = grants_.find(token);
  if (found == grants_.end() || found->second.end <= clock_.now()) return {};
  return found->second.app_id;
}

int Tokens::expire_all() {
  const int were_valid = valid();
  grants_.clear();
  current_.clear();
  return were_valid;
}

int Tokens::valid() const {
  const auto lives = [now = clock_.now()](const auto& entry) { return entry.second.end > now; };
  return static_cast<int>(std::ranges::count_if(grants_, lives));
}

}  // namespace stormlark::mock
