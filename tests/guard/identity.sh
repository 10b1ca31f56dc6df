#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# identity.sh <source tree>: desktop entry, AppStream metadata, icon, program and version name the same thing.
set -euo pipefail
cd "$1"
failed=0
same() {
    if [[ $2 != "$3" ]]; then
        printf 'FAIL: %s is "%s", expected "%s"\n' "$1" "$2" "$3"
        failed=1
    fi
}
entry=$(echo packaging/desktop/*.desktop)
id=$(basename "$entry" .desktop)
metainfo=packaging/desktop/$id.metainfo.xml
same "the icon of the desktop entry" "$(sed -n 's/^Icon=//p' "$entry")" "$id"
same "the program of the desktop entry" "$(sed -n 's/^Exec=//p' "$entry")" nsl-console
same "the id of the metadata" "$(sed -n 's:.*<id>\(.*\)</id>.*:\1:p' "$metainfo")" "$id"
same "the launchable of the metadata" "$(sed -n 's:.*desktop-id">\(.*\)</launchable>.*:\1:p' "$metainfo")" "$id.desktop"
[[ -s packaging/desktop/$id.svg ]] || { echo "FAIL: packaging/desktop/$id.svg is missing" && failed=1; }
same "the desktop file name of the window" \
    "$(sed -n 's/.*setDesktopFileName(u"\([^"]*\)".*/\1/p' src/console/main.cpp)" "$id"
same "the id of the packages" "$(sed -n 's/^set(nsl_desktop_id \(.*\))/\1/p' packaging/CMakeLists.txt)" "$id"
version=$(sed -n 's/^project(.* VERSION \([0-9.]*\) .*/\1/p' CMakeLists.txt)
newest=$(sed -n 's/.*<release version="\([^"]*\)".*/\1/p' packaging/desktop/"$id".metainfo.xml)
same "the newest release of the metadata" "${newest%%$'\n'*}" "$version"
changed=$(sed -n 's/^## \([0-9.]*\).*/\1/p' CHANGELOG.md)
same "the newest entry of the changelog" "${changed%%$'\n'*}" "$version"
((failed == 0)) && echo "One identity: $id $version"
exit "$failed"
