#pragma once

#include "mock_server/access/scopes.h"
#include "runtime/clock.h"
#include "runtime/http.h"
#include "runtime/prng.h"

#include <ctime>
#include <string>

#include <boost/json/object.hpp>

namespace stormlark::mock {

/// An answer of the HTTP API, with the `code` that its body says.
struct Reply {
  int code = 0;
  HttpResponse http;
};

/// Makes answers that look as the platform's do: envelope, texts, log ids.
class Answers {
 public:
  Answers(const Clock& clock, Prng random) : clock_(clock), random_(random) {}

  /// `{code: 0, msg: success, data}`.
  Reply success(const boost::json::object& data);
  /// The whole body, for answers that are flat.
  Reply flat(boost::json::object body);
  /// A failure with the code's own status and text; `detail` is appended as the platform does. That
  /// of a field that is wrong begins with its name.
  Reply failure(int code, const std::string& detail = {});
  /// Too many calls: the gateway says how long to wait.
  Reply throttled(Clock::duration wait);
  /// The app holds none of these scopes; `type` says whether it lacks them for the whole call.
  Reply scope_missing(const std::string& app_id, const Scopes& any_of, std::string_view type);
  /// As `failure` with another status and, where given, another text or a whole other body.
  Reply scripted(unsigned status, int code, const std::string& msg);
  Reply raw(unsigned status, int code, std::string body);
  /// A download.
  Reply bytes(std::string content_type, std::string body);
  /// What the gateway says of paths it does not know.
  Reply not_found();

 private:
  Reply json(unsigned status, int code, const boost::json::object& body);
  Reply failure_body(unsigned status, int code, const std::string& msg,
                     boost::json::object error = {});
  HttpFields fields(std::string content_type);
  std::string log_id();

  const Clock& clock_;
  Prng random_;
  std::time_t second_ = 0;  ///< to which `stamp_` belongs
  std::string stamp_;
};

}  // namespace stormlark::mock
