// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "responder.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QSet>

namespace nsl::test
{

/// A stand-in of the hosted platform: a real HTTP server with one family of four versions (the runs 9 to 12,
/// newest first; the third is live) and one target. It has none of the routes that only a local platform has.
///
/// Time passes with requests: a promotion's target goes through the states of its scenario, one at each look.
class HostedPlatform : public QObject
{
    Q_OBJECT

public:
    enum class Scenario {
        Full,    ///< every field of the contract, deployments included
        Lean,    ///< no rev, progress, digests, live_on, deployments, history
        Minimal, ///< runs without a name, versions without a number, only active_job_name, only approved
        Odd,     ///< text ids, unknown words, nulls, direction controls in names
        SilentRollback,       ///< Lean; Updating, then InService on the old version without a reason
        UpdateRollbackFailed, ///< Lean; Updating, then UpdateRollbackFailed with a reason
        Late, ///< Lean; nothing happens for some looks, then Updating, then InService on the new one
    };

    explicit HostedPlatform(Scenario scenario, QObject *parent = nullptr);

    const Responder &server() const { return m_responder; }
    /// This route is not there: 404.
    void take(const QByteArray &path) { m_missing.insert(path); }
    void giveBack(const QByteArray &path) { m_missing.remove(path); }
    /// This route breaks the connection.
    void breakRoute(const QByteArray &path) { m_broken.insert(path); }
    /// The word that the target says while it changes, instead of Updating.
    void setMovingWord(const QString &word) { m_movingWord = word; }
    /// The key is not accepted any more.
    void revoke() { m_revoked = true; }

    /// The run's id as this scenario writes it ("job-9" where ids are text).
    QString idOf(int run) const;
    /// What requests call it: its name, or its id where it has no name.
    QString nameOf(int run) const;
    /// Requests that change something: "PATCH /api/training-jobs/9 {…}".
    QList<QByteArray> writes() const;
    int looksAtTarget() const { return m_looks; }

private:
    QByteArray answer(const Received &request);
    QByteArray promote(const QJsonObject &body);
    QJsonValue id(int number, const QString &prefix) const;
    QJsonObject job(int run) const;
    QJsonObject version(int run) const;
    QJsonObject family() const;
    QJsonObject endpoint();
    bool isLean() const;

    struct State
    {
        QString status;
        int active = 0;  ///< run; 0 = none
        int pending = 0; ///< run; 0 = none
        QString reason;
    };

    Scenario m_scenario;
    QString m_movingWord = QStringLiteral("Updating");
    QList<State> m_script; ///< what the target shows at the next looks; the last one stays
    QHash<int, QString> m_approvals;
    QSet<QByteArray> m_missing;
    QSet<QByteArray> m_broken;
    bool m_revoked = false;
    int m_looks = 0;
    Responder m_responder;
};

} // namespace nsl::test
