#pragma once

#include "runtime/process.h"

#include <boost/asio/io_context.hpp>

namespace stormlark {

/// Children of this process. Making it has SIGPIPE ignored from then on, so that writing to a child
/// that has ended fails instead of ending the writer.
class RealProcesses final : public Processes {
 public:
  explicit RealProcesses(asio::io_context& loop);

  Result<std::unique_ptr<Process>> spawn(const ProcessOptions& options) override;
  Result<void> find(const std::string& program) const override;

 private:
  asio::io_context& loop_;
};

}  // namespace stormlark
