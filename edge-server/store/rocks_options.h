// How the log's database is set up, option by option; the reasons are beside them in the source.
#pragma once

#include <cstdint>
#include <memory>

#include "rocksdb/cache.h"
#include "rocksdb/options.h"

namespace daybook::store {

// What the caller of the log may choose.
struct RocksSizes {
  int64_t block_cache_bytes = 0;
  int64_t write_buffer_bytes = 0;  // Of all tables together, before they go to table files.
};

// Options of the whole database. `env` outlives it.
rocksdb::DBOptions MakeDbOptions(rocksdb::Env* env, const RocksSizes& sizes);

// Options of the tables. `log` is only ever written at its end; `request` is read by key; the
// others are small or mixed.
rocksdb::ColumnFamilyOptions MakeAppendOptions(const RocksSizes& sizes,
                                               const std::shared_ptr<rocksdb::Cache>& cache);
rocksdb::ColumnFamilyOptions MakeMixedOptions(const RocksSizes& sizes,
                                              const std::shared_ptr<rocksdb::Cache>& cache);
rocksdb::ColumnFamilyOptions MakeLookUpOptions(const RocksSizes& sizes,
                                               const std::shared_ptr<rocksdb::Cache>& cache);

}  // namespace daybook::store
