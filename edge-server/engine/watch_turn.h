// Whose turn it is between a feed and one watcher: a machine without threads, clock or network.
//
// A watcher has at most one message at a time. It is served when it has taken that, gets a
// heartbeat when there is nothing to say, is closed when it takes nothing for too long, and
// cancelled when it does not even take the end.
#pragma once

#include "absl/time/time.h"

namespace daybook::engine {

// Times are monotonic. Not thread-safe.
class WatchTurn {
 public:
  struct Options {
    absl::Duration stall_max = absl::Seconds(30);
    absl::Duration heartbeat_interval = absl::Seconds(5);
  };

  // What is due of a watcher who has been quiet.
  enum class Due { kNothing, kHeartbeat, kClose, kCancel };

  // Begins as if a message were under way: the watcher says when it is ready.
  WatchTurn(const Options& options, absl::Duration now) : options_(options), since_(now) {}

  bool idle() const { return state_ == State::kIdle; }
  bool serving() const { return state_ == State::kServing; }
  bool sending() const { return state_ == State::kSending; }

  // The watcher has taken its message.
  void Taken() {
    if (sending()) state_ = State::kIdle;
  }

  // Somebody looks for what to send. REQUIRES: idle.
  void Serve() { state_ = State::kServing; }

  // There was nothing to send. REQUIRES: serving.
  void Rest() { state_ = State::kIdle; }

  // A message is under way. REQUIRES: idle or serving.
  void Send(absl::Duration now) {
    state_ = State::kSending;
    since_ = now;
  }

  // The end is under way. Returns false if it was already.
  bool Close(absl::Duration now) {
    if (state_ == State::kClosed || state_ == State::kGone) return false;
    state_ = State::kClosed;
    since_ = now;
    return true;
  }

  // The watcher is gone, or has been cancelled: nothing is due any more.
  void Leave() { state_ = State::kGone; }

  Due DueAt(absl::Duration now) const {
    const absl::Duration quiet = now - since_;
    if (state_ == State::kIdle && quiet >= options_.heartbeat_interval) return Due::kHeartbeat;
    if (state_ == State::kSending && quiet >= options_.stall_max) return Due::kClose;
    if (state_ == State::kClosed && quiet >= options_.stall_max) return Due::kCancel;
    return Due::kNothing;
  }

 private:
  enum class State { kIdle, kServing, kSending, kClosed, kGone };

  const Options options_;
  State state_ = State::kSending;
  absl::Duration since_;  // When the last message, or the end, was sent.
};

}  // namespace daybook::engine
