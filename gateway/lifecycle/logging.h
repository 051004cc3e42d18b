#pragma once

#include "gateway/config.h"

#include <memory>
#include <string>

#include <spdlog/formatter.h>
#include <spdlog/logger.h>

namespace stormlark::gateway {

/// A logger named like its folder (`gateway.link`), to the world's sink. Text:
/// `2026-01-31T12:00:00.000Z info gateway.link: message`; JSON: an object a line with `ts`,
/// `level`, `logger` and `msg`. Either way an entry is one line, whatever its message holds.
std::shared_ptr<spdlog::logger> make_logger(World& world, const Config::Log& config,
                                            const std::string& name);

std::unique_ptr<spdlog::formatter> make_text_formatter();
std::unique_ptr<spdlog::formatter> make_json_formatter();

}  // namespace stormlark::gateway
