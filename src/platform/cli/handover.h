// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "operations/workspace.h"
#include "store/credentials.h"

#include <QUrl>

namespace nsl
{

/// run/platform.json: how a console on this machine finds the server and its secrets. Removed when this
/// object is destroyed.
class Handover
{
public:
    /// Writes the file with mode 0600, whole or not at all.
    static Outcome<std::unique_ptr<Handover>> write(const Workspace &workspace, const QUrl &url,
                                                    const QString &instance, const SessionSecrets &secrets);
    ~Handover();
    Q_DISABLE_COPY_MOVE(Handover)

private:
    explicit Handover(QString file)
        : m_file(std::move(file))
    {
    }

    QString m_file;
};

} // namespace nsl
