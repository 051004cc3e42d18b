#pragma once

#include "protocol/api.h"
#include "protocol/discovery.h"
#include "protocol/event.h"
#include "protocol/frame.h"
#include "runtime/http_client.h"
#include "runtime/mailbox.h"
#include "runtime/manual_world.h"
#include "runtime/task_group.h"
#include "runtime/websocket.h"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace stormlark {

/// One long connection of a `RawBot`: collects what arrives, does nothing by itself except what
/// RFC 6455 demands.
class RawLink {
 public:
  RawLink(ManualWorld& world, WebSocket socket);
  ~RawLink();

  /// The next frame, waited for; nothing when none came in time or the link ended.
  std::optional<protocol::Frame> frame(Clock::duration within = 10s);
  /// As `frame`, skipping all but data frames.
  std::optional<protocol::Frame> push(Clock::duration within = 10s);
  bool wait_for_end(Clock::duration within);
  bool ended() const { return ended_; }
  const WebSocket::End& end() const { return socket_.end(); }
  /// Messages that were no frames, in order.
  const std::vector<std::string>& garbage() const { return garbage_; }

  void send(const protocol::Frame& frame);
  void ack(const protocol::Frame& push, int code = 200);
  void send_bytes(std::string bytes);
  void send_text(std::string text);
  void close(std::uint16_t code);
  void abort(bool with_reset);

 private:
  awaitable<void> collect();

  ManualWorld& world_;
  WebSocket socket_;
  std::deque<protocol::Frame> frames_;
  std::vector<std::string> garbage_;
  bool ended_ = false;
  TaskGroup tasks_;
};

/// A bot that does exactly what the test says, step by step, in a world that the test drives.
class RawBot {
 public:
  /// With an authority to trust, it comes over TLS.
  RawBot(ManualWorld& world, Endpoint platform, std::string app_id, std::string app_secret,
         const std::string& authority_pem = {});
  ~RawBot();

  /// One HTTP exchange; the status is 0 when the transport failed.
  HttpResponse request(std::string method, std::string target, std::string body = {},
                       std::string authorization = {});
  /// As above, in the background; `done` is set when it ended.
  struct Pending {
    bool done = false;
    HttpResponse response;
  };
  std::shared_ptr<Pending> begin_request(std::string method, std::string target, std::string body,
                                         std::string authorization);

  /// Any request, with the bot's token added.
  HttpResponse send(HttpRequest request);

  protocol::DiscoveryAnswer discover();
  /// Null when refused; `refusal` then says how.
  std::unique_ptr<RawLink> upgrade(const std::string& url);
  UpgradeRefusal refusal;
  WebSocket::Options socket_options;
  /// Discovery and upgrade.
  std::unique_ptr<RawLink> connect();

  /// `Bearer t-…`, asked for once.
  const std::string& authorization();
  protocol::ApiAnswer call(std::string method, std::string target, std::string body = {});
  protocol::ApiAnswer reply(const std::string& message_id, const std::string& text,
                            const std::string& uuid = {});

  /// Leaves abruptly: every HTTP connection is closed.
  void hang_up();

 private:
  awaitable<HttpResponse> exchange(HttpRequest request);
  awaitable<void> exchange_into(HttpRequest request, std::shared_ptr<Pending> pending);
  awaitable<Result<WebSocket>> dial(Url url);

  ManualWorld& world_;
  Url origin_;
  std::string app_id_;
  std::string app_secret_;
  Dialer dialer_;
  HttpClient http_;
  std::string authorization_;
  TaskGroup tasks_;
};

/// Path of a reply, and body of a reply or a send.
std::string reply_target(const std::string& message_id);
std::string text_message(const std::string& text, const std::string& uuid = {},
                         const std::string& receive_id = {});

/// The user's message that a push carries.
protocol::MessageReceived message_in(const protocol::Frame& push);

}  // namespace stormlark
