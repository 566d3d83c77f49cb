#include "edge-server/store/recovery.h"

#include <algorithm>

#include "core/base/logging.h"
#include "core/entry/chain.h"
#include "core/entry/entry_view.h"
#include "edge-server/store/files.h"
#include "edge-server/store/rocks_status.h"
#include "fmt/format.h"

namespace daybook::store {
namespace {

constexpr char kDatabaseName[] = "db";
constexpr char kMarkName[] = "mark";
constexpr int kDamagedMax = 1000;

absl::Status Corrupt(std::string_view what) {
  return Error(Reason::ERROR_REASON_STORE_CORRUPT, "the log's {what} cannot be read",
               {{"what", what}});
}

absl::Status Missing(int64_t position, int64_t next) {
  return Error(Reason::ERROR_REASON_LOG_NOT_DENSE,
               "the entry after position {position} is missing; the next one is at {next}",
               {{"position", position}, {"next", next}});
}

absl::Status ChainBroken(int64_t position) {
  return Error(Reason::ERROR_REASON_CHAIN_BROKEN,
               "the hash chain does not hold at the entry at position {position}",
               {{"position", position}});
}

absl::StatusOr<std::string> FreeDamagedName(rocksdb::Env* env, const std::string& directory) {
  for (int n = 1; n <= kDamagedMax; ++n) {
    std::string name = fmt::format("damaged-{}", n);
    if (env->FileExists(directory + "/" + name).IsNotFound()) return name;
  }
  return Corrupt("database, and there are too many damaged copies of it already: it");
}

// Keeps the damaged files and notes why, before anything is changed.
absl::Status KeepDamaged(const RecoveryOptions& options, const absl::Status& damage) {
  rocksdb::Env* const env = options.database.env;
  DAYBOOK_ASSIGN_OR_RETURN(const std::string name, FreeDamagedName(env, options.directory));
  Log(LogLevel::kError, "the log is damaged; its files are kept as they are",
      {{"directory", name}, {"cause", MessageOf(damage)}});
  DAYBOOK_RETURN_IF_ERROR(KeepCopy(env, options.directory, kDatabaseName, name));
  return WriteFileDurably(
      env, options.directory, kMarkName,
      fmt::format("damage was found when the log was opened; its files are kept in "
                  "{}: {}",
                  name, MessageOf(damage)));
}

// Opens the database; where its write-ahead log is damaged, up to the damage. `mark` is then the
// reason, which still stands in the mark file.
absl::StatusOr<std::unique_ptr<Database>> OpenDatabase(const RecoveryOptions& options,
                                                       std::optional<std::string>& mark) {
  rocksdb::Env* const env = options.database.env;
  const std::string mark_path = options.directory + "/" + kMarkName;
  DAYBOOK_ASSIGN_OR_RETURN(mark, ReadFileIfThere(env, mark_path));
  if (!mark) {
    auto opened = Database::Open(options.database);
    if (ReasonOf(opened.status()) != Reason::ERROR_REASON_STORE_CORRUPT) return opened;
    DAYBOOK_RETURN_IF_ERROR(KeepDamaged(options, opened.status()));
    DAYBOOK_ASSIGN_OR_RETURN(mark, ReadFileIfThere(env, mark_path));
  }
  // Also where it was found: an earlier start may have ended before its name was durable.
  DAYBOOK_RETURN_IF_ERROR(SyncDirectory(env, options.directory));
  Database::Options point_in_time = options.database;
  point_in_time.mode = Database::Mode::kPointInTime;
  return Database::Open(point_in_time);
}

// Turns the mark file into the mark row.
absl::Status SettleMark(const RecoveryOptions& options, const std::string& mark,
                        Database& database) {
  Batch batch(database);
  batch.Put(Table::kMeta, kMarkedKey, mark);
  DAYBOOK_RETURN_IF_ERROR(database.Write(batch, /*sync=*/true));
  return RemoveFileDurably(options.database.env, options.directory, kMarkName);
}

// Writes the identity of a new log, into a table file: damage to a write-ahead log must not take
// it.
absl::Status Create(const IdentityRow& identity, Database& database) {
  const HeadRow head{.hash = FirstHash(identity.log_id)};
  Batch batch(database);
  batch.Put(Table::kMeta, kIdentityKey, EncodeIdentity(identity));
  batch.Put(Table::kMeta, kHeadKey, EncodeHead(head));
  DAYBOOK_RETURN_IF_ERROR(database.Write(batch, /*sync=*/true));
  return database.Flush();
}

absl::Status CheckIdentity(const IdentityRow& found, const IdentityRow& expected) {
  if (found.tenant == expected.tenant && found.store == expected.store) return absl::OkStatus();
  return Error(
      Reason::ERROR_REASON_CONFIG_INVALID,
      "the log belongs to tenant \"{tenant}\", store \"{store}\", not to \"{expected_tenant}\", "
      "\"{expected_store}\"",
      {{"tenant", found.tenant},
       {"store", found.store},
       {"expected_tenant", expected.tenant},
       {"expected_store", expected.store}});
}

absl::StatusOr<bool> IsNew(const Database& database) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto identity, database.Get(Table::kMeta, kIdentityKey));
  if (identity) return false;
  const auto rows = database.NewIterator(Table::kLog);
  rows->SeekToFirst();
  DAYBOOK_RETURN_IF_ERROR(FromRocks(rows->status(), "read the log"));
  if (rows->Valid()) return Corrupt("identity");
  return true;
}

absl::Status ReadEpochs(const Database& database, Recovered& recovered) {
  const auto rows = database.NewIterator(Table::kMeta);
  for (rows->Seek(EpochKey(0)); rows->Valid(); rows->Next()) {
    const auto epoch = ParseEpochKey(rows->key().ToStringView());
    if (!epoch) break;
    const auto row = DecodeEpoch(rows->value().ToStringView());
    if (!row) return Corrupt("list of epochs");
    recovered.epochs.push_back({.epoch = *epoch, .row = *row});
  }
  DAYBOOK_RETURN_IF_ERROR(FromRocks(rows->status(), "read the log's epochs"));
  const int64_t last = recovered.epochs.empty() ? 1 : recovered.epochs.back().epoch;
  return last == recovered.head.epoch ? absl::OkStatus() : Corrupt("list of epochs");
}

absl::Status ReadMinute(const Database& database, Recovered& recovered) {
  const auto rows = database.NewIterator(Table::kIndex);
  rows->SeekForPrev(MinuteKey(INT64_MAX));
  if (rows->Valid()) {
    recovered.minute = ParseMinuteKey(rows->key().ToStringView()).value_or(-1);
  }
  return FromRocks(rows->status(), "read the log's minutes");
}

// Returns where the chain stands after the last checkpoint that is not above `position`.
absl::StatusOr<HeadRow> CheckpointBefore(const Database& database, const IdentityRow& identity,
                                         int64_t position) {
  const HeadRow start{.hash = FirstHash(identity.log_id)};
  const auto rows = database.NewIterator(Table::kIndex);
  rows->SeekForPrev(CheckpointKey(position));
  DAYBOOK_RETURN_IF_ERROR(FromRocks(rows->status(), "read a checkpoint"));
  if (!rows->Valid()) return start;
  const auto first_position = ParseCheckpointKey(rows->key().ToStringView());
  if (!first_position) return start;
  const auto hash = Digest::FromBytes(rows->value().ToStringView());
  DAYBOOK_ASSIGN_OR_RETURN(const auto bytes, database.Get(Table::kLog, EntryKey(*first_position)));
  if (!hash || !bytes) return Corrupt("checkpoint");
  DAYBOOK_ASSIGN_OR_RETURN(const EntryPlace place, ViewPlace(*bytes));
  return HeadRow{.position = *first_position + place.event_count - 1, .hash = *hash};
}

absl::Status VerifyEntry(const Database& database, int64_t key_position, std::string_view bytes,
                         HeadRow& at) {
  DAYBOOK_ASSIGN_OR_RETURN(const EntryPlace place, ViewPlace(bytes));
  if (key_position != at.position + 1 || place.first_position != key_position) {
    return Missing(at.position, key_position);
  }
  at.position += place.event_count;
  at.hash = NextHash(at.hash, bytes);
  if (!CrossesCheckpoint(key_position, at.position)) return absl::OkStatus();
  DAYBOOK_ASSIGN_OR_RETURN(const auto checkpoint,
                           database.Get(Table::kIndex, CheckpointKey(key_position)));
  return checkpoint == at.hash.AsBytes() ? absl::OkStatus() : ChainBroken(key_position);
}

// Verifies density and chain from the last checkpoint at or before `position` to the head.
absl::Status VerifyFrom(const Recovered& recovered, int64_t position) {
  DAYBOOK_ASSIGN_OR_RETURN(HeadRow at,
                           CheckpointBefore(*recovered.database, recovered.identity, position));
  const auto rows = recovered.database->NewIterator(Table::kLog, /*fill_cache=*/false);
  for (rows->Seek(EntryKey(at.position + 1)); rows->Valid(); rows->Next()) {
    const auto key_position = ParseEntryKey(rows->key().ToStringView());
    if (!key_position) return Corrupt("list of entries");
    DAYBOOK_RETURN_IF_ERROR(
        VerifyEntry(*recovered.database, *key_position, rows->value().ToStringView(), at));
  }
  DAYBOOK_RETURN_IF_ERROR(FromRocks(rows->status(), "read the log"));
  if (at.position != recovered.head.position) {
    return Error(Reason::ERROR_REASON_LOG_NOT_DENSE,
                 "the log ends at position {position}, and should at {expected}",
                 {{"position", at.position}, {"expected", recovered.head.position}});
  }
  return at.hash == recovered.head.hash ? absl::OkStatus() : ChainBroken(at.position);
}

// Returns the position up to which the log is in table files, and was verified when it was younger.
int64_t FiledPosition(const Database& database) {
  const auto key = database.LargestFiledKey(Table::kLog);
  return key ? ParseEntryKey(*key).value_or(0) : 0;
}

}  // namespace

absl::Status ReadRows(const Database& database, Recovered& recovered) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto identity, database.Get(Table::kMeta, kIdentityKey));
  DAYBOOK_ASSIGN_OR_RETURN(const auto head, database.Get(Table::kMeta, kHeadKey));
  DAYBOOK_ASSIGN_OR_RETURN(recovered.mark, database.Get(Table::kMeta, kMarkedKey));
  const auto identity_row = identity ? DecodeIdentity(*identity) : std::nullopt;
  const auto head_row = head ? DecodeHead(*head) : std::nullopt;
  if (!identity_row) return Corrupt("identity");
  if (!head_row) return Corrupt("head");
  if (head_row->minimum_reader > kLogFormat || identity_row->format > kLogFormat) {
    return Error(Reason::ERROR_REASON_LOG_TOO_NEW,
                 "the log needs a program that reads format {needed}; this one reads up to {known}",
                 {{"needed", std::max(head_row->minimum_reader, identity_row->format)},
                  {"known", kLogFormat}});
  }
  recovered.identity = *identity_row;
  recovered.head = *head_row;
  DAYBOOK_RETURN_IF_ERROR(ReadEpochs(database, recovered));
  return ReadMinute(database, recovered);
}

absl::StatusOr<Recovered> Recover(const RecoveryOptions& options) {
  DAYBOOK_RETURN_IF_ERROR(CreateDirectory(options.database.env, options.database.directory));
  Recovered recovered;
  std::optional<std::string> new_mark;
  DAYBOOK_ASSIGN_OR_RETURN(recovered.database, OpenDatabase(options, new_mark));
  Database& database = *recovered.database;

  DAYBOOK_ASSIGN_OR_RETURN(const bool is_new, IsNew(database));
  if (is_new && new_mark) return Corrupt("identity");
  if (is_new) DAYBOOK_RETURN_IF_ERROR(Create(options.identity, database));
  DAYBOOK_RETURN_IF_ERROR(ReadRows(database, recovered));
  DAYBOOK_RETURN_IF_ERROR(CheckIdentity(recovered.identity, options.identity));
  DAYBOOK_RETURN_IF_ERROR(VerifyFrom(recovered, new_mark ? 0 : FiledPosition(database)));

  if (new_mark) {
    DAYBOOK_RETURN_IF_ERROR(SettleMark(options, *new_mark, database));
    recovered.mark = new_mark;
  }
  return recovered;
}

absl::Status ResumeSegment(const Database& database, int64_t head_position, Tail& tail,
                           IndexFold& fold) {
  const int64_t start = SegmentStart(SegmentOf(head_position + 1));
  const auto rows = database.NewIterator(Table::kLog, /*fill_cache=*/false);
  int64_t position = 0;
  for (rows->Seek(EntryKey(start)); rows->Valid(); rows->Next()) {
    const std::string_view bytes = rows->value().ToStringView();
    DAYBOOK_ASSIGN_OR_RETURN(const EntryView view, ViewEntry(bytes));
    DAYBOOK_ASSIGN_OR_RETURN(const event::v1::EntryHeader header, view.DecodeHeader());
    DAYBOOK_ASSIGN_OR_RETURN(const EntryFacts facts, ReadFacts(header, bytes));
    if (position != 0 && facts.first_position != position + 1) {
      return Missing(position, facts.first_position);
    }
    position = facts.last_position;
    fold.Resume(facts);
    tail.Push({.first_position = facts.first_position,
               .event_count = view.event_count,
               .bytes = std::make_shared<const std::string>(bytes)});
  }
  return FromRocks(rows->status(), "read the log's last entries");
}

}  // namespace daybook::store
