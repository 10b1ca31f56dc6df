#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds both, and runs every test under AddressSanitizer and
# UndefinedBehaviorSanitizer, then those that drive the whole programs again in release.
# Arguments go to ctest, as in: ./test.sh -R tst_store
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source packaging/dependencies.sh
source packaging/build.sh

nsl_install "${nsl_packages[@]}" "${nsl_test_packages[@]}"
nsl_build release all tests
nsl_build asan all tests

jobs=$(nproc)
nsl_say "Tests under the sanitizers"
ctest --preset asan -j "$jobs" "$@"
nsl_say "Tests in release"
ctest --preset release -j "$jobs" "$@"
