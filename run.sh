#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds, and opens the console on the local workspace.
# Arguments go to nsl-console (see nsl-console --help).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source packaging/dependencies.sh

nsl_install_missing
nsl_build release

if [[ -z "${DISPLAY:-}" && -z "${WAYLAND_DISPLAY:-}" ]]; then
    nsl_say "There is no display: running the tour into build/tour instead (pictures of every page)"
    export QT_QPA_PLATFORM=offscreen
    exec build/release/bin/nsl-console --tour build/tour
fi
nsl_say "Opening the console"
exec build/release/bin/nsl-console "$@"
