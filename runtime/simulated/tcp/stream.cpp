#include "runtime/simulated/tcp/stream.h"

#include "runtime/completion.h"

namespace stormlark::tcp {

void SocketStream::shutdown(EndHandler done) {
  socket_.finish();
  post_completion(get_executor(), std::move(done), error_code{});
}

void SocketStream::close() {
  if (!socket_.given_up()) socket_.close();
}

void SocketStream::reset() {
  if (!socket_.given_up()) socket_.reset();
}

}  // namespace stormlark::tcp
