#include "tests/sim/edge.h"

#include <utility>

#include "daybook/edge/v1/snapshot.pb.h"
#include "edge-server/store/database.h"
#include "edge-server/store/files.h"
#include "edge-server/store/key_layout.h"
#include "projections/store_totals.h"
#include "tests/sim/lying_disk.h"

namespace daybook::sim {
namespace {

constexpr char kDirectory[] = "/daybook";
constexpr char kLogDirectory[] = "/daybook/log";
constexpr char kViewsDirectory[] = "/daybook/views";
// So large that no table is ever full: when that happens depends on RocksDB's own randomness, which
// has no seed. Table files are made by MoveToTableFiles and FlushViews instead.
constexpr int64_t kWriteBufferBytes = 64 << 20;

store::EventLog::Options LogOptions(rocksdb::Env& env, const edge::v1::ShopConfig& shop) {
  store::EventLog::Options options;
  options.directory = kLogDirectory;
  options.env = &env;
  options.identity = {
      .log_id = DeriveUuid(Uuid(), "log"), .tenant = shop.tenant(), .store = shop.store()};
  options.tail_bytes_max = 16 << 10;  // Most reads go to the disk.
  options.block_cache_bytes = 1 << 20;
  options.write_buffer_bytes = kWriteBufferBytes;
  options.disk_soft_bytes_min = 256 << 10;
  options.ballast_bytes = 128 << 10;
  return options;
}

store::Database::Options DatabaseOptions(rocksdb::Env& env) {
  store::Database::Options options;
  options.directory = std::string(kLogDirectory) + "/db";
  options.env = &env;
  options.block_cache_bytes = 1 << 20;
  options.write_buffer_bytes = kWriteBufferBytes;
  return options;
}

engine::Committer::Options CommitterOptions(const edge::v1::ShopConfig& shop) {
  engine::Committer::Options options;
  options.shop = shop;
  // Small, so that aggregates come and go and snapshots are taken in a short run.
  options.state = {
      .aggregates_max = 6, .books_interval_positions = 100, .stream_interval_versions = 4};
  return options;
}

// Store totals that leave out one payment in a few.
class MiscountedTotals : public projections::Projection {
 public:
  std::string_view name() const override { return correct_->name(); }
  int version() const override { return correct_->version(); }
  absl::Status Apply(const event::v1::EntryHeader& header, const event::v1::Event& event,
                     projections::Rows& rows) const override {
    if (event.has_payment_received() &&
        event.payment_received().payment().amount_minor() % 8 == 1) {
      return absl::OkStatus();
    }
    return correct_->Apply(header, event, rows);
  }

 private:
  const std::unique_ptr<projections::Projection> correct_ = projections::NewStoreTotals();
};

std::vector<std::unique_ptr<projections::Projection>> Projections(Bug bug) {
  auto all = projections::AllProjections();
  if (bug != Bug::kMiscountsTotals) return all;
  for (auto& projection : all) {
    if (projection->name() == projections::kStoreTotalsName) {
      projection = std::make_unique<MiscountedTotals>();
    }
  }
  return all;
}

// Deletes rows of a table whose keys `chosen` picks.
template <typename Chosen>
absl::Status DeleteRows(rocksdb::Env& env, store::Table table, Chosen chosen) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto database, store::Database::Open(DatabaseOptions(env)));
  store::Batch batch(*database);
  const auto rows = database->NewIterator(table);
  for (rows->SeekToFirst(); rows->Valid(); rows->Next()) {
    if (chosen(rows->key().ToStringView())) batch.Delete(table, rows->key().ToStringView());
  }
  return database->Write(batch, /*sync=*/true);
}

// Makes the snapshot of the open books say that it holds everything up to the head.
absl::Status AgeBooks(rocksdb::Env& env) {
  constexpr char kBooksKey[] = "books";
  DAYBOOK_ASSIGN_OR_RETURN(const auto database, store::Database::Open(DatabaseOptions(env)));
  DAYBOOK_ASSIGN_OR_RETURN(const auto head, database->Get(store::Table::kMeta, store::kHeadKey));
  DAYBOOK_ASSIGN_OR_RETURN(const auto books, database->Get(store::Table::kSnapshot, kBooksKey));
  edge::v1::BooksSnapshot snapshot;
  if (!head || !books || !snapshot.ParseFromString(*books)) return absl::OkStatus();
  snapshot.set_position(store::DecodeHead(*head)->position);
  store::Batch batch(*database);
  batch.Put(store::Table::kSnapshot, kBooksKey, snapshot.SerializeAsString());
  return database->Write(batch, /*sync=*/true);
}

}  // namespace

Edge::Edge(const edge::v1::ShopConfig& shop, const Clock& clock, Bug bug)
    : shop_config_(shop),
      clock_(clock),
      bug_(bug),
      disk_(std::make_shared<testing::FaultFileSystem>()),
      env_(bug == Bug::kRepliesBeforeDurable
               ? std::static_pointer_cast<rocksdb::FileSystem>(std::make_shared<LyingDisk>(disk_))
               : disk_) {}

Edge::~Edge() { Destroy(); }

absl::Status Edge::Start() {
  const SimEnv::Helper helper(env_);
  DAYBOOK_RETURN_IF_ERROR(store::CreateDirectory(&env_, kDirectory));
  DAYBOOK_RETURN_IF_ERROR(PlantBugs());
  running_ = true;
  DAYBOOK_ASSIGN_OR_RETURN(log_, store::EventLog::Open(LogOptions(env_, shop_config_)));
  DAYBOOK_ASSIGN_OR_RETURN(views_,
                           store::ViewStore::Open({.directory = kViewsDirectory,
                                                   .env = &env_,
                                                   .log_id = log_->identity().log_id,
                                                   .block_cache_bytes = 1 << 20,
                                                   .write_buffer_bytes = kWriteBufferBytes}));
  DAYBOOK_ASSIGN_OR_RETURN(committer_,
                           engine::Committer::Open(CommitterOptions(shop_config_), *log_, clock_));
  log_source_ = std::make_unique<engine::LogSource>(*log_);
  DAYBOOK_ASSIGN_OR_RETURN(
      projector_, engine::Projector::Open({.page_bytes_max = 4 << 10, .sweep_rows_max = 10},
                                          *log_source_, *views_, Projections(bug_)));
  return absl::OkStatus();
}

absl::Status Edge::PlantBugs() {
  if (!env_.FileExists(DatabaseOptions(env_).directory).ok()) return absl::OkStatus();
  switch (bug_) {
    case Bug::kForgetsRequests:
      return DeleteRows(env_, store::Table::kRequest, [](std::string_view) { return true; });
    case Bug::kForgetsInstallations:
      return DeleteRows(env_, store::Table::kIndex, [](std::string_view key) {
        return store::ParseDeviceKey(key).has_value();
      });
    case Bug::kTrustsStaleBooks:
      return AgeBooks(env_);
    default:
      return absl::OkStatus();
  }
}

absl::Status Edge::Stop() {
  const absl::Status flushed = FlushViews();
  Destroy();
  return flushed;
}

void Edge::LosePower(testing::Loss loss, uint64_t seed) {
  if (!disk_->power_is_off()) disk_->CutPowerAfter(0);
  Destroy();
  disk_->PowerOn(loss, seed);
}

void Edge::Destroy() {
  const SimEnv::Helper helper(env_);
  projector_.reset();
  log_source_.reset();
  committer_.reset();
  views_.reset();
  log_.reset();
  queue_.clear();
  busy_installations_.clear();
  running_ = false;
}

absl::Status Edge::MoveToTableFiles() {
  const SimEnv::Helper helper(env_);
  DAYBOOK_ASSIGN_OR_RETURN(const auto database, store::Database::Open(DatabaseOptions(env_)));
  return database->Flush();
}

absl::Status Edge::DeleteViews() {
  const SimEnv::Helper helper(env_);
  for (const std::string& path : disk_->ListFiles(kViewsDirectory)) {
    if (!env_.DeleteFile(path).ok()) {
      return Error(Reason::ERROR_REASON_STORE_FAILED, "cannot delete the views");
    }
  }
  return absl::OkStatus();
}

void Edge::Receive(engine::Call call) {
  if (absl::Status taken = Take(call); !taken.ok()) {
    call.done(std::move(taken));
  } else {
    queue_.push_back(std::move(call));
  }
}

absl::Status Edge::Take(const engine::Call& call) {
  DAYBOOK_RETURN_IF_ERROR(log_->Writable());
  const auto& own = call.requests.front().own;
  if (own && !busy_installations_.insert(own->install_id).second) {
    return Error(Reason::ERROR_REASON_INSTALLATION_BUSY, "an earlier call is still being answered");
  }
  return absl::OkStatus();
}

absl::Status Edge::Commit(size_t calls_max) {
  std::vector<engine::Call> calls;
  while (!queue_.empty() && calls.size() < calls_max) {
    calls.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  if (calls.empty()) return absl::OkStatus();
  absl::StatusOr<engine::Committer::Committed> committed = committer_->Commit(calls);
  for (size_t i = 0; i < calls.size(); ++i) {
    const auto& own = calls[i].requests.front().own;
    if (own) busy_installations_.erase(own->install_id);
    calls[i].done(committed.ok() ? engine::Reply(std::move(committed->replies[i]))
                                 : engine::OutcomeUnknown());
  }
  if (committed.ok()) committer_->TidyUp();
  return committed.status();
}

absl::Status Edge::FlushViews() {
  const SimEnv::Helper helper(env_);
  return views_->Flush();
}

}  // namespace daybook::sim
