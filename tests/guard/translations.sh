#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# translations.sh <source tree>: the catalogues hold every text of the sources and no text that is gone.
set -u
cd "$1" || exit 2
lupdate=$(command -v lupdate6 || echo /usr/lib/qt6/bin/lupdate)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=0
for catalogue in translations/*.ts; do
    copy="$scratch/$(basename "$catalogue")"
    cp "$catalogue" "$copy"
    if ! "$lupdate" -silent -locations none -no-obsolete src ui -ts "$copy"; then
        echo "FAIL: lupdate cannot read $catalogue"
        failed=1
    elif ! cmp -s "$catalogue" "$copy"; then
        echo "FAIL: $catalogue is not up to date; run: lupdate -locations none -no-obsolete src ui -ts $catalogue"
        diff "$catalogue" "$copy" | head -40
        failed=1
    fi
done
exit "$failed"
