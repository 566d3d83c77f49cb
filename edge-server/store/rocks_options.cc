#include "edge-server/store/rocks_options.h"

#include "rocksdb/file_checksum.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/table.h"

namespace daybook::store {
namespace {

constexpr int kOpenFilesMax = 256;
constexpr size_t kBlockBytes = 16 << 10;
constexpr double kBloomBitsPerKey = 10;
constexpr uint64_t kTableFileBytes = 32 << 20;
constexpr uint32_t kDictionaryBytesMax = 16 << 10;
constexpr uint32_t kDictionaryTrainingBytesMax = 100 * kDictionaryBytesMax;

rocksdb::BlockBasedTableOptions MakeTableOptions(const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.block_size = kBlockBytes;
  table.format_version = 5;
  // In the cache, so that memory is bounded however long the log is.
  table.cache_index_and_filter_blocks = true;
  table.cache_index_and_filter_blocks_with_high_priority = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  return table;
}

}  // namespace

rocksdb::DBOptions MakeDbOptions(rocksdb::Env* env, const RocksSizes& sizes) {
  rocksdb::DBOptions options;
  options.env = env;
  options.create_if_missing = true;
  options.create_missing_column_families = true;

  // A torn last record was never acknowledged; any other damage must be seen, not skipped.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  // So that what came back can be told from what was in table files, and verified.
  options.avoid_flush_during_recovery = true;
  // After a failed write nobody knows what is on disk; only a new start may find out.
  options.max_bgerror_resume_count = 0;
  options.paranoid_checks = true;
  options.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  // Guards only: the database flushes all tables together, long before.
  options.max_total_wal_size = 8 * static_cast<uint64_t>(sizes.write_buffer_bytes);
  options.db_write_buffer_size = 4 * static_cast<size_t>(sizes.write_buffer_bytes);

  // One writer: nothing to be gained from threads that insert side by side.
  options.allow_concurrent_memtable_write = false;
  options.enable_write_thread_adaptive_yield = false;

  // A start must not take longer for a longer log.
  options.max_open_files = kOpenFilesMax;
  options.skip_stats_update_on_db_open = true;
  options.skip_checking_sst_file_sizes_on_db_open = true;

  options.max_background_jobs = 2;
  options.bytes_per_sync = 1 << 20;
  options.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  options.keep_log_file_num = 2;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  return options;
}

rocksdb::ColumnFamilyOptions MakeAppendOptions(const RocksSizes& sizes,
                                               const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions options;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(MakeTableOptions(cache)));
  options.write_buffer_size = 4 * static_cast<size_t>(sizes.write_buffer_bytes);
  options.max_write_buffer_number = 4;
  options.level_compaction_dynamic_level_bytes = true;
  options.target_file_size_base = kTableFileBytes;
  options.max_bytes_for_level_base = 2 * kTableFileBytes;
  // The same on every level: files of a table that only grows at its end move down without being
  // written again.
  options.compression = rocksdb::kZSTD;
  options.compression_opts.level = 3;
  options.compression_opts.max_dict_bytes = kDictionaryBytesMax;
  options.compression_opts.zstd_max_train_bytes = kDictionaryTrainingBytesMax;
  options.compression_opts.use_zstd_dict_trainer =
      false;  // Training takes longer than all the rest.
  options.compression_opts.max_dict_buffer_bytes = kTableFileBytes;
  return options;
}

rocksdb::ColumnFamilyOptions MakeMixedOptions(const RocksSizes& sizes,
                                              const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions options = MakeAppendOptions(sizes, cache);
  // Rows are written again on their way down: seldom, in larger steps, and only on the last level
  // with much effort.
  options.bottommost_compression = options.compression;
  options.level0_file_num_compaction_trigger = 8;
  options.compression = rocksdb::kLZ4Compression;
  options.compression_opts = rocksdb::CompressionOptions();
  options.bottommost_compression_opts.level = 1;
  options.bottommost_compression_opts.enabled = true;
  return options;
}

rocksdb::ColumnFamilyOptions MakeLookUpOptions(const RocksSizes& sizes,
                                               const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions options = MakeMixedOptions(sizes, cache);
  rocksdb::BlockBasedTableOptions table = MakeTableOptions(cache);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsPerKey));
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  // Nearly every look-up is for a request that was never seen: answered without a search.
  options.memtable_whole_key_filtering = true;
  options.memtable_prefix_bloom_size_ratio = 0.02;
  // Random ids do not compress.
  options.compression = rocksdb::kNoCompression;
  options.bottommost_compression = rocksdb::kNoCompression;
  return options;
}

}  // namespace daybook::store
