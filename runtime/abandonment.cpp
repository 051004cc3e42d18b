#include "runtime/abandonment.h"

namespace stormlark {

asio::execution_context::id Abandonment::id;

Abandonment* Abandonment::of(const asio::any_io_executor& executor) {
  auto& loop = asio::query(executor, asio::execution::context);
  if (!asio::has_service<Abandonment>(loop)) return nullptr;
  auto& abandonment = asio::use_service<Abandonment>(loop);
  return abandonment.begun() ? &abandonment : nullptr;
}

}  // namespace stormlark
