#include "runtime/memory_stream.h"

#include <algorithm>
#include <deque>

#include <boost/asio/append.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

namespace stormlark {
namespace {

constexpr std::size_t buffered_bytes_max = 256 * 1024;

// One direction. The reader and the writer each wait at most once at a time.
class MemoryPipe {
 public:
  using IoHandler = ByteStream::IoHandler;

  explicit MemoryPipe(asio::any_io_executor executor) : executor_(std::move(executor)) {}

  void read(asio::mutable_buffer to, IoHandler done) {
    start(reader_, Waiter{to, {}, std::move(done)}, [this] { serve_reader(); });
  }

  void write(asio::const_buffer from, IoHandler done) {
    start(writer_, Waiter{{}, from, std::move(done)}, [this] { serve_writer(); });
  }

  // The writer has ended its side in order.
  void finish() {
    finished_ = true;
    serve_reader();
  }

  // One side is gone: what the other does from now on ends with `why`.
  void break_off(error_code why) {
    if (!broken_) broken_ = why;
    serve_reader();
    serve_writer();
  }

  void drop_buffered() { bytes_.clear(); }
  void abort_reader() { complete(reader_, asio::error::operation_aborted, 0); }
  void abort_writer() { complete(writer_, asio::error::operation_aborted, 0); }

 private:
  struct Waiter {
    asio::mutable_buffer to;
    asio::const_buffer from;
    IoHandler done;
  };

  template <class Serve>
  void start(std::optional<Waiter>& place, Waiter waiter, Serve serve) {
    auto slot = asio::get_associated_cancellation_slot(waiter.done);
    place.emplace(std::move(waiter));
    if (slot.is_connected()) {
      slot.assign([this, &place](asio::cancellation_type type) {
        if (type != asio::cancellation_type::none) {
          complete(place, asio::error::operation_aborted, 0);
        }
      });
    }
    serve();
  }

  void complete(std::optional<Waiter>& place, error_code ec, std::size_t n) {
    if (!place) return;
    auto done = std::move(place->done);
    place.reset();
    auto slot = asio::get_associated_cancellation_slot(done);
    if (slot.is_connected()) slot.clear();  // a late cancellation must not meet a later waiter
    asio::post(executor_, asio::append(std::move(done), ec, n));
  }

  void serve_reader() {
    if (!reader_) return;
    if (!bytes_.empty() || reader_->to.size() == 0) {
      const std::size_t n = std::min(bytes_.size(), reader_->to.size());
      std::copy_n(bytes_.begin(), n, static_cast<char*>(reader_->to.data()));
      bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(n));
      complete(reader_, {}, n);
      serve_writer();
    } else if (broken_) {
      complete(reader_, broken_, 0);
    } else if (finished_) {
      complete(reader_, asio::error::eof, 0);
    }
  }

  void serve_writer() {
    if (!writer_) return;
    if (broken_ || finished_) {
      complete(writer_, asio::error::broken_pipe, 0);
      return;
    }
    const std::size_t n = std::min(writer_->from.size(), buffered_bytes_max - bytes_.size());
    if (n == 0 && writer_->from.size() > 0) return;
    const char* first = static_cast<const char*>(writer_->from.data());
    bytes_.insert(bytes_.end(), first, first + n);
    complete(writer_, {}, n);
    serve_reader();
  }

  asio::any_io_executor executor_;
  std::deque<char> bytes_;
  bool finished_ = false;
  error_code broken_;
  std::optional<Waiter> reader_;
  std::optional<Waiter> writer_;
};

class MemoryStream final : public ByteStream {
 public:
  MemoryStream(asio::any_io_executor executor, std::shared_ptr<MemoryPipe> in,
               std::shared_ptr<MemoryPipe> out, std::string peer)
      : executor_(std::move(executor)),
        in_(std::move(in)),
        out_(std::move(out)),
        peer_(std::move(peer)) {}
  ~MemoryStream() override { MemoryStream::close(); }

  asio::any_io_executor get_executor() override { return executor_; }
  void read_some(asio::mutable_buffer to, IoHandler done) override {
    if (closed_) return fail(std::move(done));
    in_->read(to, std::move(done));
  }
  void write_some(asio::const_buffer from, IoHandler done) override {
    if (closed_) return fail(std::move(done));
    out_->write(from, std::move(done));
  }
  void shutdown(EndHandler done) override {
    if (!closed_) out_->finish();
    asio::post(executor_, asio::append(std::move(done), error_code{}));
  }

  void close() override {
    if (std::exchange(closed_, true)) return;
    leave();
    out_->finish();
    in_->break_off(asio::error::broken_pipe);  // the peer's writes find nobody
  }

  void reset() override {
    if (std::exchange(closed_, true)) return;
    leave();
    out_->drop_buffered();
    out_->break_off(asio::error::connection_reset);
    in_->break_off(asio::error::connection_reset);
  }

  std::string peer_address() const override { return peer_; }

 private:
  void leave() {
    in_->abort_reader();
    out_->abort_writer();
  }
  void fail(IoHandler done) {
    asio::post(executor_, asio::append(std::move(done), error_code(asio::error::bad_descriptor),
                                       std::size_t{0}));
  }

  asio::any_io_executor executor_;
  std::shared_ptr<MemoryPipe> in_;
  std::shared_ptr<MemoryPipe> out_;
  std::string peer_;
  bool closed_ = false;
};

}  // namespace

std::pair<Stream, Stream> make_memory_streams(asio::any_io_executor executor,
                                              std::string first_address,
                                              std::string second_address) {
  auto there = std::make_shared<MemoryPipe>(executor);
  auto back = std::make_shared<MemoryPipe>(executor);
  return {Stream(std::make_unique<MemoryStream>(executor, back, there, std::move(second_address))),
          Stream(std::make_unique<MemoryStream>(executor, there, back, std::move(first_address)))};
}

}  // namespace stormlark
