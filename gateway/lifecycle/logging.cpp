#include "gateway/lifecycle/logging.h"

#include "runtime/utf8.h"

#include <boost/json.hpp>

#include <fmt/chrono.h>
#include <spdlog/details/log_msg.h>
#include <spdlog/sinks/sink.h>

namespace stormlark::gateway {
namespace {

using spdlog::details::log_msg;

std::string_view view(spdlog::string_view_t text) {
  return {text.data(), text.size()};
}

// UTC with milliseconds, from the time with which the sink stamped the message.
std::string timestamp(const log_msg& message) {
  const auto since_epoch =
      std::chrono::duration_cast<std::chrono::milliseconds>(message.time.time_since_epoch());
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since_epoch);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z",
                     fmt::gmtime(static_cast<std::time_t>(seconds.count())),
                     (since_epoch - seconds).count());
}

void append(spdlog::memory_buf_t& line, std::string_view text) {
  line.append(text.data(), text.data() + text.size());
}

class TextFormatter final : public spdlog::formatter {
 public:
  void format(const log_msg& message, spdlog::memory_buf_t& line) override {
    append(line, fmt::format("{} {} {}: ", timestamp(message),
                             view(spdlog::level::to_string_view(message.level)),
                             view(message.logger_name)));
    for (const char letter : message.payload) append_visible(line, letter);
    line.push_back('\n');
  }

  std::unique_ptr<formatter> clone() const override { return make_text_formatter(); }

 private:
  // Peers choose parts of what we log: a line break must not forge an entry.
  static void append_visible(spdlog::memory_buf_t& line, char letter) {
    const auto byte = static_cast<unsigned char>(letter);
    if (byte >= 0x20 && byte != 0x7f) return line.push_back(letter);
    append(line, fmt::format("\\x{:02x}", byte));
  }
};

class JsonFormatter final : public spdlog::formatter {
 public:
  void format(const log_msg& message, spdlog::memory_buf_t& line) override {
    const boost::json::object entry{
        {"ts", timestamp(message)},
        {"level", view(spdlog::level::to_string_view(message.level))},
        {"logger", view(message.logger_name)},
        {"msg", well_formed(view(message.payload))},
    };
    append(line, boost::json::serialize(entry));
    line.push_back('\n');
  }

  std::unique_ptr<formatter> clone() const override { return make_json_formatter(); }
};

}  // namespace

std::unique_ptr<spdlog::formatter> make_text_formatter() {
  return std::make_unique<TextFormatter>();
}
std::unique_ptr<spdlog::formatter> make_json_formatter() {
  return std::make_unique<JsonFormatter>();
}

std::shared_ptr<spdlog::logger> make_logger(World& world, const Config::Log& config,
                                            const std::string& name) {
  const auto sink = world.log_sink();
  sink->set_formatter(config.format == "json" ? make_json_formatter() : make_text_formatter());
  auto logger = std::make_shared<spdlog::logger>(name, sink);
  logger->set_level(spdlog::level::from_str(config.level));
  return logger;
}

}  // namespace stormlark::gateway
