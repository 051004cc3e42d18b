#include "fault_proxy/carried.h"

#include <algorithm>
#include <utility>

#include <boost/url/grammar/ci_string.hpp>

namespace stormlark::proxy {
namespace {

constexpr char tls_handshake = 0x16;  // the type of a TLS connection's first record
constexpr std::size_t head_bytes_max = 16 * 1024;
constexpr const char* head_end = "\r\n\r\n";

}  // namespace

void Carried::hear(std::string_view bytes) {
  if (told_ || bytes.empty()) return;
  head_ += bytes;
  encrypted_ = head_.front() == tls_handshake;
  const auto end = head_.find(head_end);
  if (!encrypted_ && end == head_.npos && head_.size() < head_bytes_max) return;
  told_ = true;
  std::string head = std::exchange(head_, {}).substr(0, end);
  std::ranges::transform(head, head.begin(), boost::urls::grammar::to_lower);
  long_lived_ = head.find("\r\nupgrade: websocket") != head.npos;
}

const char* Carried::name() const {
  if (encrypted_) return "an encrypted connection";
  return long_lived_ ? "a long connection" : "a connection";
}

}  // namespace stormlark::proxy
