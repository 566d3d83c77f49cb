#!/usr/bin/env bash
# Runs every fuzz target of a libFuzzer build for DAYBOOK_FUZZ_SECONDS (default 60), one after the other.
#
#   tests/fuzz/run.sh build/fuzz
#
# New inputs go to <build>/corpus; one that fails is kept there as crash-*, to be added to tests/fuzz/corpus
# with its fix.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${1:?usage: tests/fuzz/run.sh BUILD_FOLDER}

for source in tests/fuzz/fuzz_*.cc; do
  name=$(basename "$source" .cc)
  [ -x "$build/tests/$name" ] || { echo "$name is not built" >&2; exit 1; }
  mkdir -p "$build/corpus/$name"
  if ! "$build/tests/$name" -max_total_time="${DAYBOOK_FUZZ_SECONDS:-60}" -max_len=4096 \
      -print_final_stats=1 -artifact_prefix="$build/corpus/" "$build/corpus/$name" \
      "tests/fuzz/corpus/$name" >"$build/corpus/$name.log" 2>&1; then
    tail -n 60 "$build/corpus/$name.log"
    echo "$name: FAILED" >&2
    exit 1
  fi
  echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$build/corpus/$name.log") inputs, ok"
done
