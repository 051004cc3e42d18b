#include "scenarios/plan/platform_options.h"

#include "mock_server/client_seconds.h"
#include "scenarios/plan/app_options.h"
#include "scenarios/plan/platform_rules.h"

#include <algorithm>

namespace stormlark::scenarios {
namespace {

using mock::ClientConfigOptions;
using mock::PlatformOptions;

/// How the value of each key gets into what it is a part of.
template <class Options>
using Readers = std::vector<std::pair<std::string, void (*)(Options&, const Item&)>>;

template <class Options>
std::vector<std::string> names_of(const Readers<Options>& readers) {
  std::vector<std::string> names;
  for (const auto& [name, read] : readers) names.push_back(name);
  return names;
}

template <class Options>
void read_into(Options& options, const Fields& fields, const Readers<Options>& readers) {
  for (const auto& [name, read] : readers) {
    if (const auto item = fields.find(name)) read(options, *item);
  }
}

template <auto member>
void span(PlatformOptions& options, const Item& item) {
  options.*member = item.duration();
}

template <auto member>
void flag(PlatformOptions& options, const Item& item) {
  options.*member = item.flag();
}

template <auto member, const auto& meanings>
void word(PlatformOptions& options, const Item& item) {
  options.*member = item.one_of(meanings);
}

template <auto member, auto read>
void made_by(PlatformOptions& options, const Item& item) {
  options.*member = read(item);
}

template <auto member>
void seconds(ClientConfigOptions& config, const Item& item) {
  const auto told = mock::client_seconds(item.duration());
  if (!told) item.fail(std::string(mock::client_seconds_rule));
  config.*member = *told;
}

void ping_interval(ClientConfigOptions& config, const Item& item) {
  seconds<&ClientConfigOptions::ping_interval_s>(config, item);
  if (config.ping_interval_s == 0) item.fail("must be at least 1s");
}

void reconnect_count(ClientConfigOptions& config, const Item& item) {
  config.reconnect_count = item.integer(-1);
}

const Readers<ClientConfigOptions> of_client_config = {
    {"reconnect_count", reconnect_count},
    {"reconnect_interval", seconds<&ClientConfigOptions::reconnect_interval_s>},
    {"reconnect_nonce", seconds<&ClientConfigOptions::reconnect_nonce_s>},
    {"ping_interval", ping_interval}};

void client_config(PlatformOptions& options, const Item& item) {
  const Fields fields(item, names_of(of_client_config));
  read_into(options.client_config, fields, of_client_config);
}

std::vector<Clock::duration> read_ladder(const Item& item) {
  std::vector<Clock::duration> ladder;
  for (const Item& rung : item.list()) ladder.push_back(rung.duration());
  return ladder;
}

std::size_t read_count(const Item& item) {
  return static_cast<std::size_t>(item.integer(0));
}

std::size_t read_fragment_bytes(const Item& item) {
  const auto bytes = static_cast<std::size_t>(item.integer(1));
  if (bytes > mock::fragment_bytes_max) {
    item.fail("must be at most " + std::to_string(mock::fragment_bytes_max) +
              "; SDKs close a connection that brings a message of 1 MiB");
  }
  return bytes;
}

const Meanings<bool> late_acks = {{"counts", true}, {"ignored", false}};
const Meanings<bool> switches = {{"off", false}, {"on", true}};
const Meanings<mock::Routing> routings = {{"cluster", mock::Routing::cluster},
                                          {"evict", mock::Routing::evict},
                                          {"evict-oldest", mock::Routing::evict_oldest},
                                          {"broadcast", mock::Routing::broadcast}};
const Meanings<mock::RedeliveryIdentity> identities = {
    {"fresh-delivery-id", mock::RedeliveryIdentity::fresh_delivery_id},
    {"same-delivery-id", mock::RedeliveryIdentity::same_delivery_id},
    {"fresh-event-id", mock::RedeliveryIdentity::fresh_event_id}};
const Meanings<mock::OfflineMail> offline_mails = {
    {"ladder", mock::OfflineMail::ladder},
    {"replay-on-connect", mock::OfflineMail::replay_on_connect},
    {"lost", mock::OfflineMail::lost}};
const Meanings<mock::CallbackFrames> callback_frames = {{"event", mock::CallbackFrames::event},
                                                        {"card", mock::CallbackFrames::card}};
const Meanings<mock::FirstPush> first_pushes = {{"delayed", mock::FirstPush::delayed},
                                                {"after-ping", mock::FirstPush::after_ping},
                                                {"same-segment", mock::FirstPush::same_segment}};

const Readers<PlatformOptions> of_platform = {
    {"apps", made_by<&PlatformOptions::apps, read_apps>},
    {"client_config", client_config},
    {"hooks", made_by<&PlatformOptions::hooks, read_hooks>},
    {"redelivery", made_by<&PlatformOptions::redelivery, read_ladder>},
    {"ack_deadline", span<&PlatformOptions::ack_deadline>},
    {"late_ack", word<&PlatformOptions::late_ack_counts, late_acks>},
    {"redelivery_identity", word<&PlatformOptions::redelivery_identity, identities>},
    {"offline_mail", word<&PlatformOptions::offline_mail, offline_mails>},
    {"callback_frames", word<&PlatformOptions::callback_frames, callback_frames>},
    {"routing", word<&PlatformOptions::routing, routings>},
    {"connections_max", made_by<&PlatformOptions::connections_max, read_count>},
    {"ghost_life", span<&PlatformOptions::ghost_life>},
    {"ticket_life", span<&PlatformOptions::ticket_life>},
    {"tickets_single_use", flag<&PlatformOptions::tickets_single_use>},
    {"token_life", span<&PlatformOptions::token_life>},
    {"uuid_memory", span<&PlatformOptions::uuid_memory>},
    {"rate_limits", word<&PlatformOptions::rate_limits, switches>},
    {"websocket_ping_interval", span<&PlatformOptions::websocket_ping_interval>},
    {"pong_carries_config", flag<&PlatformOptions::pong_carries_config>},
    {"first_push", word<&PlatformOptions::first_push, first_pushes>},
    {"first_push_delay", span<&PlatformOptions::first_push_delay>},
    {"permessage_deflate", flag<&PlatformOptions::permessage_deflate>},
    {"fragment_bytes", made_by<&PlatformOptions::fragment_bytes, read_fragment_bytes>},
    {"tls", flag<&PlatformOptions::tls>},
    {"rules", made_by<&PlatformOptions::rules, read_rules>}};

}  // namespace

mock::PlatformOptions read_platform_options(const Item& item, mock::PlatformOptions options) {
  std::vector<std::string> known = names_of(of_client_config);
  std::ranges::copy(names_of(of_platform), std::back_inserter(known));
  const Fields fields(item, std::move(known));
  read_into(options.client_config, fields, of_client_config);
  read_into(options, fields, of_platform);
  return options;
}

}  // namespace stormlark::scenarios
