#!/usr/bin/env bash
# Installs what Daybook is built and tested with, from Debian 12's packages, and only what is missing.
#
#   deploy/install-deps.sh           what the build, the tests and the demo need
#   deploy/install-deps.sh --long    also what the long suite needs (clang, sanitizer runtimes, PostgreSQL)
#   deploy/install-deps.sh --list    prints the packages, installs nothing
#
# A command that is there already, from wherever, is left alone.
set -euo pipefail

readonly LIBRARIES=(
  libgrpc++-dev libprotobuf-dev librocksdb-dev libabsl-dev libspdlog-dev libfmt-dev libssl-dev
  libzstd-dev libjemalloc-dev libgtest-dev libgmock-dev libc6-dev
)
# command:package
readonly COMMANDS=(
  g++:g++ cmake:cmake ninja:ninja-build ccache:ccache mold:mold protoc:protobuf-compiler
  grpc_cpp_plugin:protobuf-compiler-grpc clang-format:clang-format python3:python3 git:git
)
readonly LONG_LIBRARIES=(libclang-rt-14-dev postgresql-15 libpq-dev)
readonly LONG_COMMANDS=(clang++-14:clang-14 clang-tidy:clang-tidy)

long=false
list=false
for argument in "$@"; do
  case "$argument" in
    --long) long=true ;;
    --list) list=true ;;
    *) echo "install-deps.sh: unknown argument '$argument' (try --long or --list)" >&2; exit 2 ;;
  esac
done

libraries=("${LIBRARIES[@]}")
commands=("${COMMANDS[@]}")
if $long; then
  libraries+=("${LONG_LIBRARIES[@]}")
  commands+=("${LONG_COMMANDS[@]}")
fi

if $list; then
  printf '%s\n' "${libraries[@]}" "${commands[@]#*:}"
  exit 0
fi

missing=()
for package in "${libraries[@]}"; do
  if ! { command -v dpkg-query && dpkg-query -W -f '${Status}' "$package" | grep -q 'ok installed'; } \
      >/dev/null 2>&1; then
    missing+=("$package")
  fi
done
for pair in "${commands[@]}"; do
  command -v "${pair%%:*}" >/dev/null 2>&1 || missing+=("${pair#*:}")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  echo "install-deps.sh: this is not a Debian system; install the equivalents of: ${missing[*]}" >&2
  exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null 2>&1; then
    echo "install-deps.sh: run as root, or install sudo; missing: ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi
echo "install-deps.sh: installing ${missing[*]}" >&2
"${as_root[@]}" apt-get update -qq >&2
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
