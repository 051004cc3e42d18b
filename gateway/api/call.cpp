#include "gateway/api/call.h"

#include "gateway/api/retry_after.h"
#include "gateway/api/transport_failure.h"
#include "protocol/api.h"

#include <fmt/format.h>

namespace stormlark::gateway {

using protocol::Remedy;

CallOutcome read_call(const Result<HttpResponse>& response) {
  CallOutcome outcome;
  if (!response) {
    outcome.remedy = Remedy::retry;
    outcome.text = transport_failure(response.error());
    return outcome;
  }
  outcome.http_status = response->status;
  outcome.retry_after = retry_after(response->fields);
  auto answer = protocol::parse_api_answer(response->body);
  if (!answer) {
    // Whatever it is, perhaps a middlebox's page, it is no refusal of the platform's.
    const bool refuses = protocol::remedy_for(response->status, 0) == Remedy::fix_request;
    outcome.remedy = refuses ? Remedy::retry_slowly : Remedy::retry;
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
