#pragma once

#include "mock_server/api/posting.h"

#include <vector>

#include <boost/json/object.hpp>

namespace stormlark::mock {

/// Sends on what was written elsewhere: one message, several as one, or a whole thread.
class MessageForward {
 public:
  MessageForward(Messages& messages, Posting& posting, Answers& answers)
      : messages_(messages), posting_(posting), answers_(answers) {}

  void add_to(Routes& routes);

 private:
  using Parts = std::vector<const Message*>;
  /// What every forward needs to know; a refusal where the call does not say it.
  struct Wish {
    Refusal refusal{};
    boost::json::object body{};
    std::string receive_id{};
    Posting::Uuid uuid{};  ///< of forwards to this receiver
  };

  /// What became of it, or the code of why it may not go there now.
  struct Merged {
    const Message* message = nullptr;
    int code = 0;
  };

  Reply forward(const ApiCall& call);
  Reply merge(const ApiCall& call);
  Reply forward_thread(const ApiCall& call);

  static Wish wish_of(const ApiCall& call);
  /// Shows the parts as one message.
  Merged show_merged(const ApiCall& call, const Wish& wish, const Parts& parts);
  void copy(const Parts& parts, const Message& into);

  Messages& messages_;
  Posting& posting_;
  Answers& answers_;
};

}  // namespace stormlark::mock
