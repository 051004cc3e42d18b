#pragma once

#include "gateway/api/send_path.h"
#include "gateway/api/token_cache.h"
#include "gateway/config.h"
#include "runtime/http_client.h"

namespace stormlark::gateway {

/// The platform's HTTP API as the bot uses it. Each call takes a token from the cache; an answer
/// that rejects the token costs one refresh and one repetition.
class PlatformApi {
 public:
  /// Whether an answer rejects the access token; see `token_rejected`.
  using TokenRejected = std::function<bool(unsigned http_status, int code)>;

  PlatformApi(World& world, const Config& config, const Dialer& dialer,
              TokenRejected token_rejected);

  /// Answers `message_id`. `uuid` makes the platform fold repetitions for one hour.
  awaitable<CallOutcome> reply(std::string message_id, std::string content, std::string uuid);
  /// A text message to a chat, which answers nothing in particular.
  awaitable<CallOutcome> send(std::string chat_id, std::string content, std::string uuid);

  /// One page of a chat's messages, the newest first; the data has `items`, `has_more` and
  /// `page_token`.
  awaitable<CallOutcome> messages(std::string chat_id, std::string page_token);

  /// The bot's own description: the cheapest call that proves that sending works.
  awaitable<CallOutcome> bot_info();

  const SendPath& send_path() const { return send_path_; }

 private:
  awaitable<CallOutcome> call(HttpRequest request);
  awaitable<CallOutcome> authorized(HttpRequest request);
  awaitable<CallOutcome> exchange(HttpRequest request);
  awaitable<CallOutcome> fetch_token();

  Config::App app_;
  Result<Url> origin_;
  TokenRejected token_rejected_;
  HttpClient http_;
  TokenCache tokens_;
  SendPath send_path_;
};

}  // namespace stormlark::gateway
