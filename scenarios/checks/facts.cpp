#include "scenarios/checks/facts.h"

#include "protocol/json.h"
#include "runtime/duration.h"
#include "scenarios/checks/gather.h"

#include <algorithm>
#include <iterator>

#include <boost/regex.hpp>

namespace stormlark::scenarios {

namespace {

bool tells_of_an_end(const std::string& evidence, const std::string& direction) {
  for (const char* carried : {" of a long connection ", " of an encrypted connection "}) {
    if (evidence.find(carried + direction) != std::string::npos) return true;
  }
  return false;
}

void sort_by_time(std::vector<Answer>& answers) {
  std::ranges::sort(answers, {}, [](const Answer& answer) { return answer.at.record; });
}

}  // namespace

bool tells_of_leaving(const std::string& evidence) {
  return tells_of_an_end(evidence, "up");
}

std::optional<SpoiledFrame> spoiled_frame(const std::string& evidence) {
  static const boost::regex spoiled(" on connection ([0-9]+) (cut short|sent with|padded to)");
  static const boost::regex event("event ([^ ,]+)[ ,]");
  boost::smatch found;
  if (!boost::regex_search(evidence, found, spoiled)) return std::nullopt;
  SpoiledFrame frame{.connection = std::stoi(found[1]), .event = {}};
  frame.fragment = evidence.find(", fragment ") != std::string::npos;
  if (boost::regex_search(evidence, found, event)) frame.event = found[1];
  return frame;
}

std::optional<std::string> repeated_in_parts(const std::string& evidence) {
  static const boost::regex repeated("event ([^ ,]+), fragment .* to be sent again in .*");
  boost::smatch found;
  if (!boost::regex_match(evidence, found, repeated)) return std::nullopt;
  return found[1].str();
}

bool failed_in_part(const std::string& why) {
  return why.ends_with(", sent in part");
}

std::optional<KeptUpgrade> kept_upgrade(const std::string& evidence) {
  static const boost::regex kept("an upgrade of (.+) on socket ([0-9]+) (held|delayed by .+)");
  boost::smatch found;
  if (!boost::regex_match(evidence, found, kept)) return std::nullopt;
  return KeptUpgrade{.peer = found[1], .socket = std::stoi(found[2])};
}

std::optional<Micros> delay_of_an_end(const std::string& evidence) {
  if (!evidence.starts_with("delayed ") || !tells_of_an_end(evidence, "down")) return std::nullopt;
  const auto span = parse_duration(std::string_view(evidence).substr(evidence.rfind(' ') + 1));
  if (!span) return std::nullopt;
  return to_micros(*span);
}

Micros when(const std::optional<Moment>& moment) {
  return moment ? moment->us : never;
}

Micros Message::latency() const {
  return answers.empty() ? never : answers.front().at.us - accepted.us;
}

std::optional<Moment> Message::acked() const {
  std::optional<Moment> first;
  for (const Push& push : pushes) {
    if (push.ack && push.ack->good() && push.ack->at.us < when(first)) first = push.ack->at;
  }
  return first;
}

std::optional<Moment> Life::signalled(std::string_view name) const {
  for (const Signal& signal : signals) {
    if (signal.name == name && signal.delivered) return signal.at;
  }
  return std::nullopt;
}

std::optional<Moment> Answer::named_since(const Message& whom) const {
  if (whom.token.empty()) return std::nullopt;
  if (text.find(whom.token) != text.npos) return at;
  for (const auto& [moment, later] : edits) {
    if (later.find(whom.token) != later.npos) return moment;
  }
  return std::nullopt;
}

bool Answer::can_be_read() const {
  const auto content = protocol::parse_object(text);
  return !content || protocol::text_at(*content, "type") != "card";
}

Facts::Facts(const history::History& from) : history(from) {
  gather(from, *this);
}

void Facts::share_answers(const std::function<bool(const Answer&)>& may_batch) {
  std::map<std::pair<std::string, std::string>, std::vector<Answer>> batches;  // by app and chat
  for (const Message& message : messages) {
    for (const Answer& answer : message.answers) {
      if (may_batch(answer)) batches[{answer.app, answer.chat}].push_back(answer);
    }
  }
  if (batches.empty()) return;
  for (Message& message : messages) {
    for (const Answer& batch : batches[{message.app, message.chat}]) {
      const auto& own = message.answers;
      if (!batch.names(message) || std::ranges::find(own, batch.id, &Answer::id) != own.end()) {
        continue;
      }
      message.answers.push_back(batch);
    }
    sort_by_time(message.answers);
  }
}

void Facts::set_extras_apart(const std::function<bool(const Answer&)>& may_be_extra) {
  for (Message& message : messages) {
    const auto is_extra = [&](const Answer& answer) {
      return may_be_extra(answer) && answer.can_be_read() && !answer.names(message);
    };
    std::ranges::copy_if(message.answers, std::back_inserter(message.extras), is_extra);
    std::erase_if(message.answers, is_extra);
    for (Answer& answer : message.answers) {
      if (may_be_extra(answer)) answer.at = answer.named_since(message).value_or(answer.at);
    }
    sort_by_time(message.answers);
  }
}

const Life* Facts::life_at(const std::string& subject, Micros us) const {
  for (const Life& life : lives) {
    if (life.subject == subject && life.alive_at(us)) return &life;
  }
  return nullptr;
}

const Life* Facts::life_after(const Life& life) const {
  for (const Life& later : lives) {
    if (later.subject == life.subject && later.number > life.number) return &later;
  }
  return nullptr;
}

}  // namespace stormlark::scenarios
