#pragma once

#include "mock_server/api/posting.h"
#include "protocol/api.h"

#include <boost/json/array.hpp>

namespace stormlark::mock {

/// Sends and reads messages: create, reply, get, mget, list.
class MessageApi {
 public:
  MessageApi(Directory& directory, Messages& messages, Posting& posting, Answers& answers)
      : directory_(directory), messages_(messages), posting_(posting), answers_(answers) {}

  void add_to(Routes& routes);

 private:
  Reply create(const ApiCall& call);
  Reply reply(const ApiCall& call);
  Reply get(const ApiCall& call);
  Reply get_many(const ApiCall& call);
  Reply list(const ApiCall& call);

  Reply post(const ApiCall& call, const Posting::Place& place,
             const protocol::OutgoingMessage& wanted);
  Refusal check_place(const ApiCall& call, const std::string& type, const std::string& content,
                      const Posting::Place& place) const;

  /// A merged message, and behind it what it holds.
  void add_with_parts(const Message& message, const App& reader, const Posting::Look& look,
                      boost::json::array& to) const;

  Directory& directory_;
  Messages& messages_;
  Posting& posting_;
  Answers& answers_;
};

}  // namespace stormlark::mock
