# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by the scripts: long work with a line that tells how far it is, and a log for the rest.

nsl_say() { printf '==> %s\n' "$*"; }

nsl_log=${nsl_log:-build/log/$(basename "$0").log}

# How far the command that writes to the log is, in its own words: "[12/345]" of ninja, or apt's own lines.
nsl_how_far() {
    tail -c +"$1" "$nsl_log" 2>/dev/null | awk '
        match($0, /^\[[0-9]+\/[0-9]+\]/) { far = substr($0, RSTART, RLENGTH) }
        match($0, /[0-9]+ newly installed/) { all = substr($0, RSTART) + 0 }
        /^Get:[0-9]+ / { ++fetched; far = "downloaded " fetched (all ? " of " all : "") }
        /^Unpacking / { ++unpacked; far = "unpacked " unpacked " of " all }
        /^Setting up / { ++ready; far = "set up " ready " of " all }
        match($0, /^ *[0-9]+\/[0-9]+ Test /) { split($0, part, " "); far = "test " part[1] }
        END { print far }'
}

nsl_duration() {
    local seconds=$1
    if ((seconds < 60)); then
        printf '%d s' "$seconds"
    else
        printf '%d min %d s' $((seconds / 60)) $((seconds % 60))
    fi
}

# Writes how far the work is until it is told to end: each second into one line of a terminal, each minute elsewhere.
nsl_ticker() {
    local title=$1 from=$2 began=$SECONDS every=60 columns=80 line
    if [[ -t 1 ]]; then
        every=1
        columns=$(tput cols 2>/dev/null || echo 80)
    fi
    # Told to end, it takes its sleep along: that would hold the terminal, or the pipe behind it, open.
    trap 'kill "$!" 2>/dev/null; exit 0' TERM
    while true; do
        sleep "$every" &
        wait "$!"
        line="    $title: $(nsl_how_far "$from") $(nsl_duration $((SECONDS - began)))"
        if [[ -t 1 ]]; then
            printf '\r\033[K%.*s' "$((columns - 1))" "$line"
        else
            printf '%s\n' "$line"
        fi
    done
}

# nsl_step <title> <command>...: runs the command with its output in the log. The command itself is in the foreground,
# so that Ctrl+C reaches it first and it can put away what is half-made.
nsl_step() {
    local title=$1 from ticker status=0 began=$SECONDS
    shift
    mkdir -p "$(dirname "$nsl_log")"
    [[ -e $nsl_log ]] || : >"$nsl_log"
    printf '\n==> %s: %s\n' "$title" "$*" >>"$nsl_log"
    from=$(($(stat -c %s "$nsl_log") + 1))
    nsl_say "$title (log: $nsl_log)"
    nsl_ticker "$title" "$from" &
    ticker=$!
    # shellcheck disable=SC2064 # the ticker of now
    trap "nsl_end_ticker $ticker; nsl_broken_off '$title'" INT TERM
    "$@" </dev/null >>"$nsl_log" 2>&1 || status=$?
    trap - INT TERM
    nsl_end_ticker "$ticker"
    ((status < 128 || status == 134 || status == 139)) || nsl_broken_off "$title"
    if ((status != 0)); then
        nsl_say "$title failed after $(nsl_duration $((SECONDS - began))). The last lines were:"
        tail -n 30 "$nsl_log" | sed 's/^/    /'
        nsl_say "The whole log is $nsl_log. Run the command again when the cause is mended: what is done is kept."
        return "$status"
    fi
    nsl_say "$title: done in $(nsl_duration $((SECONDS - began)))"
}

nsl_end_ticker() {
    kill "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
    [[ -t 1 ]] && printf '\r\033[K'
    return 0
}

nsl_broken_off() {
    nsl_say "Broken off during: $1. Nothing is half-made; the same command goes on from here."
    exit 130
}
