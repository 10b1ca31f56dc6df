#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds the programs, and opens the console on the local workspace.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: ./run.sh [OPTION]...

Installs the packages that are missing (with apt, as root or through sudo), builds NSL Console and its local
platform into build/release, and opens the window. The first start takes some minutes, the next ones a moment.
Without a display it runs the tour instead: pictures of every page in build/tour.

Options go to nsl-console; the most used ones:
  --workspace DIR   open this local workspace
  --connect URL     connect to a platform; the key is read from NSL_API_KEY or asked for
  --tour DIR        do the main job in a workspace of its own and write pictures to DIR
  --version         the console's version
  --help            this text; nsl-console --help shows every option
TEXT
}

case "${1:-}" in
-h | --help)
    usage
    exit
    ;;
esac

origin=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")"
project=$PWD
source packaging/dependencies.sh
source packaging/build.sh

nsl_install_missing
nsl_build release

if (($# == 0)) && [[ -z "${DISPLAY:-}" && -z "${WAYLAND_DISPLAY:-}" ]]; then
    nsl_say "There is no display: running the tour into build/tour instead (pictures of every page)"
    export QT_QPA_PLATFORM=offscreen
    if [[ -z ${XDG_RUNTIME_DIR:-} ]]; then
        export XDG_RUNTIME_DIR=$project/build/tour-run
        install -d -m 700 "$XDG_RUNTIME_DIR"
    fi
    exec build/release/bin/nsl-console --tour build/tour
fi
# Folders in the options are those of the person's own folder.
cd "$origin"
exec "$project/build/release/bin/nsl-console" "$@"
