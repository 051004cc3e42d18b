#pragma once

#include "history/recorder.h"
#include "mock_server/api/routes.h"
#include "mock_server/chats/messages.h"
#include "mock_server/chats/resources.h"

namespace stormlark::mock {

/// Apps upload images and files, and download their own and those that messages carry.
class ResourceApi {
 public:
  ResourceApi(history::Recorder& recorder, const Messages& messages, Resources& resources,
              Answers& answers)
      : recorder_(recorder), messages_(messages), resources_(resources), answers_(answers) {}

  void add_to(Routes& routes);

 private:
  Reply create_image(const ApiCall& call);
  Reply create_file(const ApiCall& call);
  Reply get_image(const ApiCall& call);
  Reply get_file(const ApiCall& call);
  Reply get_of_message(const ApiCall& call);

  const Resource& keep(Resource resource);
  Reply download(const ApiCall& call, const Resource& resource);

  history::Recorder& recorder_;
  const Messages& messages_;
  Resources& resources_;
  Answers& answers_;
};

}  // namespace stormlark::mock
