#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Used by packaging/check: finds for each chosen file the command that compiles it alone.

check-commands.py WORK reads WORK/chosen ("tidy|alone PATH") and WORK/commands ("PATH<TAB>FOLDER<TAB>COMMAND") and
prints "tidy|alone<TAB>FOLDER<TAB>COMMAND<TAB>TARGET" for each. A header is compiled through a source of one line, with
the flags of the source of its name, else of the source that lies nearest.
"""

import os
import pathlib
import re
import shlex
import sys

work = pathlib.Path(sys.argv[1]).resolve()
commands = {}
for line in (work / "commands").read_text().splitlines():
    path, folder, command = line.split("\t")
    commands.setdefault(path, (folder, command.replace("\\\\", "\\")))


def nearest(header):
    """The source with the same name, else the one that shares most of the path; ties go to the first by name."""
    same = re.sub(r"\.h$", ".cpp", header)
    if same in commands:
        return same
    return max(sorted(commands), key=lambda source: len(os.path.commonprefix([source, header])))


for line in (work / "chosen").read_text().splitlines():
    kind, path = line.split(" ", 1)
    source = path if path in commands else nearest(path)
    if path.endswith(".cpp") and path not in commands:
        continue  # a source of another platform or of a target that is not configured
    folder, command = commands[source]
    words = shlex.split(command)
    words = words[next(at for at, word in enumerate(words) if word.endswith("++")) + 1 :]
    target = next((match[1] for word in words if (match := re.search(r"CMakeFiles/([^/]+)\.dir/", word))), "")
    kept, skip = [], False
    for word in words:
        if skip or word in ("-c", "-MD") or word.endswith("/" + source):
            skip = False
        elif word in ("-o", "-MF", "-MT"):
            skip = True
        else:
            kept.append(word)
    checked = pathlib.Path.cwd() / path
    if path.endswith(".h"):
        checked = work / (path.replace("/", "_") + ".cpp")
        text = f'#include "{pathlib.Path.cwd() / path}"\n'
        if not checked.exists() or checked.read_text() != text:
            checked.write_text(text)
    kept += ["-O0"] + (["-DNSL_TIDY"] if kind == "tidy" else [])
    kept += ["-c", str(checked), "-o", str(work / (path.replace("/", "_") + ".checked"))]
    print(kind, folder, shlex.join(kept), target, sep="\t")
