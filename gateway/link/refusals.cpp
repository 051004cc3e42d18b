#include "gateway/link/refusals.h"

#include "gateway/api/retry_after.h"
#include "protocol/error_codes.h"
#include "runtime/number.h"

#include <fmt/format.h>

namespace stormlark::gateway {
namespace {

using protocol::Remedy;
namespace code = protocol::code;

LinkFailure::Kind kind_of(Remedy remedy) {
  switch (remedy) {
    case Remedy::none:
    case Remedy::retry:
      return LinkFailure::Kind::unreachable;
    case Remedy::retry_slowly:
      return LinkFailure::Kind::refused_limit;
    default:
      return LinkFailure::Kind::refused;
  }
}

// With 514 the reason is in the third header; of those only the connection limit is known to need
// a person, the rest (an expired ticket, say) goes away with a fresh URL, as the SDKs assume.
LinkFailure::Kind kind_of_handshake(int status, int auth_errcode) {
  if (status == code::auth_failed) {
    return auth_errcode == code::connection_limit ? LinkFailure::Kind::refused_limit
                                                  : LinkFailure::Kind::unreachable;
  }
  return status == code::forbidden ? LinkFailure::Kind::refused : LinkFailure::Kind::unreachable;
}

}  // namespace

LinkResult<Offer> read_discovery(const HttpResponse& response) {
  LinkFailure failure{.kind = LinkFailure::Kind::unreachable,
                      .text = fmt::format("discovery was answered HTTP {}", response.status),
                      .retry_after = retry_after(response.fields)};
  if (response.status != 200) return failure;
  const auto answer = protocol::parse_discovery_answer(response.body);
  if (!answer) {
    failure.text = "the answer of discovery is not understood: " + answer.error().message();
    return failure;
  }
  if (answer->code != code::ok) {
    failure.kind = kind_of(protocol::remedy_for(response.status, answer->code));
    failure.text = fmt::format("discovery was answered code {}: {}", answer->code, answer->msg);
    return failure;
  }
  auto url = parse_url(answer->url);
  if (!url) {
    failure.text = "discovery gave no usable URL";
    return failure;
  }
  return Offer{std::move(*url), answer->client_config};
}

LinkFailure read_refusal(const UpgradeRefusal& refusal) {
  const auto& fields = refusal.fields;
  const int status = parse_number<int>(fields.get(protocol::handshake::status))
                         .value_or(static_cast<int>(refusal.status));
  const int auth_errcode =
      parse_number<int>(fields.get(protocol::handshake::auth_errcode)).value_or(0);
  return {
      .kind = kind_of_handshake(status, auth_errcode),
      .text = fmt::format("the upgrade was refused: HTTP {} status {} code {} {}", refusal.status,
                          status, auth_errcode, fields.get(protocol::handshake::msg)),
      .retry_after = retry_after(fields)};
}

}  // namespace stormlark::gateway
