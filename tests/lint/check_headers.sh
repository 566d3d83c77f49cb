#!/usr/bin/env bash
# Every header compiles on its own: whoever includes it needs to include nothing before it.
# REQUIRES: the release preset is built (generated headers).
set -euo pipefail
cd "$(dirname "$0")/../.."

compile_alone() {
  echo "#include \"$1\"" |
    g++ -std=c++20 -fsyntax-only -Wall -Wextra -Wshadow -Werror -I. -isystem build/release/protos \
      -x c++ - || { echo "$1 does not stand alone" >&2; return 1; }
}
export -f compile_alone

git -c 'safe.directory=*' ls-files -z --cached --others --exclude-standard '*.h' |
  xargs -0 -r -n 1 -P "$(nproc)" bash -c 'compile_alone "$1"' _
