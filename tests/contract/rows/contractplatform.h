// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "runningplatform.h"

#include <QSet>

/// One platform for all rows, in this process, with the real worker: items, events, a version that serves and
/// one that is not approved. Rows make what they change themselves.
class ContractPlatform : public RunningPlatform
{
public:
    ContractPlatform();

    /// The one that main() made.
    static ContractPlatform &shared();

    /// Trains and promotes; false with a warning where that fails.
    bool prepare();

    /// A number that was not given before, for names.
    int next() { return ++m_counter; }
    QString fresh(const QString &stem) { return stem + QString::number(next()); }

    /// A run that succeeded, with a folder and a version that is Pending; as quick as an entry in a table.
    nsl::TrainingJob succeeded();
    nsl::TrainingJob executing();
    qint64 familyId(const QString &key = QStringLiteral("popularity"));
    qint64 endpointId(const QString &name = QStringLiteral("production"));
    QByteArray tokenWith(const QString &scope);

    QString liveJob;    ///< serves on "production"
    QString pendingJob; ///< trained by the worker, not approved
    qint64 liveModel = 0;
    qint64 pendingModel = 0;
    qint64 deploymentId = 0;

    /// The routes, as the server declares them, that a row has asked with success.
    QSet<QString> visited;

private:
    int m_counter = 0;
};
