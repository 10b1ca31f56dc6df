#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# install_step.sh <source tree>: the installation of packages on machines that this one is not.
set -euo pipefail
tree=$1
scratch=$(mktemp -d)
chmod 755 "$scratch"
trap 'rm -rf "$scratch"' EXIT
failed=0

# A machine whose only programs are these: the plain tools, and what a case adds.
bin=$scratch/bin
mkdir "$bin"
for tool in bash env cat awk grep sed tail mkdir stat dirname basename sleep rm; do
    ln -s "$(command -v "$tool")" "$bin/$tool"
done

# program <name> <script>: what a case has instead of the real one.
program() {
    rm -f "$bin/$1"
    printf '#!%s/bash\n%s\n' "$bin" "$2" >"$bin/$1"
    chmod 755 "$bin/$1"
}

# install <package>...: the install step on that machine, as nobody where $as is set.
install() {
    # shellcheck disable=SC2016 # expanded by the inner shell
    ${as:-} env -i PATH="$bin" HOME="$scratch" bash -c '
        set -euo pipefail
        cd "$1"
        nsl_log=$2/log
        source packaging/dependencies.sh
        shift 2
        nsl_install "$@"' install "$tree" "$scratch" "$@" 2>&1
}

expect() {
    local what=$1 pattern=$2 text=$3
    if ! grep -qE -- "$pattern" <<<"$text"; then
        printf 'FAIL: %s: expected "%s" in:\n%s\n' "$what" "$pattern" "$text"
        failed=1
    fi
}

as_nobody=()
if ((EUID == 0)); then
    as_nobody=("$(command -v setpriv)" --reuid=65534 --regid=65534 --clear-groups)
fi

# dpkg-query knows none of the packages, says so and fails: apt is asked for all of them.
program dpkg-query 'exit 1'
program dpkg 'exit 0'
program apt-get "echo \"\$*\" >>'$scratch/asked'"
program sudo "while [[ \$1 == -* ]]; do shift; done; exec \"\$@\""
output=$(install first second third) || { printf 'FAIL: the install step ended with %s:\n%s\n' "$?" "$output" && failed=1; }
asked=$(cat "$scratch/asked" 2>/dev/null || true)
expect "a machine that knows no package" '^update$' "$asked"
expect "a machine that knows no package" '^install .*first second third$' "$asked"

# It knows one of them, and fails because of the others.
program dpkg-query 'echo "ii  second"; exit 1'
: >"$scratch/asked"
output=$(install first second third) || failed=1
expect "a machine that has one package" '^install .* first third$' "$(cat "$scratch/asked")"

# All are there: apt is not asked.
program dpkg-query 'printf "ii  %s\n" first second'
: >"$scratch/asked"
output=$(install first second) || failed=1
expect "a machine that has all" 'All 2 packages are installed' "$output"
[[ ! -s $scratch/asked ]] || { echo "FAIL: apt was asked for nothing" && failed=1; }

# apt fails: its last words, the log, and its status.
program dpkg-query 'exit 1'
program apt-get 'echo "E: the mirror is on fire" >&2; exit 100'
if output=$(install first); then
    echo "FAIL: a failure of apt went unnoticed" && failed=1
fi
expect "a failure of apt" 'the mirror is on fire' "$output"
expect "a failure of apt" 'The whole log is ' "$output"

# Nobody special, and there is no sudo.
rm "$bin/sudo" "$scratch/log"
chmod 777 "$scratch"
program apt-get "echo \"\$*\" >>'$scratch/asked-by-nobody'"
as=${as_nobody[*]}
if output=$(install first); then
    echo "FAIL: without root and sudo nothing can be installed, yet it ended well" && failed=1
fi
expect "neither root nor sudo" 'Missing packages: first' "$output"
expect "neither root nor sudo" 'Run this as root, or install sudo' "$output"
[[ ! -e $scratch/asked-by-nobody ]] || { echo "FAIL: apt was asked without rights" && failed=1; }

((failed == 0)) && echo "The install step does what it should"
exit "$failed"
