#include "runtime/duration.h"
#include "runtime/number.h"
#include "scenarios/actions/standard_verbs.h"
#include "scenarios/stage/stage.h"

#include <cmath>
#include <stdexcept>

namespace stormlark::scenarios::verb {
namespace {

struct Chat {
  std::string name;
  bool group = false;
};

/// When messages leave, counted from the first: open-loop, whatever the bot does.
struct Arrivals {
  Clock::duration gap{};  ///< 0: all at once
  bool poisson = false;   ///< gaps are exponential with that mean
};

/// `send: {chat: alice, count: 20, rate: 10/s}`
class Send final : public Action {
 public:
  struct Terms {
    int step = 0;
    std::vector<Chat> chats;
    std::string user;
    std::string text;
    int count = 1;
    Arrivals arrivals;
  };

  explicit Send(Terms terms) : terms_(std::move(terms)) {}

  awaitable<StepOutcome> run(Stage& stage) const override {
    const Standing::Sending sending(stage.standing());
    Clock& clock = stage.world().clock();
    Prng random = stage.random("send " + std::to_string(terms_.step));
    Clock::time_point due = clock.now();
    for (int index = 0; index < terms_.count; ++index) {
      co_await sleep_until(clock, due);
      const Chat& chat = terms_.chats[static_cast<std::size_t>(index) % terms_.chats.size()];
      mock::UserMessage message;
      message.chat = chat.name;
      message.chat_type = chat.group ? "group" : "p2p";
      message.user = terms_.user;
      message.text = terms_.text;
      try {
        stage.send(std::move(message));
      } catch (const std::invalid_argument& refused) {
        co_return StepOutcome::failed(refused.what());
      }
      due += next_gap(random);
    }
    co_return StepOutcome::done();
  }

 private:
  Clock::duration next_gap(Prng& random) const {
    if (!terms_.arrivals.poisson) return terms_.arrivals.gap;
    const double factor = -std::log1p(-random.unit());
    const auto gap = std::chrono::duration<double, Clock::duration::period>(terms_.arrivals.gap);
    return std::chrono::duration_cast<Clock::duration>(gap * factor);
  }

  Terms terms_;
};

Chat read_chat(const Item& item) {
  const bool is_group = !item.is_scalar();
  const std::string name = is_group ? Fields(item, {"group"}).need("group").text() : item.text();
  if (name.empty()) item.fail("names no chat");
  return {name, is_group};
}

constexpr Clock::duration longest_gap = 24h * 365;

// `10/s`, `90/min`
Clock::duration read_rate(const Item& item, const std::string& text) {
  const std::size_t slash = text.find('/');
  const auto count = parse_number<double>(std::string_view(text).substr(0, slash));
  const auto per =
      slash == std::string::npos ? std::nullopt : parse_duration("1" + text.substr(slash + 1));
  if (!count || *count <= 0 || !per) {
    item.fail("'" + text + "' is not a rate; write a number and a unit of time, such as 10/s");
  }
  const auto gap = std::chrono::duration<double, Clock::duration::period>(*per) / *count;
  if (gap > longest_gap) item.fail("'" + text + "' is less than one a year");
  return std::chrono::duration_cast<Clock::duration>(gap);
}

// `poisson 10/s`, `every 500ms`
Arrivals read_arrivals(const Item& item) {
  const std::string text = item.text();
  if (text.starts_with("poisson ")) return {read_rate(item, text.substr(8)), true};
  if (text.starts_with("every ")) {
    if (const auto gap = parse_duration(text.substr(6))) return {*gap, false};
  }
  item.fail("'" + text + "' is not known; write 'poisson 10/s' or 'every 500ms'");
}

}  // namespace

Made send(const StepText& step) {
  const Fields fields(step.value, {"chat", "count", "rate", "arrivals", "text", "user"});
  Send::Terms terms;
  terms.step = step.number;
  for (const Item& item : fields.need("chat").list()) terms.chats.push_back(read_chat(item));
  if (terms.chats.empty()) fields.need("chat").fail("names no chat");
  terms.user = fields.text_or("user", "");
  if (const auto user = fields.find("user")) step.names.expect_tenant_of(terms.user, *user);
  for (const Chat& chat : terms.chats) {
    const bool is_user = terms.user.empty() && !chat.group;
    if (is_user) step.names.expect_tenant_of(chat.name, fields.need("chat"));
  }
  const auto is_p2p = [](const Chat& chat) { return !chat.group; };
  if (!terms.user.empty() && std::ranges::count_if(terms.chats, is_p2p) > 1) {
    fields.need("user").fail("has one chat with a bot; name one, or leave 'user' out");
  }
  terms.text = fields.text_or("text", "");
  terms.count = fields.integer_or("count", 1, 1);
  if (const auto rate = fields.find("rate"))
    terms.arrivals = {read_rate(*rate, rate->text()), false};
  if (const auto arrivals = fields.find("arrivals")) {
    if (fields.has("rate")) arrivals->fail("'rate' says when messages leave already; remove one");
    terms.arrivals = read_arrivals(*arrivals);
  }
  return std::make_shared<Send>(std::move(terms));
}

}  // namespace stormlark::scenarios::verb
