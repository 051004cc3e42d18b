#pragma once

#include "runtime/stream.h"

#include <string>

namespace stormlark {

/// A handshake message in the form of a TLS record, so that who looks at the bytes sees TLS.
awaitable<Result<void>> write_handshake(Stream& stream, std::string body);
/// Tells the peer that its certificate is refused.
awaitable<Result<void>> write_alert(Stream& stream);
/// The body of the next handshake message. An alert, the end of the stream and what is not TLS are
/// the errors that OpenSSL has for them.
awaitable<Result<std::string>> read_handshake(Stream& stream);

}  // namespace stormlark
