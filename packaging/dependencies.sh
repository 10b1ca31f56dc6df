# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by the scripts: what Debian 12 must have, and installing only what is missing of it.

# shellcheck source=packaging/progress.sh
source "$(dirname "${BASH_SOURCE[0]}")/progress.sh"

# What the programs are built with and need to run.
# shellcheck disable=SC2034 # the lists are read by the scripts that source this file
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
    nlohmann-json3-dev libssl-dev zlib1g-dev
)
# The tests besides: the model family in Python that the README shows.
# shellcheck disable=SC2034
nsl_test_packages=(python3)
# packaging/check besides: formatter, linters and validators.
# shellcheck disable=SC2034
nsl_check_packages=(
    clang-format clang-tidy shellcheck codespell reuse appstream desktop-file-utils jq python3
)
# The Debian packages besides: CPack asks dpkg-shlibdeps which libraries the programs need.
# shellcheck disable=SC2034
nsl_deb_packages=(dpkg-dev file)

# nsl_missing <package>...: those that are not installed, one a line.
nsl_missing() {
    local package installed
    # dpkg-query fails as soon as it does not know one of them, which is just the case that matters here.
    # shellcheck disable=SC2016 # dpkg-query's own variables
    installed=$({ dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "$@" 2>/dev/null || true; } |
        awk '$1 == "ii" { print $2 }')
    for package in "$@"; do
        grep -qxF -- "$package" <<<"$installed" || printf '%s\n' "$package"
    done
}

# nsl_install <package>...: installs those that are not there yet; quick when there are none.
nsl_install() {
    local listed missing=() sudo=()
    listed=$(nsl_missing "$@")
    [[ -z $listed ]] || mapfile -t missing <<<"$listed"
    if ((${#missing[@]} == 0)); then
        nsl_say "All $# packages are installed"
        return
    fi
    if ((EUID != 0)); then
        if ! command -v sudo >/dev/null; then
            nsl_say "Missing packages: ${missing[*]}"
            nsl_say "Run this as root, or install sudo, so that they can be installed."
            return 1
        fi
        sudo=(sudo)
        # The password is asked for here, not behind the progress line.
        sudo -v || {
            nsl_say "sudo refused: ask an administrator to install: ${missing[*]}"
            return 1
        }
    fi
    nsl_say "Installing ${#missing[@]} of $# packages with apt, about 2 GB on a machine that has none of them:"
    printf '    %s\n' "${missing[*]}"
    # An installation that was broken off earlier is ended first; apt refuses everything else until then.
    if [[ -n $(dpkg --audit 2>/dev/null || true) ]]; then
        nsl_step "Ending an installation that was broken off" "${sudo[@]}" dpkg --configure -a
    fi
    nsl_step "Asking for the lists of packages" "${sudo[@]}" apt-get update
    nsl_step "Installing packages" "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "${missing[@]}"
}

# What the programs need.
nsl_install_missing() { nsl_install "${nsl_packages[@]}"; }
