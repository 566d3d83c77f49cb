#!/usr/bin/env bash
# Writes the golden logs of a version into tests/compat/golden/VERSION. Run at a release, after build/release was
# built; those of earlier versions stay.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=${1:?usage: release_golden_logs.sh VERSION}

mkdir -p "tests/compat/golden/$version"
for shop in bistro boutique grocer; do
  build/release/tests/write_golden_log "examples/shops/$shop.gbp.txt" "tests/compat/golden/$version/$shop.log"
done
