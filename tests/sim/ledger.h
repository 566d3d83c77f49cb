// What the log must hold: every entry that was ever seen in it, and every reply that has ever left
// the edge. It grows with the log and is never taken from it again, so that whatever a restart
// loses, doubles or changes is noticed.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/base/status.h"
#include "core/entry/chain.h"
#include "core/entry/stream_id.h"
#include "daybook/edge/v1/command_service.pb.h"
#include "daybook/event/v1/entry.pb.h"
#include "edge-server/store/event_log.h"

namespace daybook::sim {

// Returns the error of a checker: something that must never be.
absl::Status Wrong(std::string_view text);

class Ledger {
 public:
  struct Line {
    std::string bytes;
    event::v1::Entry entry;

    int64_t last_position() const {
      return entry.header().first_position() + entry.header().event_count() - 1;
    }
  };

  // Takes what the log holds beyond what is known, and checks it: positions, versions and numbers
  // without gaps, no request twice, the chain, and what the log finds by request and by
  // installation.
  absl::Status Follow(const store::EventLog& log);

  // Checks after a start that everything known is there, unchanged and to be found, and follows.
  absl::Status CheckWhole(const store::EventLog& log);

  // Checks a reply that has left the edge, and remembers it.
  absl::Status CheckReply(const edge::v1::ExecuteRequest& request,
                          const edge::v1::ExecuteResponse& response);

  // Checks that a watcher who asked for `filter` has got exactly these events, as far as it has
  // come.
  absl::Status CheckSeen(const class Watcher& watcher) const;

  const std::vector<Line>& lines() const { return lines_; }
  const std::map<std::string, StreamId>& streams() const { return streams_; }
  int64_t position() const { return lines_.empty() ? 0 : lines_.back().last_position(); }
  const Digest& hash() const { return hash_; }
  int64_t acknowledged_count() const { return static_cast<int64_t>(first_replies_.size()); }
  int64_t repeated_count() const { return repeated_count_; }

 private:
  absl::Status Take(const store::StoredEntry& stored, const store::EventLog& log);
  absl::Status CheckPlaces(const event::v1::Entry& entry);
  absl::Status CheckOrigin(const event::v1::Entry& entry, size_t index);
  absl::Status CheckNumber(const event::v1::Entry& entry);
  absl::Status CheckFound(const Line& line, const store::EventLog& log) const;
  absl::Status CheckMarks(const store::EventLog& log) const;
  absl::Status CheckStreams(const store::EventLog& log) const;
  absl::Status CheckTimes(const store::EventLog& log) const;
  absl::Status CheckResult(const edge::v1::CommandEnvelope& envelope,
                           const edge::v1::CommandResult& result);
  absl::Status CheckRecorded(const edge::v1::CommandEnvelope& envelope,
                             const edge::v1::CommandResult& result) const;

  std::vector<Line> lines_;
  Digest hash_;
  std::map<std::string, StreamId> streams_;        // By name.
  std::map<std::string, int64_t> versions_;        // By name of the stream.
  std::map<std::string, size_t> line_of_request_;  // By request id.
  std::map<Uuid, DeviceMark> marks_;
  std::map<std::string, std::string> first_replies_;  // By request id.
  int64_t repeated_count_ = 0;
};

}  // namespace daybook::sim
