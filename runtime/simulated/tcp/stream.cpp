#include "runtime/simulated/tcp/stream.h"

#include <boost/asio/append.hpp>
#include <boost/asio/post.hpp>

namespace stormlark::tcp {

void SocketStream::shutdown(EndHandler done) {
  socket_.finish();
  asio::post(get_executor(), asio::append(std::move(done), error_code{}));
}

void SocketStream::close() {
  if (!socket_.given_up()) socket_.close();
}

void SocketStream::reset() {
  if (!socket_.given_up()) socket_.reset();
}

}  // namespace stormlark::tcp
