#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# source_rules.sh <source tree>: prints each broken rule and fails if there is one.
set -u
cd "$1" || exit 2
failed=0

# forbid <what> <pattern> <path>...: no file below the paths may have a line that matches.
forbid() {
    local what=$1 pattern=$2 hits
    shift 2
    hits=$(grep -rnE --include='*.h' --include='*.cpp' -- "$pattern" "$@" 2>/dev/null)
    if [[ -n "$hits" ]]; then
        printf 'FAIL: %s\n%s\n' "$what" "$hits"
        failed=1
    fi
}

gui=(src/client src/console_logic src/console_widgets src/console)
forbid "the client and the console never wait" \
    'QEventLoop|processEvents\(|waitFor(Finished|ReadyRead|Started|BytesWritten|Connected|Done)\(|QThread::(m|u)?sleep' "${gui[@]}"
forbid "includes name the file from its library's folder" '#include "\.\./' src tests
forbid "no singletons" 'static [A-Za-z_:<>]+ ?[&*] ?instance\(' src
forbid "a lambda is connected with a context object" \
    'connect\([^,]+,[^,]+, *\[[^]]*\]' src
forbid "domain knows no I/O and no windows" '#include <(QFile|QNetwork|QSql|QWidget|QTcp|QProcess|QColor|QIcon)' src/domain
forbid "the contract knows no network, database or window" '#include <(QNetwork|QSql|QWidget|QProcess|QIcon)' src/contract
forbid "the client knows no window and no database" '#include <(QWidget|QIcon|QColor|QSql|QDialog|QChart)' src/client
forbid "console_logic knows no widgets" '#include <(QWidget|QDialog|QLabel|QPushButton|QTreeView|QTableView|QApplication|QChart|QSql)' src/console_logic
forbid "widgets do not touch the network or the database" '#include <(QNetwork|QSql)' src/console_widgets
forbid "the worker, the readers and the http library know no Qt" '#include <Q[A-Z]' src/worker src/tabular src/http
forbid "only the worker knows Torch and faiss" '#include <(torch|faiss|ATen|c10)/' src/domain src/contract src/client src/http src/tabular src/platform "${gui[@]}"
forbid "only the http library knows RESTinio" '#include <(restinio|asio)' src/domain src/contract src/client src/platform src/worker "${gui[@]}"
forbid "SQL lives in the store" '#include <QSql' src/platform/api src/platform/jobs src/platform/endpoints src/platform/evaluation src/platform/ingest src/platform/operations src/platform/cli

# One process for all files: one for each takes a minute on a busy machine.
find src tests cmake packaging run.sh test.sh .ci \
    \( -name '*.h' -o -name '*.cpp' -o -name '*.cmake' -o -name 'CMakeLists.txt' -o -name '*.sh' -o -path .ci/run \) \
    -type f -print0 |
    xargs -0 awk '
        FNR == 1 { files[FILENAME] = 0 }
        FNR <= 3 && /SPDX-License-Identifie[r]: GPL-3.0-or-later/ { licensed[FILENAME] = 1 }
        { ++files[FILENAME] }
        END {
            for (file in files) {
                if (!(file in licensed)) { print "FAIL: no SPDX line: " file; failed = 1 }
                if (files[file] > 600)
                    print "warning: " file " has " files[file] " lines: do two things live in one room?"
            }
            exit failed
        }' || failed=1

# Qt's sources may not be compiled into two libraries: each is named in exactly one list.
((failed == 0)) && echo "All source rules hold"
exit "$failed"
