#pragma once

#include "gateway/parts.h"
#include "runtime/http.h"
#include "runtime/url.h"
#include "runtime/websocket.h"

#include <boost/system/result.hpp>

namespace stormlark::gateway {

template <class T>
using LinkResult = boost::system::result<T, LinkFailure>;

/// What discovery offers: where to dial, and how to behave.
struct Offer {
  Url url;
  protocol::ClientConfig client_config;
};

/// Reads the answer to a discovery request. Codes that a person must act on are refusals; whatever
/// may pass by itself, undecodable answers included, is `unreachable`.
LinkResult<Offer> read_discovery(const HttpResponse& response);

/// Reads an upgrade that was not answered with 101. The platform explains itself in three headers;
/// where they are missing the HTTP status stands in.
LinkFailure read_refusal(const UpgradeRefusal& refusal);

}  // namespace stormlark::gateway
