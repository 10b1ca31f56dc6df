# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by run.sh and test.sh: what Debian 12 must have, and installing only what is missing of it.

nsl_packages=(
    # compiler and build
    g++ cmake ninja-build ccache mold git ca-certificates
    # the window: Qt 6 Widgets, Charts, SVG icons, translations
    qt6-base-dev qt6-base-dev-tools qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools
    qt6-translations-l10n qt6-charts-dev libqt6opengl6-dev qt6-svg-dev libgl1-mesa-dev fonts-dejavu-core
    # the platform: SQLite through Qt Sql, RESTinio as HTTP server
    libqt6sql6-sqlite libsqlite3-dev
    librestinio-dev libasio-dev libfmt-dev libhttp-parser-dev
    # the worker: LibTorch with OpenBLAS (the default reference BLAS trains four times slower), faiss
    libtorch-dev libgloo-dev libopenblas-dev libopenblas0-pthread libfaiss-dev
    nlohmann-json3-dev libssl-dev
    # the tests: the model family in Python that the README shows
    python3
)

nsl_say() { printf '==> %s\n' "$*"; }

# Installs the packages that are not there yet; quick when there are none.
nsl_install_missing() {
    local missing=() package sudo=()
    local installed
    installed=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "${nsl_packages[@]}" 2>/dev/null | awk '$1=="ii"{print $2}')
    for package in "${nsl_packages[@]}"; do
        grep -qxF -- "$package" <<<"$installed" || missing+=("$package")
    done
    if ((${#missing[@]} == 0)); then
        nsl_say "All ${#nsl_packages[@]} packages are installed"
        return
    fi
    if ((EUID != 0)); then
        if ! command -v sudo >/dev/null; then
            nsl_say "Missing packages: ${missing[*]}"
            nsl_say "Run this as root, or install sudo, so that they can be installed."
            return 1
        fi
        sudo=(sudo)
    fi
    nsl_say "Installing ${#missing[@]} missing packages with apt: ${missing[*]}"
    "${sudo[@]}" apt-get update -qq
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" \
        >/dev/null
}

# nsl_build <preset>: configures and builds into build/<preset>.
nsl_build() {
    nsl_say "Building $1 into build/$1"
    cmake --preset "$1" >/dev/null
    cmake --build --preset "$1" -- --quiet
}
