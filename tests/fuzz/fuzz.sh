#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# fuzz.sh [seconds [entry...]]: fuzzes the readers with clang's libFuzzer under AddressSanitizer and
# UndefinedBehaviorSanitizer, a minute each by default. What it finds is left in build/fuzz and fails. Packages:
# clang-14 libclang-rt-14-dev (any newer clang by CLANG=).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
seconds=${1:-60}
shift $(($# > 0 ? 1 : 0))
entries=("$@")
((${#entries[@]})) || entries=(fuzz_delimited fuzz_json fuzz_columnmap)
out="$root/build/fuzz"
mkdir -p "$out"
# shellcheck disable=SC2054 # the commas are the compiler's
flags=(-std=c++20 -g -O1 -fPIC -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined)
includes=(-I"$root/src/tabular" -I"$here")
read -r -a qt_flags <<<"$(pkg-config --cflags Qt6Core)"
read -r -a qt_libraries <<<"$(pkg-config --libs Qt6Core)"
qt=(-I"$root/src/domain" -I"$root/src/contract" -I"$root/src/platform" "${qt_flags[@]}")
for entry in "${entries[@]}"; do
    sources=("$here/$entry.cpp" "$root"/src/tabular/*.cpp)
    extra=()
    libraries=(-lz)
    if [[ $entry == fuzz_columnmap ]]; then
        sources+=("$root/src/platform/ingest/columnmap.cpp" "$root/src/platform/ingest/eventtime.cpp"
                  "$root/src/contract/canonicaljson.cpp" "$root/src/domain/utctime.cpp" "$root/src/domain/states.cpp")
        extra=("${qt[@]}")
        libraries+=("${qt_libraries[@]}")
    fi
    "${CLANG:-clang++-14}" "${flags[@]}" "${includes[@]}" "${extra[@]}" "${sources[@]}" -o "$out/$entry" "${libraries[@]}"
    mkdir -p "$out/corpus-$entry"
    (cd "$out" && "./$entry" -max_total_time="$seconds" -max_len=4096 -print_final_stats=1 "corpus-$entry" "$here/corpus/$entry")
done
