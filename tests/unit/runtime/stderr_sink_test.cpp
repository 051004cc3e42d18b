#include "runtime/real/stderr_sink.h"

#include <array>

#include <gtest/gtest.h>
#include <spdlog/logger.h>
#include <unistd.h>

namespace stormlark {
namespace {

constexpr int lines = 50'000;

class StderrSinkTest : public testing::Test {
 protected:
  StderrSinkTest() {
    EXPECT_EQ(::pipe(ends_.data()), 0);
    logger_ = std::make_shared<spdlog::logger>("log", std::make_shared<StderrSink>(ends_[1]));
  }
  ~StderrSinkTest() override {
    logger_.reset();  // before its pipe
    for (const int end : ends_) ::close(end);
  }

  /// Far more than a pipe and the sink hold.
  void say_much() {
    for (int i = 0; i < lines; ++i) logger_->info("{}", std::string(100, 'x'));
  }
  /// What comes until a line holds `last`.
  std::string read_until(std::string_view last) {
    std::string text;
    std::array<char, 4096> some{};
    while (text.find(last) == text.npos) {
      const ssize_t count = ::read(ends_[0], some.data(), some.size());
      if (count <= 0) break;
      text.append(some.data(), static_cast<std::size_t>(count));
    }
    return text;
  }

  std::array<int, 2> ends_{};
  std::shared_ptr<spdlog::logger> logger_;
};

TEST_F(StderrSinkTest, WritesWhatIsSaid) {
  logger_->info("one");
  logger_->warn("two");
  const std::string text = read_until("two");
  EXPECT_LT(text.find("one"), text.find("two"));
}

TEST_F(StderrSinkTest, AReaderWhoStallsHoldsUpNobodyAndHearsWhatHeMissed) {
  say_much();
  EXPECT_NE(read_until("nobody read them: ").find("log lines dropped"), std::string::npos);
}

TEST_F(StderrSinkTest, ItsEndDoesNotWaitForAReaderWhoStalls) {
  say_much();
  logger_.reset();
}

}  // namespace
}  // namespace stormlark
