#pragma once

#include <string>
#include <string_view>

namespace stormlark::proxy {

/// What a connection carries, told by the first bytes of one direction. The end of a long
/// connection says that a bot gave up its link; API connections end when idle for long enough.
class Carried {
 public:
  /// `bytes` come next.
  void hear(std::string_view bytes);

  /// `a connection`, `a long connection` (its first head speaks of an upgrade), or `an encrypted
  /// connection`, which may be either.
  const char* name() const;

 private:
  bool told_ = false;
  bool long_lived_ = false;
  bool encrypted_ = false;
  std::string head_;
};

}  // namespace stormlark::proxy
