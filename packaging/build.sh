# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by the scripts: one way to configure and build.

# nsl_build <preset> [<target>...]: builds into build/<preset>; configures first where that was not done yet or was
# done with other presets.
nsl_build() {
    local preset=$1
    shift
    if [[ ! -e build/$preset/build.ninja || CMakePresets.json -nt build/$preset/build.ninja ]]; then
        nsl_step "Configuring $preset" cmake --preset "$preset"
    fi
    nsl_step "Building $preset" cmake --build "build/$preset" --target "${@:-all}"
}
