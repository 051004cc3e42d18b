#include "mock_server/chats/resources.h"

#include <algorithm>
#include <array>
#include <utility>

namespace stormlark::mock {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr std::array<Pair, 7> media_types = {{{"opus", "audio/ogg"},
                                              {"mp4", "video/mp4"},
                                              {"pdf", "application/pdf"},
                                              {"doc", "application/msword"},
                                              {"xls", "application/vnd.ms-excel"},
                                              {"ppt", "application/vnd.ms-powerpoint"},
                                              {"stream", "application/octet-stream"}}};

}  // namespace

const Resource& Resources::add(Resource resource) {
  const std::string kind = resource.is_image ? "img_v3_" : "file_v3_";
  const std::string shard = random_.hex(4);
  resource.key = kind + shard + "_" + random_.uuid();
  const std::string key = resource.key;
  return by_key_.emplace(key, std::move(resource)).first->second;
}

const Resource* Resources::find(std::string_view key) const {
  const auto found = by_key_.find(key);
  return found == by_key_.end() ? nullptr : &found->second;
}

std::string_view media_type_of(std::string_view file_type) {
  const auto* const found = std::ranges::find(media_types, file_type, &Pair::first);
  return found == media_types.end() ? std::string_view() : found->second;
}

}  // namespace stormlark::mock
