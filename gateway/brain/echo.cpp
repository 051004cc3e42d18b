#include "gateway/brain/echo.h"

#include "gateway/brain/addressing.h"

namespace stormlark::gateway {
namespace {

class EchoBrain final : public Brain {
 public:
  EchoBrain(Clock& clock, Clock::duration delay) : clock_(clock), delay_(delay) {}

  awaitable<Result<std::vector<std::string>>> answer(protocol::MessageReceived message) override {
    std::string text = addressed_text(message);
    if (delay_ > Clock::duration::zero()) {
      const error_code ec = co_await sleep_for(clock_, delay_);
      if (ec) co_return ec;
    }
    std::vector<std::string> parts;
    if (!text.empty()) parts.push_back(std::move(text));
    co_return parts;
  }

 private:
  Clock& clock_;
  Clock::duration delay_;
};

}  // namespace

std::unique_ptr<Brain> make_echo_brain(Clock& clock, Clock::duration delay) {
  return std::make_unique<EchoBrain>(clock, delay);
}

}  // namespace stormlark::gateway
