#include "bench/floor_client.h"

#include "bench/plain_file.h"
#include "bench/tls_socket.h"
#include "frame.pb.h"

#include <optional>
#include <stdexcept>

#include <boost/json.hpp>

namespace stormlark::bench {
namespace {

// Any 16 bytes in base64, and any mask, will do between two ends that trust each other.
constexpr std::string_view websocket_key = "dGhlIHNhbXBsZSBub25jZQ==";
constexpr std::string_view mask("\x12\x34\x56\x78", 4);

constexpr int opcode_binary = 2;
constexpr int method_data = 1;

struct Answer {
  int status = 0;
  std::string body;
};

std::string read_line(ClientSocket& socket) {
  std::string line;
  for (char c = socket.next(); c != '\n'; c = socket.next()) {
    if (c != '\r') line += c;
  }
  return line;
}

bool is_length(std::string_view field) {
  constexpr std::string_view name = "content-length:";
  if (field.size() < name.size()) return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (std::tolower(static_cast<unsigned char>(field[i])) != name[i]) return false;
  }
  return true;
}

Answer read_answer(ClientSocket& socket) {
  Answer answer;
  answer.status = std::stoi(read_line(socket).substr(9, 3));
  std::size_t length = 0;
  for (std::string field = read_line(socket); !field.empty(); field = read_line(socket)) {
    if (is_length(field)) length = std::stoul(field.substr(field.find(':') + 1));
  }
  answer.body = socket.next(length);
  return answer;
}

struct WebSocketUrl {
  std::uint16_t port = 0;
  std::string authority;
  std::string target;
};

// `ws://host:port/path?query`
WebSocketUrl parse_url(const std::string& url) {
  const std::size_t host = url.find("://") + 3;
  const std::size_t path = url.find('/', host);
  const std::string authority = url.substr(host, path - host);
  const auto port = std::stoul(authority.substr(authority.rfind(':') + 1));
  return {static_cast<std::uint16_t>(port), authority, url.substr(path)};
}

std::uint64_t read_number(ClientSocket& socket, std::size_t bytes) {
  std::uint64_t number = 0;
  for (const char byte : socket.next(bytes))
    number = number << 8 | static_cast<unsigned char>(byte);
  return number;
}

struct Message {
  int opcode = 0;
  std::string bytes;
};

Message read_message(ClientSocket& socket) {
  Message message;
  message.opcode = socket.next() & 0x0f;
  std::uint64_t length = static_cast<unsigned char>(socket.next());
  if (length == 126) length = read_number(socket, 2);
  if (length == 127) length = read_number(socket, 8);
  message.bytes = socket.next(length);
  return message;
}

void send_message(ClientSocket& socket, const std::string& bytes) {
  std::string wire("\x82", 1);
  if (bytes.size() < 126) {
    wire += static_cast<char>(0x80 | bytes.size());
  } else {
    wire += static_cast<char>(0x80 | 126);
    wire += static_cast<char>(bytes.size() >> 8);
    wire += static_cast<char>(bytes.size() & 0xff);
  }
  wire += mask;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    wire += static_cast<char>(bytes[i] ^ mask[i % mask.size()]);
  }
  socket.send(wire);
}

pbbp2::Frame read_push(ClientSocket& socket) {
  for (;;) {
    const Message message = read_message(socket);
    pbbp2::Frame frame;
    if (message.opcode != opcode_binary) continue;
    if (!frame.ParseFromString(message.bytes)) throw std::runtime_error("floor client: bad frame");
    if (frame.method() == method_data) return frame;
  }
}

void send_ack(ClientSocket& socket, pbbp2::Frame frame) {
  pbbp2::Header* handling_time = frame.add_headers();
  handling_time->set_key("biz_rt");
  handling_time->set_value("0");
  frame.set_payload(R"({"code":200})");
  send_message(socket, frame.SerializeAsString());
}

}  // namespace

struct FloorClient::Impl {
  explicit Impl(Options given) : options(std::move(given)), file(options.file) {
    if (options.tls) tls.emplace(options.authority_pem);
  }

  boost::json::value post(std::optional<ClientSocket>& socket, const std::string& path,
                          const boost::json::object& body);
  void upgrade(const WebSocketUrl& url);
  pbbp2::Frame take_push();
  const TlsContext* tls_or_none() const { return tls ? &*tls : nullptr; }

  Options options;
  PlainFile file;
  std::optional<TlsContext> tls;
  std::optional<ClientSocket> discovery;
  std::optional<ClientSocket> link;
  std::optional<ClientSocket> api;
  std::string token;
};

// Over a connection that is there, or a fresh one.
boost::json::value FloorClient::Impl::post(std::optional<ClientSocket>& socket,
                                           const std::string& path,
                                           const boost::json::object& body) {
  if (!socket) socket.emplace(options.port, tls_or_none());
  const std::string text = boost::json::serialize(body);
  const std::string bearer = token.empty() ? "" : "Authorization: Bearer " + token + "\r\n";
  socket->send("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(options.port) +
               "\r\nContent-Type: application/json\r\n" + bearer +
               "Content-Length: " + std::to_string(text.size()) + "\r\n\r\n" + text);
  const Answer answer = read_answer(*socket);
  if (answer.status != 200) throw std::runtime_error("floor client: " + path + answer.body);
  return boost::json::parse(answer.body);
}

void FloorClient::Impl::upgrade(const WebSocketUrl& url) {
  link.emplace(url.port, tls_or_none());
  link->send("GET " + url.target + " HTTP/1.1\r\nHost: " + url.authority +
             "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
             "Sec-WebSocket-Key: " +
             std::string(websocket_key) + "\r\n\r\n");
  const Answer answer = read_answer(*link);
  if (answer.status != 101) throw std::runtime_error("floor client: upgrade: " + answer.body);
}

// An ack means custody, for the floor as well.
pbbp2::Frame FloorClient::Impl::take_push() {
  pbbp2::Frame push = read_push(*link);
  file.keep(push.payload());
  send_ack(*link, push);
  return push;
}

FloorClient::FloorClient(Options options) : impl_(std::make_unique<Impl>(std::move(options))) {}
FloorClient::~FloorClient() = default;

void FloorClient::connect() {
  const auto answer =
      impl_->post(impl_->discovery, "/callback/ws/endpoint",
                  {{"AppID", impl_->options.app_id}, {"AppSecret", impl_->options.app_secret}});
  impl_->upgrade(parse_url(boost::json::value_to<std::string>(answer.at("data").at("URL"))));
}

void FloorClient::acknowledge_push() {
  impl_->take_push();
}

void FloorClient::authenticate() {
  const auto answer =
      impl_->post(impl_->api, "/open-apis/auth/v3/tenant_access_token/internal",
                  {{"app_id", impl_->options.app_id}, {"app_secret", impl_->options.app_secret}});
  impl_->token = boost::json::value_to<std::string>(answer.at("tenant_access_token"));
}

void FloorClient::answer_push() {
  const pbbp2::Frame push = impl_->take_push();
  const std::string answer = R"({"text":"floor"})";
  impl_->file.keep(answer);
  const auto event = boost::json::parse(push.payload());
  const auto& message = event.at("event").at("message").at("message_id").as_string();
  impl_->post(impl_->api, "/open-apis/im/v1/messages/" + std::string(message) + "/reply",
              {{"msg_type", "text"}, {"content", answer}});
}

void FloorClient::close() {
  impl_->link.reset();
  impl_->discovery.reset();
  impl_->api.reset();
}

}  // namespace stormlark::bench
