#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Used by packaging/check: the commands that look at the chosen files.

check-commands.py WORK reads WORK/chosen ("tidy|alone PATH") and WORK/commands ("PATH<TAB>FOLDER<TAB>COMMAND") and
prints "alone|tidy<TAB>FOLDER<TAB>COMMAND<TAB>TARGET" lines:

- each chosen file is compiled alone; a header through a source of one line, with the flags of the source of its name,
  else of the source that lies nearest;
- what of src/ is to be read by clang-tidy is read in batches of a dozen of one library: nearly all of its time goes
  into the headers of Qt, which a batch reads once. LibTorch's headers are more than clang 14 can read.
"""

import os
import pathlib
import re
import shlex
import sys

root = pathlib.Path.cwd()
work = pathlib.Path(sys.argv[1]).resolve()
batch_size = 12
commands = {}
for line in (work / "commands").read_text().splitlines():
    path, folder, command = line.split("\t")
    commands.setdefault(path, (folder, command.replace("\\\\", "\\")))


def nearest(header):
    """The source with the header's name, else the one that shares most of the path; ties go to the first by name."""
    same = re.sub(r"\.h$", ".cpp", header)
    if same in commands:
        return same
    return max(sorted(commands), key=lambda source: len(os.path.commonprefix([source, header])))


def flags_of(source):
    """What the compiler is told besides source and output, and the CMake target that the source belongs to."""
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
    return folder, kept, target


def reads_torch(path, seen=None):
    """Whether a file of the worker includes LibTorch, itself or through headers of ours."""
    seen = seen if seen is not None else set()
    if path in seen or not path.startswith("src/worker/") or not (root / path).exists():
        return False
    seen.add(path)
    text = (root / path).read_text()
    return re.search(r"#include <(torch|ATen|c10)/", text) is not None or any(
        reads_torch(str(pathlib.PurePosixPath("src/worker") / name), seen)
        for name in re.findall(r'#include "([^"]+)"', text)
    )


def written(name, includes):
    """A source that includes these, rewritten only when it differs, so that ccache sees an old file."""
    file = work / name
    text = "".join(f'#include "{root / path}"\n' for path in includes)
    if not file.exists() or file.read_text() != text:
        file.write_text(text)
    return file


def show(kind, folder, flags, source, target):
    output = work / (str(source.relative_to(root)).replace("/", "_") + ".checked")
    print(kind, folder, shlex.join([*flags, "-c", str(source), "-o", str(output)]), target, sep="\t")


to_read = {}
for line in (work / "chosen").read_text().splitlines():
    kind, path = line.split(" ", 1)
    if path.endswith(".cpp") and path not in commands:
        continue  # of a target that is not configured
    source = path if path.endswith(".cpp") else nearest(path)
    folder, flags, target = flags_of(source)
    checked = root / path if path.endswith(".cpp") else written(path.replace("/", "_") + ".cpp", [path])
    show("alone", folder, [*flags, "-O0"], checked, target)
    if kind == "tidy" and path.startswith("src/") and not reads_torch(path) and not reads_torch(source):
        whole = source if re.sub(r"\.h$", ".cpp", path) == source else path
        to_read.setdefault((folder, shlex.join(flags), target), set()).add(whole)

for (folder, flags, target), paths in to_read.items():
    ordered = sorted(paths)
    for at in range(0, len(ordered), batch_size):
        batch = written(f"tidy_{target}_{at // batch_size}.cpp", ordered[at : at + batch_size])
        show("tidy", folder, [*shlex.split(flags), "-O0", "-DNSL_TIDY"], batch, target)
