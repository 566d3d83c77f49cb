#!/usr/bin/env bash
# clang-tidy, as .clang-tidy says. About seven seconds a file.
#
#   tests/lint/tidy.sh             the sources that differ from the main branch, or are not committed
#   tests/lint/tidy.sh --all       all sources
#   tests/lint/tidy.sh FILE...     those
#
# REQUIRES: the release preset is built (compile_commands.json, generated headers).
set -euo pipefail
cd "$(dirname "$0")/../.."

in_git() { git -c 'safe.directory=*' "$@"; }

case "${1:-}" in
  --all) mapfile -t files < <(in_git ls-files '*.cc') ;;
  '') mapfile -t files < <({ in_git diff --name-only --diff-filter=d main -- '*.cc'
                             in_git ls-files --others --exclude-standard '*.cc'; } | sort -u) ;;
  *) files=("$@") ;;
esac
# What this build does not compile cannot be looked at.
built=()
for file in "${files[@]}"; do
  if grep -qF "\"$PWD/$file\"" build/release/compile_commands.json; then built+=("$file"); fi
done
[ ${#built[@]} -eq 0 ] && { echo "tidy: nothing to look at"; exit 0; }
printf '%s\0' "${built[@]}" | xargs -0 -n 1 -P "$(nproc)" clang-tidy -p build/release --quiet \
  2> >(grep -v ' warnings\? generated\.$' >&2)
echo "tidy: ${#built[@]} files ok"
