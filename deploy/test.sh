#!/usr/bin/env bash
# Builds Daybook and runs every test; says at the end what ran and how long it took.
#
#   deploy/test.sh           form, layers, build, all tests; under 30 minutes on two cores, cold
#   deploy/test.sh --long    then sanitizers, clang's thread-safety analysis, clang-tidy, headers alone,
#                            long fuzzing and many seeds: an hour or more
#
# Environment: DAYBOOK_SEEDS, DAYBOOK_DAYS_SEEDS, how many worlds and shops' days the simulations of --long try
# (default 5000, 100000);
# DAYBOOK_FUZZ_SECONDS, how long each fuzz target of --long runs (default 600).
# Needs nothing but Debian 12: deploy/install-deps.sh, which it calls, installs what is missing.
set -uo pipefail
cd "$(dirname "$0")/.."
source tests/lint/stages.sh

long=()
for argument in "$@"; do
  case "$argument" in
    --long) long=(--long) ;;
    --help) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;;
    *) echo "test.sh: unknown argument '$argument' (try --help)" >&2; exit 2 ;;
  esac
done

# sanitize PRESET KINDS: tests of the binaries as they are, processes and all, say nothing more under a
# sanitizer; those of one thread nothing under ThreadSanitizer.
sanitize() {
  build "$1" && run_tests "$1" -L "^($2)\$"
}

fuzz_long() {
  build fuzz && DAYBOOK_FUZZ_SECONDS=${DAYBOOK_FUZZ_SECONDS:-600} tests/fuzz/run.sh build/fuzz
}

many_seeds() {
  DAYBOOK_SEEDS=${DAYBOOK_SEEDS:-5000} DAYBOOK_DAYS_SEEDS=${DAYBOOK_DAYS_SEEDS:-100000} run_tests release -L '^sim$'
}

require dependencies deploy/install-deps.sh "${long[@]}"
tests/lint/presubmit.sh
grep -q $'^ok\t.*\tbuild$' "$DAYBOOK_STAGES" || finish
stage "all other tests" run_tests release -LE '^(unit|scenario|compat)$'
if [ ${#long[@]} -gt 0 ]; then
  stage "headers alone" tests/lint/check_headers.sh
  ASAN_OPTIONS=strict_string_checks=1 UBSAN_OPTIONS=print_stacktrace=1 stage "address sanitizer" sanitize asan "unit|scenario|compat|fault|fuzz|sim"
  TSAN_OPTIONS="suppressions=$PWD/tests/lint/tsan.supp" stage "thread sanitizer" sanitize tsan "unit|scenario|compat"
  stage "clang, thread safety" build clang
  stage "clang-tidy" tests/lint/tidy.sh --all
  stage "many seeds" many_seeds
  stage "long fuzzing" fuzz_long
fi
finish
