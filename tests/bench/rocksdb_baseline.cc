#include "tests/bench/rocksdb_baseline.h"

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <array>
#include <atomic>
#include <string_view>

#include "core/base/ids.h"

namespace daybook::bench {
namespace {

// A completed sale moves the heads of its own stream, of a series and of two items.
constexpr std::array<int, kSaleCommands> kStreamsOfCommand = {1, 1, 1, 1, 4};

std::string Key(char kind, std::string_view name, int64_t number) {
  std::string key(1, kind);
  key += name;
  for (int shift = 56; shift >= 0; shift -= 8) key += static_cast<char>(number >> shift);
  return key;
}

class RocksdbBaseline : public Contender {
 public:
  RocksdbBaseline(std::unique_ptr<rocksdb::DB> database, const ThreadLoad& load)
      : load_(load), database_(std::move(database)) {
    write_options_.sync = true;
  }

  absl::StatusOr<SliceResult> Run(absl::Duration duration) override {
    return RunThreads(load_, duration, [this](int64_t, const edge::v1::ExecuteRequest& request) {
      return Write(request);
    });
  }

  // The callers are in this process; there is no far side.
  absl::Duration CpuTime() const override { return absl::ZeroDuration(); }

 private:
  // Per command an entry, its request id and the heads of the streams that it moves.
  absl::Status Write(const edge::v1::ExecuteRequest& request) {
    rocksdb::WriteBatch batch;
    int64_t position = positions_.fetch_add(request.commands_size());
    for (int i = 0; i < request.commands_size(); ++i, ++position) {
      const edge::v1::CommandEnvelope& command = request.commands(i);
      const std::string position_text = Key('p', "", position);
      batch.Put(Key('e', "", position), command.encoded());
      batch.Put(Key('R', command.request_id(), 0), position_text);
      for (int stream = 0; stream < kStreamsOfCommand[i % kSaleCommands]; ++stream) {
        batch.Put(Key('S', command.request_id(), stream), position_text);
      }
    }
    const rocksdb::Status status = database_->Write(write_options_, &batch);
    if (status.ok()) return absl::OkStatus();
    return Error(Reason::ERROR_REASON_STORE_FAILED, "RocksDB: {cause}",
                 {{"cause", status.ToString()}});
  }

  const ThreadLoad load_;
  rocksdb::WriteOptions write_options_;
  std::unique_ptr<rocksdb::DB> database_;
  std::atomic<int64_t> positions_ = 1;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Contender>> OpenRocksdbBaseline(const std::string& directory,
                                                               const ThreadLoad& load) {
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* database = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(options, directory, &database);
  if (!status.ok()) {
    return Error(Reason::ERROR_REASON_STORE_FAILED, "RocksDB: {cause}",
                 {{"cause", status.ToString()}});
  }
  return std::make_unique<RocksdbBaseline>(std::unique_ptr<rocksdb::DB>(database), load);
}

}  // namespace daybook::bench
