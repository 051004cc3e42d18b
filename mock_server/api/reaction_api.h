#pragma once

#include "mock_server/api/routes.h"
#include "mock_server/chats/reactions.h"

#include <boost/json/array.hpp>

namespace stormlark::mock {

/// Bots react to messages, and see who did.
class ReactionApi {
 public:
  ReactionApi(const Messages& messages, Reactions& reactions, Answers& answers)
      : messages_(messages), reactions_(reactions), answers_(answers) {}

  void add_to(Routes& routes);

 private:
  using Serve = Reply (ReactionApi::*)(const ApiCall& call, const Message& message);

  /// Serves calls about a message that the app may see; refuses the others.
  Reply about_message(const ApiCall& call, Serve serve);
  Reply create(const ApiCall& call, const Message& message);
  Reply list(const ApiCall& call, const Message& message);
  Reply remove(const ApiCall& call, const Message& message);
  Reply list_many(const ApiCall& call);

  /// What is answered to questions about many messages at once.
  struct Batch {
    boost::json::array details;
    boost::json::array counts;
    boost::json::array failures;
  };
  void list_one(const ApiCall& call, const boost::json::object& query, std::string_view emoji,
                std::size_t page_size, Batch& to) const;

  const Messages& messages_;
  Reactions& reactions_;
  Answers& answers_;
};

}  // namespace stormlark::mock
