#include "edge-server/store/verify.h"

#include <memory>
#include <utility>

#include "core/entry/chain.h"
#include "edge-server/store/database.h"
#include "edge-server/store/files.h"
#include "edge-server/store/index_fold.h"
#include "edge-server/store/recovery.h"
#include "edge-server/store/rocks_status.h"

namespace daybook::store {
namespace {

constexpr int64_t kCacheBytes = 32 << 20;
constexpr int64_t kProgressEntries = 10'000;

absl::Status WrongRow(int64_t position) {
  return Error(Reason::ERROR_REASON_STORE_CORRUPT,
               "an index row of the entry at position {position} is missing or wrong",
               {{"position", position}});
}

absl::Status ChainBroken(int64_t position) {
  return Error(Reason::ERROR_REASON_CHAIN_BROKEN,
               "the hash chain does not hold at the entry at position {position}",
               {{"position", position}});
}

// Folds the log once more and compares what comes out with what is stored.
class Verification {
 public:
  Verification(const Recovered& stored, const VerifyOptions& options)
      : stored_(stored),
        options_(options),
        fold_(HeadRow{.hash = FirstHash(stored.identity.log_id)}, /*minute=*/-1,
              [](const Uuid&) { return std::optional<DeviceMark>(); }) {}

  absl::StatusOr<VerifiedLog> Run() {
    DAYBOOK_RETURN_IF_ERROR(CompareEntries());
    DAYBOOK_RETURN_IF_ERROR(CompareHead());
    DAYBOOK_RETURN_IF_ERROR(CompareDevices());
    DAYBOOK_RETURN_IF_ERROR(CompareCount(Table::kRequest, request_rows_));
    DAYBOOK_RETURN_IF_ERROR(CompareCount(Table::kIndex, index_rows_));
    return VerifiedLog{.log_id = stored_.identity.log_id,
                       .epoch = fold_.head().epoch,
                       .entry_count = entries_,
                       .event_count = fold_.head().position,
                       .hash = fold_.head().hash,
                       .installation_count = static_cast<int64_t>(devices_.size()),
                       .mark = stored_.mark};
  }

 private:
  const Database& database() const { return *stored_.database; }

  absl::Status CompareEntries() {
    const auto rows = database().NewIterator(Table::kLog, /*fill_cache=*/false);
    for (rows->SeekToFirst(); rows->Valid(); rows->Next()) {
      DAYBOOK_RETURN_IF_ERROR(
          CompareEntry(rows->key().ToStringView(), rows->value().ToStringView()));
      if (++entries_ % kProgressEntries == 0 && options_.progress) {
        options_.progress(fold_.head().position, stored_.head.position);
      }
    }
    return FromRocks(rows->status(), "read the log");
  }

  absl::Status CompareEntry(std::string_view entry_key, std::string_view bytes) {
    const int64_t position = fold_.head().position + 1;
    if (entry_key != EntryKey(position)) {
      return Error(Reason::ERROR_REASON_LOG_NOT_DENSE,
                   "the entry at position {position} is missing", {{"position", position}});
    }
    event::v1::Entry entry;
    if (!entry.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      return Error(Reason::ERROR_REASON_STORE_CORRUPT,
                   "the entry at position {position} is unreadable", {{"position", position}});
    }
    absl::Status compared;
    DAYBOOK_RETURN_IF_ERROR(
        fold_.Add(entry, bytes, [&](Table table, std::string_view key, std::string_view value) {
          if (compared.ok()) compared = CompareRow(position, table, key, value);
        }));
    return compared;
  }

  absl::Status CompareRow(int64_t position, Table table, std::string_view key,
                          std::string_view value) {
    if (table == Table::kLog) return absl::OkStatus();
    if (const auto install_id = ParseDeviceKey(key); table == Table::kIndex && install_id) {
      devices_[*install_id] = value;  // Written over and over: only the last one is stored.
      return absl::OkStatus();
    }
    if (table == Table::kRequest) ++request_rows_;
    if (table == Table::kIndex) ++index_rows_;
    DAYBOOK_ASSIGN_OR_RETURN(const auto found, database().Get(table, key));
    if (found != value) {
      return ParseCheckpointKey(key) ? ChainBroken(position) : WrongRow(position);
    }
    const auto stream = ParseStreamKey(key);
    return table == Table::kIndex && stream ? CompareVersion(position, *stream) : absl::OkStatus();
  }

  // The stream's entry before this one ends where this one begins.
  absl::Status CompareVersion(int64_t position, const StreamKeyParts& stream) const {
    int64_t last_version = 0;
    const auto rows = database().NewIterator(Table::kIndex);
    rows->SeekForPrev(StreamKey(stream.stream, stream.first_version - 1));
    DAYBOOK_RETURN_IF_ERROR(FromRocks(rows->status(), "read the log's streams"));
    if (rows->Valid()) {
      const auto before = ParseStreamKey(rows->key().ToStringView());
      const auto row = DecodeStream(rows->value().ToStringView());
      if (before && row && before->stream == stream.stream) {
        last_version = before->first_version + row->further_events;
      }
    }
    if (stream.first_version == last_version + 1) return absl::OkStatus();
    return Error(Reason::ERROR_REASON_LOG_NOT_DENSE,
                 "{stream} goes from version {last} to {next} at position {position}",
                 {{"stream", stream.stream.ToText()},
                  {"last", last_version},
                  {"next", stream.first_version},
                  {"position", position}});
  }

  absl::Status CompareHead() const {
    const HeadRow& head = fold_.head();
    if (head.position != stored_.head.position || head.epoch != stored_.head.epoch) {
      return Error(Reason::ERROR_REASON_LOG_NOT_DENSE,
                   "the log ends at position {position}, and should at {expected}",
                   {{"position", head.position}, {"expected", stored_.head.position}});
    }
    return head.hash == stored_.head.hash ? absl::OkStatus() : ChainBroken(head.position);
  }

  absl::Status CompareDevices() {
    for (const auto& [install_id, value] : devices_) {
      ++index_rows_;
      DAYBOOK_ASSIGN_OR_RETURN(const auto found,
                               database().Get(Table::kIndex, DeviceKey(install_id)));
      if (found != value) {
        return Error(Reason::ERROR_REASON_STORE_CORRUPT,
                     "the mark of installation {installation} is missing or wrong",
                     {{"installation", install_id.ToText()}});
      }
    }
    return absl::OkStatus();
  }

  // Every row that should be there is there: if the counts agree, there are no others.
  absl::Status CompareCount(Table table, int64_t expected) const {
    int64_t count = 0;
    const auto rows = database().NewIterator(table, /*fill_cache=*/false);
    for (rows->SeekToFirst(); rows->Valid(); rows->Next()) ++count;
    DAYBOOK_RETURN_IF_ERROR(FromRocks(rows->status(), "count the log's index rows"));
    if (count == expected) return absl::OkStatus();
    return Error(Reason::ERROR_REASON_STORE_CORRUPT,
                 "there are {count} index rows, and the entries account for {expected}",
                 {{"count", count}, {"expected", expected}});
  }

  const Recovered& stored_;
  const VerifyOptions& options_;
  IndexFold fold_;
  int64_t entries_ = 0;
  int64_t request_rows_ = 0;
  int64_t index_rows_ = 0;
  absl::flat_hash_map<Uuid, std::string> devices_;
};

}  // namespace

absl::StatusOr<VerifiedLog> VerifyLog(const VerifyOptions& options) {
  rocksdb::Env* const env = options.env == nullptr ? rocksdb::Env::Default() : options.env;
  const std::string directory = options.directory + "/db";
  if (!env->FileExists(directory).ok()) {
    return Error(Reason::ERROR_REASON_STREAM_UNKNOWN, "there is no log in {directory}",
                 {{"directory", options.directory}});
  }
  DAYBOOK_ASSIGN_OR_RETURN(const std::unique_ptr<DirectoryLock> lock,
                           DirectoryLock::Take(env, options.directory));
  Recovered stored;
  DAYBOOK_ASSIGN_OR_RETURN(stored.database, Database::Open({.directory = directory,
                                                            .env = env,
                                                            .block_cache_bytes = kCacheBytes,
                                                            .mode = Database::Mode::kReadOnly}));
  DAYBOOK_RETURN_IF_ERROR(ReadRows(*stored.database, stored));
  return Verification(stored, options).Run();
}

}  // namespace daybook::store
