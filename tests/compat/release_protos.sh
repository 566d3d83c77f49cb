#!/usr/bin/env bash
# Writes protos/released.textproto: from now on, what the schema says is promised. Run at a release, after
# the compat tests have passed against the release before.
set -euo pipefail
cd "$(dirname "$0")/../../protos"

descriptors=$(mktemp)
text=$(mktemp)
trap 'rm -f "$descriptors" "$text"' EXIT

mapfile -t files < <(find daybook -name '*.proto' | LC_ALL=C sort)
protoc -I. --include_imports --descriptor_set_out="$descriptors" "${files[@]}"
protoc --decode=google.protobuf.FileDescriptorSet -I/usr/include google/protobuf/descriptor.proto \
  <"$descriptors" >"$text"
cat "$text" >released.textproto
echo "protos/released.textproto: ${#files[@]} files"
