#include "mock_server/api/resource_api.h"

#include "mock_server/api/byte_range.h"
#include "mock_server/api/message_access.h"
#include "mock_server/api/multipart.h"
#include "mock_server/chats/image_probe.h"
#include "protocol/error_codes.h"
#include "runtime/number.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace stormlark::mock {

namespace code = protocol::code;

namespace {

constexpr std::size_t image_bytes_max = 10U << 20;
constexpr std::size_t file_bytes_max = 30U << 20;

/// Messages whose resources this way does not give out.
constexpr std::array<std::string_view, 3> closed_types = {"sticker", "interactive",
                                                          "merge_forward"};

std::optional<Form> form_of(const ApiCall& call) {
  return Form::parse(call.request.http.fields.get("Content-Type"), call.body());
}

/// What is wrong with an uploaded image; `code::ok` for nothing.
int refusal_of(std::string_view bytes, bool avatar) {
  if (bytes.empty()) return code::resource_empty;
  if (bytes.size() > image_bytes_max) return code::resource_too_large;
  const auto facts = probe_image(bytes);
  if (!facts) return code::image_format_unknown;
  unsigned side_max = facts->content_type == "image/gif" ? 2000 : 12000;
  if (avatar) side_max = std::min(side_max, 4096U);
  return std::max(facts->width, facts->height) > side_max ? code::image_too_wide : code::ok;
}

/// The name between quotes, safe in a header field.
std::string quoted(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    if (c == '"' || c == '\\') text += '\\';
    text += control ? '_' : c;
  }
  return text + '"';
}

}  // namespace

void ResourceApi::add_to(Routes& routes) {
  routes.add("im.image.create", [this](const ApiCall& call) { return create_image(call); });
  routes.add("im.image.get", [this](const ApiCall& call) { return get_image(call); });
  routes.add("im.file.create", [this](const ApiCall& call) { return create_file(call); });
  routes.add("im.file.get", [this](const ApiCall& call) { return get_file(call); });
  routes.add("im.message_resource.get",
             [this](const ApiCall& call) { return get_of_message(call); });
}

Reply ResourceApi::create_image(const ApiCall& call) {
  const auto form = form_of(call);
  const FormPart* const image = form ? form->find("image") : nullptr;
  const std::string type = form ? form->text("image_type") : std::string();
  const bool avatar = type == "avatar";
  if (!image) return answers_.failure(code::resource_invalid, "image is required");
  if (!avatar && type != "message") {
    return answers_.failure(code::resource_invalid, "image_type must be message or avatar");
  }
  const int refusal = refusal_of(image->bytes, avatar);
  if (refusal != code::ok) return answers_.failure(refusal);
  const Resource& kept = keep({.app = &call.app,
                               .is_image = true,
                               .type = type,
                               .content_type = std::string(probe_image(image->bytes)->content_type),
                               .bytes = std::string(image->bytes)});
  return answers_.success({{"image_key", kept.key}});
}

Reply ResourceApi::create_file(const ApiCall& call) {
  const auto form = form_of(call);
  const FormPart* const file = form ? form->find("file") : nullptr;
  const std::string type = form ? form->text("file_type") : std::string();
  const std::string name = form ? form->text("file_name") : std::string();
  const std::string_view media_type = media_type_of(type);
  if (!file) return answers_.failure(code::resource_invalid, "file is required");
  if (media_type.empty()) {
    return answers_.failure(code::resource_invalid, "file_type is none of its options");
  }
  if (name.empty()) return answers_.failure(code::resource_invalid, "file_name is required");
  if (file->bytes.empty()) return answers_.failure(code::resource_empty);
  if (file->bytes.size() > file_bytes_max) return answers_.failure(code::resource_too_large);
  const Resource& kept = keep({.app = &call.app,
                               .type = type,
                               .name = name,
                               .content_type = std::string(media_type),
                               .bytes = std::string(file->bytes),
                               .duration_ms = parse_number<std::int64_t>(form->text("duration"))});
  return answers_.success({{"file_key", kept.key}});
}

Reply ResourceApi::get_image(const ApiCall& call) {
  const Resource* const image = resources_.find(call.id("image_key"));
  if (!image || !image->is_image) return answers_.failure(code::resource_invalid);
  const bool open = image->app == &call.app && image->type == "message";
  return open ? download(call, *image) : answers_.failure(code::resource_unauthorized);
}

Reply ResourceApi::get_file(const ApiCall& call) {
  const Resource* const file = resources_.find(call.id("file_key"));
  if (!file || file->is_image) return answers_.failure(code::resource_invalid);
  return file->app == &call.app ? download(call, *file)
                                : answers_.failure(code::resource_unauthorized);
}

Reply ResourceApi::get_of_message(const ApiCall& call) {
  const std::string type = call.query("type");
  if (type != "image" && type != "file") return answers_.failure(code::resource_invalid);
  const Message* const message = known_message(messages_, call.app, call.id("message_id"));
  if (!message) return answers_.failure(code::resource_invalid);
  if (!message->chat->has(call.app)) return answers_.failure(code::resource_chat_closed);
  if (message->recalled) return answers_.failure(code::message_deleted);
  if (std::ranges::find(closed_types, message->type) != closed_types.end()) {
    return answers_.failure(code::resource_message_unfit);
  }
  const std::string& key = call.id("file_key");
  const Resource* const resource = resources_.find(key);
  // Keys need no escapes, so that one in the content's JSON stands between plain quotes.
  const bool carried = resource && message->content.find('"' + key + '"') != std::string::npos;
  if (!carried || resource->is_image != (type == "image")) {
    return answers_.failure(code::resource_not_in_message);
  }
  return download(call, *resource);
}

const Resource& ResourceApi::keep(Resource resource) {
  const Resource& kept = resources_.add(std::move(resource));
  recorder_.add(history::ResourceStored{.key = kept.key,
                                        .app = kept.app->options.id,
                                        .type = kept.type,
                                        .bytes = static_cast<int>(kept.bytes.size())});
  return kept;
}

Reply ResourceApi::download(const ApiCall& call, const Resource& resource) {
  const std::size_t size = resource.bytes.size();
  const auto range = requested_range(call.request.http.fields.get("Range"), size);
  Reply reply = answers_.bytes(resource.content_type, {});
  HttpFields& fields = reply.http.fields;
  fields.add("Accept-Ranges", "bytes");
  if (std::holds_alternative<OutOfRange>(range)) {
    reply.http.status = 416;
    fields.add("Content-Range", fmt::format("bytes */{}", size));
    return reply;
  }
  const std::string& name = resource.name.empty() ? resource.key : resource.name;
  fields.add("Content-Disposition", "attachment; filename=" + quoted(name));
  if (const auto* const part = std::get_if<ByteRange>(&range)) {
    reply.http.status = 206;
    fields.add("Content-Range", fmt::format("bytes {}-{}/{}", part->first, part->last, size));
    reply.http.body = resource.bytes.substr(part->first, part->last - part->first + 1);
  } else {
    reply.http.body = resource.bytes;
  }
  return reply;
}

}  // namespace stormlark::mock
