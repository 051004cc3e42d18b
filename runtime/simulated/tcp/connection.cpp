#include "runtime/simulated/tcp/connection.h"

#include "runtime/simulated/tcp/backlog.h"
#include "runtime/simulated/tcp/ports.h"

namespace stormlark::tcp {

Connection::Connection(Timeline& timeline, Cable& there, Cable& back, const Ports& ports,
                       Route route)
    : ports_(ports),
      route_(std::move(route)),
      wire_there_(there.wire),
      nat_(timeline, there, back),
      there_(timeline, there, nat_, *this),
      back_(timeline, back, nat_, *this),
      client_(there_, server_),
      server_(back_, client_) {}

void Connection::open(std::shared_ptr<Attachment> client) {
  client_.give_to(std::move(client));
  there_.send({Segment::Kind::open});
}

bool Connection::is_between(const std::string& one, const std::string& other) const {
  const std::string& client = route_.client;
  const std::string& server = route_.server;
  return (client == one && server == other) || (client == other && server == one);
}

void Connection::break_off() {
  there_.drop();
  back_.drop();
  client_.receive({Segment::Kind::reset});
  server_.receive({Segment::Kind::reset});
}

void Connection::finish() {
  there_.send({Segment::Kind::finish});
  back_.send({Segment::Kind::finish});
}

void Connection::after_change() {
  there_.resume();
  back_.resume();
}

void Connection::arrived(const Line& line, Segment segment) {
  if (segment.kind == Segment::Kind::open) {
    knock();
  } else if (segment.kind == Segment::Kind::confirmed) {
    enter();
  } else if (&line == &there_) {
    server_.receive(segment);
  } else {
    client_.receive(segment);
  }
}

void Connection::knock() {
  const auto door = ports_.find(route_.to);
  const bool moved = door && door->process()->host() != route_.server;
  if (!door || moved || wire_there_.refused) {
    server_.close();
    back_.send({Segment::Kind::reset});
    return;
  }
  door_ = door;
  server_.give_to(door->process());
  back_.send({Segment::Kind::opened});
}

void Connection::enter() {
  const auto door = door_.lock();
  server_.confirm();
  if (!door || !door->push(shared_from_this())) server_.reset();
}

}  // namespace stormlark::tcp
