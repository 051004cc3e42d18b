// Fragments are appended to each other as they come. Where one overtook another the event is
// nonsense, of which the SDK's parser complains in a log that nobody reads: no ack, no answer.
#include "protocol/errors.h"
#include "tests/defects/defects.h"

#include <map>

#include <boost/json/parse.hpp>

namespace stormlark::gateway::defects {
namespace {

namespace header = protocol::header;

class ByArrival {
 public:
  Result<std::optional<protocol::Frame>> operator()(protocol::Frame part, Clock::time_point) {
    const auto sum = part.number_header(header::sum, 1).value_or(1);
    const std::string id(part.header(header::message_id));
    Pile& pile = piles_[id];
    pile.payload += part.payload.value_or("");
    if (++pile.parts < sum) return std::optional<protocol::Frame>();
    part.payload = std::move(pile.payload);
    piles_.erase(id);
    error_code malformed;
    boost::json::parse(*part.payload, malformed);
    if (malformed) return make_error_code(protocol::FrameErrc::bad_fragment);
    return std::optional<protocol::Frame>(std::move(part));
  }

 private:
  struct Pile {
    std::string payload;
    std::int64_t parts = 0;
  };
  std::map<std::string, Pile> piles_;
};

}  // namespace

void fragments_by_arrival(Parts& parts) {
  parts.assembly = [] { return ByArrival(); };
}

}  // namespace stormlark::gateway::defects
