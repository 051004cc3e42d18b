#include "gateway/api/call.h"

#include "gateway/api/retry_after.h"
#include "protocol/api.h"

#include <fmt/format.h>

namespace stormlark::gateway {

using protocol::Remedy;

CallOutcome read_call(const Result<HttpResponse>& response) {
  CallOutcome outcome;
  if (!response) {
    outcome.remedy = Remedy::retry;
    outcome.text = response.error().message();
    return outcome;
  }
  outcome.http_status = response->status;
  outcome.retry_after = retry_after(response->fields);
  auto answer = protocol::parse_api_answer(response->body);
  if (!answer) {
    // A success that cannot be read may be a middlebox's page: worth another try.
    const bool success = response->status < 300;
    outcome.remedy = success ? Remedy::retry : protocol::remedy_for(response->status, 0);
    outcome.text = fmt::format("HTTP {} without a readable answer", response->status);
    return outcome;
  }
  outcome.code = answer->code;
  outcome.remedy = protocol::remedy_for(response->status, answer->code);
  outcome.text = fmt::format("HTTP {} code {}: {}", response->status, answer->code, answer->msg);
  outcome.data = std::move(answer->data);
  return outcome;
}

bool token_rejected(unsigned /*http_status*/, int code) {
  return protocol::describe(code).remedy == Remedy::fresh_token;
}

}  // namespace stormlark::gateway
