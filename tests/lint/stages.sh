# For presubmit.sh and deploy/test.sh, which source it: stages with a name and a time, listed at the end.
# One that runs another shares its list.

JOBS=$(nproc)
outermost=false
if [ -z "${DAYBOOK_STAGES:-}" ]; then
  outermost=true
  DAYBOOK_STAGES=$(mktemp)
  export DAYBOOK_STAGES
  trap 'rm -f "$DAYBOOK_STAGES"' EXIT
fi
started=$EPOCHREALTIME

seconds_since() { awk -v from="$1" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.1f", to - from }'; }

# stage NAME COMMAND...: runs the command. A failure is remembered, and what follows runs all the same.
stage() {
  local name=$1 begun=$EPOCHREALTIME result=ok
  shift
  echo "==> $name"
  "$@" || result=FAILED
  local taken
  taken=$(seconds_since "$begun")
  printf '%s\t%s\t%s\n' "$result" "$taken" "$name" >>"$DAYBOOK_STAGES"
  echo "<== $name: $result, $taken s"
  [ "$result" = ok ]
}

# require NAME COMMAND...: a stage without which the rest makes no sense.
require() { stage "$@" || finish; }

# Says what ran and how long it took, and ends the script: 0 only if every stage passed.
finish() {
  local failed=0
  grep -q '^FAILED' "$DAYBOOK_STAGES" && failed=1
  if $outermost; then
    echo
    echo "What ran:"
    awk -F'\t' '{ printf "  %-7s %8.1f s  %s\n", $1, $2, $3 }' "$DAYBOOK_STAGES"
    echo "  in all  $(seconds_since "$started") s: $([ $failed -eq 0 ] && echo passed || echo FAILED)"
  fi
  exit $failed
}

# quietly COMMAND...: shows what the command writes only if it fails.
quietly() {
  local written
  written=$(mktemp)
  local result=0
  "$@" >"$written" 2>&1 || { result=$?; cat "$written"; }
  rm -f "$written"
  return $result
}

# build PRESET: configures and builds. Without a terminal only complaints are shown.
build() {
  quietly cmake --preset "$1" || return
  local options=()
  [ -t 1 ] || options=(-- --quiet)
  cmake --build --preset "$1" -j "$JOBS" "${options[@]}"
}

# run_tests PRESET ARGUMENTS...: ctest with those arguments; passed tests are counted, not listed.
run_tests() {
  local preset=$1
  shift
  ctest --test-dir "build/$preset" -j "$JOBS" --output-on-failure --no-tests=error "$@" |
    grep -vE '^ +Start +[0-9]+:|^ *[0-9]+/[0-9]+ Test +#[0-9]+:.* Passed '
  return "${PIPESTATUS[0]}"
}
