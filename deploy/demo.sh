#!/usr/bin/env bash
# Runs a shop for a day: builds Daybook, starts the server, rings up a day of tickets at several tills, shows
# what it came to, verifies the log, restarts the server and shows that nothing has changed.
#
#   deploy/demo.sh                                      a day that is made up, 3 tills, as fast as it goes
#   deploy/demo.sh --tickets FILE --menu FILE           real tickets, all their days
#   deploy/demo.sh --tickets FILE --menu FILE --date D  one day of them, as 2016-11-05
#
#   --speed max|60x   as fast as it goes (default), or so many times as fast as it was
#   --tills N         how many tills ring up, 1 to 64 (default 3)
#   --seed N          which day is made up (default 1)
#   --keep            leaves the shop running and says how to look at it
#
# The last line is what `daybook totals --json` says. Ends with 0 only if every figure is as it must be.
# DAYBOOK_BIN=DIR takes the programs from there instead of building them.
set -euo pipefail
readonly ROOT=$(cd "$(dirname "$0")/.." && pwd)
readonly READY_SECONDS_MAX=30
readonly STOP_SECONDS_MAX=10
readonly PROGRESS_SECONDS=30

tickets='' menu='' date='' speed=max tills=3 seed=1 keep=false

usage_error() { echo "demo.sh: $1 (try --help)" >&2; exit 2; }

while [ $# -gt 0 ]; do
  case "$1" in
    --help | -h) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;;
    --keep) keep=true; shift; continue ;;
    --tickets | --menu | --date | --speed | --tills | --seed)
      [ $# -ge 2 ] || usage_error "$1 needs a value"
      declare "${1#--}=$2"; shift 2 ;;
    *) usage_error "unknown argument '$1'" ;;
  esac
done
[ -n "$tickets" ] && [ -z "$menu" ] && usage_error "--tickets needs --menu FILE"
[ -z "$tickets" ] && [ -n "$menu" ] && usage_error "--menu needs --tickets FILE"
[[ $tills =~ ^[1-9][0-9]?$ ]] && [ "$tills" -le 64 ] || usage_error "--tills is a number from 1 to 64"
[[ $speed = max || $speed =~ ^[0-9]+(\.[0-9]+)?x$ && $speed =~ [1-9] ]] ||
  usage_error "--speed is max or a factor, as 60x"
[[ $seed =~ ^[0-9]{1,18}$ ]] || usage_error "--seed is a whole number"
[[ -z $date || $date =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}$ && $(date -u -d "$date" +%F 2>/dev/null) = "$date" ]] ||
  usage_error "--date is a date, as 2016-11-05"

work=''    # The directory of this run.
server=''  # The server's process id, while it runs.
child=''   # That of the command in hand.

clean_up() {
  local code=$?
  trap '' INT TERM HUP PIPE
  trap - EXIT
  [ -z "$child" ] || kill -TERM "$child" 2>/dev/null || true
  if $keep && [ $code -eq 0 ]; then exit 0; fi
  if [ -n "$server" ]; then
    kill -TERM "$server" 2>/dev/null || true
    timeout "$STOP_SECONDS_MAX" tail --pid="$server" -f /dev/null >/dev/null || kill -KILL "$server" 2>/dev/null || true
  fi
  [ -z "$work" ] || rm -rf "$work"
  exit $code
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP
trap 'exit 141' PIPE

say() { printf '\n== %s\n' "$*"; }
fail() { echo "demo.sh: $*" >&2; exit 1; }

# Runs a command so that a signal to this script need not wait for it.
run() {
  local code=0
  "$@" &
  child=$!
  wait "$child" || code=$?
  child=''
  return $code
}

# Prints the value of a text field of a flat JSON document.
text_field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

# Builds without a terminal: says now and then how far it is, and shows what was written if it fails.
build_quietly() {
  local log=$1 code=0
  "${@:2}" >"$log" 2>&1 &
  child=$!
  while kill -0 "$child" 2>/dev/null; do
    timeout "$PROGRESS_SECONDS" tail --pid="$child" -f /dev/null >/dev/null 2>&1 &
    wait $! || sed -n '$s/^\(\[[0-9]*\/[0-9]*\]\).*/\1/p' "$log"
  done
  wait "$child" || code=$?
  child=''
  return $code
}

build() {
  run "$ROOT/deploy/install-deps.sh"
  cd "$ROOT"
  local log=$work/build.log started=$SECONDS
  if [ ! -f build/release/build.ninja ]; then
    run cmake --preset release >"$log" 2>&1 || { cat "$log" >&2; fail "the configuration failed"; }
  fi
  local build=(ninja -C build/release -j "$(nproc)" daybook daybook-edge)
  [ -x build/release/bin/daybook-edge ] || echo "the first time takes about ten minutes on two cores"
  if [ -t 1 ]; then
    run "${build[@]}" || fail "the build failed"
  else
    build_quietly "$log" "${build[@]}" || { tail -n 40 "$log" >&2; fail "the build failed"; }
  fi
  if [ -f "$log" ] && grep -q 'no work to do' "$log"; then
    echo "there is nothing to be built"
  else
    echo "ready after $((SECONDS - started)) s"
  fi
  rm -f "$log"
  cd "$work"
}

write_config() {
  cat <<CONFIG
data_directory: "$work/data"
listen_address: "127.0.0.1:0"
shop {
  tenant: "demo"
  store: "cafe"
  currency_code: "GBP"
  prices_include_tax: true
  tax_rules {
    tax_category: "standard" jurisdiction: "GB" rate_ppm: 200000
    source: "Value Added Tax Act 1994, section 2(1)"
  }
  tax_rules {
    tax_category: "zero" jurisdiction: "GB" rate_ppm: 0
    source: "Value Added Tax Act 1994, schedule 8"
  }
}
logging { level: LOG_LEVEL_WARNING }
employees { employee: "manager" role: ROLE_MANAGER }
employees { employee: "supervisor" role: ROLE_SUPERVISOR }
CONFIG
  local till
  for ((till = 1; till <= tills; ++till)); do
    echo "employees { employee: \"cashier-$till\" role: ROLE_CASHIER }"
  done
}

# Starts the server and sets `server` and `edge` (its address) when it is ready.
start_server() {
  local ready=''
  rm -f "$work/ready"
  mkfifo "$work/ready"
  # In a session of its own, so that it is this script that stops it, and --keep outlives the terminal.
  setsid "$bin/daybook-edge" --config "$work/edge.conf" >"$work/ready" 2>>"$work/edge.log" </dev/null &
  server=$!
  exec 3<"$work/ready"
  read -r -t "$READY_SECONDS_MAX" ready <&3 || true
  exec 3<&-
  rm -f "$work/ready"
  edge=${ready#listening on }
  if [ -z "$ready" ] || [ "$edge" = "$ready" ]; then
    cat "$work/edge.log" >&2
    fail "the server did not start"
  fi
}

# Stops it as an operator does; it must end by itself, with exit code 0.
stop_server() {
  local pid=$server code=0
  kill -TERM "$pid"
  timeout "$STOP_SECONDS_MAX" tail --pid="$pid" -f /dev/null >/dev/null || fail "the server did not stop"
  server=''
  wait "$pid" || code=$?
  [ $code -eq 0 ] || { cat "$work/edge.log" >&2; fail "the server ended with exit code $code"; }
}

replay() {
  run "$bin/daybook" tickets replay --edge "$edge" --menu "$menu" --tickets "$tickets" "${dates[@]}" \
    --tills "$tills" --speed "$1" "${@:2}"
}

position() { "$bin/daybook" log head --edge "$edge" --json | sed -n 's/.*"position":\([0-9]*\).*/\1/p'; }

totals() { "$bin/daybook" totals --edge "$edge" --from "$from" --to "$to" "$@"; }

# must_equal WHAT WANTED GOT
must_equal() {
  [ "$2" = "$3" ] && return
  printf 'demo.sh: %s\n  must be %s\n  but is  %s\n' "$1" "$2" "$3" >&2
  exit 1
}

# Paths must still be right when the directory changes.
[ -z "$tickets" ] || tickets=$(realpath -e -- "$tickets" 2>/dev/null) || fail "--tickets: there is no such file"
[ -z "$menu" ] || menu=$(realpath -e -- "$menu" 2>/dev/null) || fail "--menu: there is no such file"
TMPDIR=$(realpath -e -- "${TMPDIR:-/tmp}" 2>/dev/null) || fail "TMPDIR: there is no such directory"
export TMPDIR
work=$(mktemp -d "$TMPDIR/daybook-demo.XXXXXXXX")

if [ -n "${DAYBOOK_BIN:-}" ]; then
  bin=$(realpath -e -- "$DAYBOOK_BIN" 2>/dev/null) || fail "DAYBOOK_BIN: there is no such directory"
else
  say "Building"
  build
  bin=$ROOT/build/release/bin
fi

dates=()
if [ -z "$tickets" ]; then
  say "Making up a day"
  menu=$work/menu.csv
  tickets=$work/tickets.csv
  made_up=(--menu "$menu" --tickets "$tickets" --seed "$seed")
  [ -z "$date" ] || made_up+=(--business-date "$date")
  "$bin/daybook" tickets generate "${made_up[@]}" >/dev/null
elif [ -n "$date" ]; then
  dates=(--from "$date" --to "$date")
fi
expected=$("$bin/daybook" tickets totals --menu "$menu" --tickets "$tickets" "${dates[@]}" --json)
from=$(text_field from <<<"$expected")
to=$(text_field to <<<"$expected")
dates=(--from "$from" --to "$to")
echo "$tickets: $from to $to"

say "Opening the shop"
write_config >"$work/edge.conf"
start_server
if $keep; then
  echo "daybook-edge keeps its data in $work/data"  # It is restarted, and listens elsewhere then.
else
  echo "daybook-edge listens on $edge, its data is in $work/data"
fi

say "Ringing up the tickets at $tills tills, speed $speed"
replay "$speed"

say "What it came to"
totals
before=$(totals --json)
# The files of tickets know nothing of what stands behind the currency: taxes, cashiers, registers.
must_equal "what the tickets come to" "$expected" "${before%%,\"tax_minor\"*}}"

say "Verifying the log"
run "$bin/daybook" log verify --edge "$edge"

say "Restarting the server"
head=$(position)
stop_server
start_server
after=$(totals --json)
must_equal "the totals after the restart" "$before" "$after"
echo "The totals are the same."
replay max >/dev/null
must_equal "the head of the log after the replay was run again" "$head" "$(position)"
echo "Running the replay again has added nothing: the log is still at position $head."

if $keep; then
  say "The shop stays open"
  printf -v program '%q' "$bin/daybook"
  cat <<KEEP
Look at it:   $program totals --edge $edge --from $from --to $to
              $program sale list --edge $edge
              $program watch --edge $edge --after 0
KEEP
  printf 'What it says: %q\n' "$work/edge.log"
  printf 'Close it:     kill %s; tail --pid=%s -f /dev/null; rm -rf %q\n' "$server" "$server" "$work"
else
  stop_server
fi
echo
echo "$after"
