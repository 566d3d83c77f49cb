#include "edge-server/store/verify.h"

#include <array>
#include <limits>
#include <memory>
#include <optional>

#include "edge-server/store/database.h"
#include "edge-server/store/files.h"
#include "edge-server/store/index_fold.h"
#include "edge-server/store/key_layout.h"
#include "edge-server/store/recovery.h"
#include "edge-server/store/rocks_status.h"

namespace daybook::store {
namespace {

constexpr int64_t kProgressPositions = 50'000;

// A sum over rows that does not depend on their order: two tables are the same if theirs are.
class RowSum {
 public:
  void Add(std::string_view key, std::string_view value) {
    std::string row = std::to_string(key.size()) + ":";
    row.append(key).append(value);
    const Digest digest = Sha256(row);
    for (size_t i = 0; i < sum_.size(); ++i) {
      uint64_t part = 0;
      for (size_t byte = 0; byte < 8; ++byte) part = part << 8 | digest.bytes[8 * i + byte];
      sum_[i] += part;
    }
    ++count_;
  }

  int64_t count() const { return count_; }
  bool operator==(const RowSum&) const = default;

 private:
  std::array<uint64_t, 4> sum_{};
  int64_t count_ = 0;
};

absl::Status RowDamaged(std::string_view what, int64_t position) {
  return Error(Reason::ERROR_REASON_STORE_CORRUPT,
               "{what} of the entry at position {position} is missing or not what it should be",
               {{"what", what}, {"position", position}});
}

absl::Status TableDamaged(std::string_view what) {
  return Error(Reason::ERROR_REASON_STORE_CORRUPT,
               "there are rows of {what} that no entry has left", {{"what", what}});
}

// What kind of row of the index a key is, for a person.
std::string_view NameOfRow(std::string_view key) {
  switch (key.empty() ? '\0' : key[0]) {
    case 'C':
      return "the index by category";
    case 'T':
      return "the index by event type";
    case 'H':
      return "the hash checkpoint";
    case 'W':
      return "the minute";
    case 'S':
      return "the stream's row";
    default:
      return "the row";
  }
}

// Returns the first position that a row of requests or streams speaks of; nothing for other rows.
std::optional<int64_t> FirstPositionIn(Table table, std::string_view key, std::string_view value) {
  if (table == Table::kRequest) return DecodePosition(value);
  if (!ParseStreamKey(key)) return std::nullopt;
  const auto steps = DecodeStream(value);
  return steps ? std::optional(steps->front().first_position) : std::nullopt;
}

class Verification {
 public:
  Verification(const VerifyOptions& options, const Recovered& log)
      : options_(options),
        log_(log),
        database_(*log.database),
        fold_(HeadRow{.hash = FirstHash(log.identity.log_id)}, /*minute=*/-1,
              [](const Uuid&) { return std::optional<DeviceMark>(); }) {}

  absl::StatusOr<VerifyReport> Run() {
    DAYBOOK_RETURN_IF_ERROR(ReadEntries());
    DAYBOOK_RETURN_IF_ERROR(CompareHead());
    DAYBOOK_RETURN_IF_ERROR(ReadIndex());
    DAYBOOK_RETURN_IF_ERROR(ReadRequests());
    if (!(index_expected_ == index_found_) || !(requests_expected_ == requests_found_)) {
      DAYBOOK_RETURN_IF_ERROR(FindDamagedRow());
      return TableDamaged(requests_expected_ == requests_found_ ? "the index" : "the requests");
    }
    DAYBOOK_RETURN_IF_ERROR(CompareDevices());
    return MakeReport();
  }

 private:
  // Folds all entries; rows that an entry leaves for good are summed up, marks of installations
  // kept.
  absl::Status ReadEntries() {
    const IndexFold::RowSink sink = [this](Table table, std::string_view key,
                                           std::string_view value) {
      TakeExpected(table, key, value);
    };
    absl::Status folded = ForEachEntry([&](const event::v1::Entry& entry, std::string_view bytes) {
      ++entry_count_;
      return fold_.Add(entry, bytes, sink);
    });
    fold_.Finish(sink);
    return folded;
  }

  absl::Status ForEachEntry(
      const std::function<absl::Status(const event::v1::Entry&, std::string_view)>& visit) {
    const auto rows = database_.NewIterator(Table::kLog, /*fill_cache=*/false);
    int64_t next_progress = 0;
    for (rows->SeekToFirst(); rows->Valid(); rows->Next()) {
      const auto position = ParseEntryKey(rows->key().ToStringView());
      event::v1::Entry entry;
      const rocksdb::Slice bytes = rows->value();
      if (!position || !entry.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
          entry.header().first_position() != *position) {
        return RowDamaged("the bytes", position.value_or(0));
      }
      DAYBOOK_RETURN_IF_ERROR(visit(entry, bytes.ToStringView()));
      if (options_.progress && *position >= next_progress) {
        options_.progress(*position, log_.head.position);
        next_progress = *position + kProgressPositions;
      }
    }
    return FromRocks(rows->status(), "read the log");
  }

  void TakeExpected(Table table, std::string_view key, std::string_view value) {
    if (table == Table::kRequest) requests_expected_.Add(key, value);
    if (table == Table::kMeta) ++epoch_count_;
    if (table != Table::kIndex) return;
    if (const auto install_id = ParseDeviceKey(key)) {
      devices_[*install_id] = *DecodeDevice(value);
      return;
    }
    index_expected_.Add(key, value);
    if (const auto position = ParseCheckpointKey(key); position && bad_checkpoint_ == 0) {
      const auto stored = database_.Get(Table::kIndex, key);
      (stored.ok() && *stored == value ? good_checkpoint_ : bad_checkpoint_) = *position;
    }
  }

  absl::Status ChainBroken() const {
    return Error(Reason::ERROR_REASON_CHAIN_BROKEN,
                 "the hash chain does not hold: an entry after position {after} and up to position "
                 "{position} is not the one that was appended",
                 {{"after", good_checkpoint_},
                  {"position", bad_checkpoint_ == 0 ? fold_.head().position : bad_checkpoint_}});
  }

  absl::Status CompareHead() {
    HeadRow found = fold_.head();
    found.minimum_reader = log_.head.minimum_reader;
    if (found.position != log_.head.position) {
      return Error(Reason::ERROR_REASON_LOG_NOT_DENSE,
                   "the log ends at position {position}, and should at {expected}",
                   {{"position", found.position}, {"expected", log_.head.position}});
    }
    if (!(found == log_.head)) return ChainBroken();
    if (epoch_count_ != static_cast<int64_t>(log_.epochs.size())) {
      return TableDamaged("the epochs");
    }
    return absl::OkStatus();
  }

  // Sums up the index as it is stored, and sees whether each stream's versions are dense.
  absl::Status ReadIndex() {
    const auto rows = database_.NewIterator(Table::kIndex, /*fill_cache=*/false);
    for (rows->SeekToFirst(); rows->Valid(); rows->Next()) {
      const std::string_view key = rows->key().ToStringView();
      const std::string_view value = rows->value().ToStringView();
      if (ParseDeviceKey(key)) {
        ++device_count_;
        continue;
      }
      index_found_.Add(key, value);
      DAYBOOK_RETURN_IF_ERROR(ReadStreamRow(key, value));
    }
    return FromRocks(rows->status(), "read the index");
  }

  absl::Status ReadStreamRow(std::string_view key, std::string_view value) {
    auto parts = ParseStreamKey(key);
    if (!parts) return absl::OkStatus();
    const auto steps = DecodeStream(value);
    if (!steps) return RowDamaged("a stream's row", 0);
    const bool same = stream_count_ > 0 && parts->stream == stream_;
    const int64_t expected = same ? next_version_ : 1;
    if (parts->first_version != expected) {
      return Error(
          Reason::ERROR_REASON_LOG_NOT_DENSE,
          "version {expected} of stream {stream} is missing; the next one is {version}, in the "
          "entry at position {position}",
          {{"expected", expected},
           {"stream", parts->stream.ToText()},
           {"version", parts->first_version},
           {"position", steps->front().first_position}});
    }
    if (!same) ++stream_count_;
    stream_ = std::move(parts->stream);
    next_version_ = parts->first_version;
    for (const StreamStep& step : *steps) next_version_ += step.event_count;
    return absl::OkStatus();
  }

  absl::Status ReadRequests() {
    const auto rows = database_.NewIterator(Table::kRequest, /*fill_cache=*/false);
    for (rows->SeekToFirst(); rows->Valid(); rows->Next()) {
      requests_found_.Add(rows->key().ToStringView(), rows->value().ToStringView());
    }
    return FromRocks(rows->status(), "read the requests");
  }

  // Goes through the entries again, row by row, to say where the damage is.
  absl::Status FindDamagedRow() {
    IndexFold fold(HeadRow{.hash = FirstHash(log_.identity.log_id)}, /*minute=*/-1,
                   [](const Uuid&) { return std::optional<DeviceMark>(); });
    int64_t position = 0;
    absl::Status damage;
    const IndexFold::RowSink compare = [&](Table table, std::string_view key,
                                           std::string_view value) {
      if (table != Table::kRequest && (table != Table::kIndex || ParseDeviceKey(key))) return;
      const auto found = database_.Get(table, key);
      if (!damage.ok() || (found.ok() && *found == value)) return;
      damage = RowDamaged(table == Table::kRequest ? "the request" : NameOfRow(key),
                          FirstPositionIn(table, key, value).value_or(position));
    };
    absl::Status folded = ForEachEntry([&](const event::v1::Entry& entry, std::string_view bytes) {
      position = entry.header().first_position();
      DAYBOOK_RETURN_IF_ERROR(fold.Add(entry, bytes, compare));
      return damage;
    });
    fold.Finish(compare);
    folded.Update(damage);
    return folded;
  }

  absl::Status CompareDevices() {
    for (const auto& [install_id, mark] : devices_) {
      DAYBOOK_ASSIGN_OR_RETURN(const auto stored,
                               database_.Get(Table::kIndex, DeviceKey(install_id)));
      if (!stored || DecodeDevice(*stored) != mark) {
        return Error(Reason::ERROR_REASON_STORE_CORRUPT,
                     "the mark of installation {install_id} is not what its entries come to",
                     {{"install_id", install_id.ToText()}});
      }
    }
    return device_count_ == static_cast<int64_t>(devices_.size()) ? absl::OkStatus()
                                                                  : TableDamaged("installations");
  }

  VerifyReport MakeReport() const {
    return {.log_id = log_.identity.log_id,
            .epoch = log_.head.epoch,
            .position = log_.head.position,
            .hash = log_.head.hash,
            .entry_count = entry_count_,
            .request_count = requests_found_.count(),
            .stream_count = stream_count_,
            .installation_count = device_count_,
            .mark = log_.mark.value_or("")};
  }

  const VerifyOptions& options_;
  const Recovered& log_;
  const Database& database_;
  IndexFold fold_;
  absl::flat_hash_map<Uuid, DeviceMark> devices_;
  RowSum index_expected_;
  RowSum index_found_;
  RowSum requests_expected_;
  RowSum requests_found_;
  StreamId stream_;  // The one that is being read.
  int64_t next_version_ = 1;
  int64_t good_checkpoint_ = 0;  // The last one before any that differs.
  int64_t bad_checkpoint_ = 0;   // The first one that differs; 0: none.
  int64_t entry_count_ = 0;
  int64_t epoch_count_ = 0;
  int64_t stream_count_ = 0;
  int64_t device_count_ = 0;
};

}  // namespace

absl::StatusOr<VerifyReport> VerifyLog(const VerifyOptions& options) {
  rocksdb::Env* const env = options.env == nullptr ? rocksdb::Env::Default() : options.env;
  const std::string directory = options.directory + "/db";
  DAYBOOK_RETURN_IF_ERROR(
      FromRocks(env->FileExists(directory + "/CURRENT"), "find a log in " + options.directory));
  DAYBOOK_ASSIGN_OR_RETURN(const auto lock, DirectoryLock::Take(env, options.directory));
  Recovered log;
  DAYBOOK_ASSIGN_OR_RETURN(log.database,
                           Database::Open({.directory = directory,
                                           .env = env,
                                           .block_cache_bytes = options.block_cache_bytes,
                                           .write_buffer_bytes = int64_t{64} << 20,
                                           .mode = Database::Mode::kReadOnly}));
  DAYBOOK_RETURN_IF_ERROR(ReadRows(*log.database, log));
  return Verification(options, log).Run();
}

}  // namespace daybook::store
