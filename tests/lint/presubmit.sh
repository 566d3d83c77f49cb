#!/usr/bin/env bash
# What every change passes before it is pushed; under three minutes when ccache is warm.
#
# The form and the layers of the tree, the build, and the tests that say what the product does.
# Everything else: deploy/test.sh.
set -uo pipefail
cd "$(dirname "$0")/../.."
source tests/lint/stages.sh

check_format() {
  git -c 'safe.directory=*' ls-files -z --cached --others --exclude-standard '*.h' '*.cc' |
    xargs -0 -r -n 16 -P "$JOBS" clang-format --dry-run -Werror --ferror-limit=1
}

# A long file is no failure.
report_sizes() { python3 -B tests/lint/report_sizes.py || true; }

stage format check_format
stage layers python3 -B tests/lint/check_layers.py
stage words python3 -B tests/lint/check_words.py
stage protos python3 -B tests/lint/check_protos.py
stage sizes report_sizes
require build build release
stage "unit, scenario, compat" run_tests release -L '^(unit|scenario|compat)$'
finish
