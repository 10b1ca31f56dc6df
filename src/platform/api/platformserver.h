// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/application.h"
#include "api/operationscontroller.h"
#include "endpoints/servingsupervisor.h"
#include "endpoints/trialworkers.h"
#include "evaluation/evaluationservice.h"
#include "evaluation/promotionpreviewer.h"
#include "ingest/importrunner.h"
#include "jobs/jobsupervisor.h"
#include "store/credentials.h"
#include "store/sqlitestore.h"

#include <QObject>
#include <QUrl>

#include <memory>

namespace nsl
{

/// The running platform: jobs, endpoints and both HTTP APIs over one store. Lives on the main thread, which
/// is the store's one writer; the transport and the recommendations have threads of their own.
class PlatformServer : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PlatformServer)

public:
    struct Options
    {
        ServerIdentity identity;
        QString jobsFolder;                 ///< `<workspace>/jobs`
        QString workerProgram;              ///< --worker; empty = see WorkerLocator
        QString configurationFile;          ///< `<workspace>/platform.ini`
        QString hostName;                   ///< beside the loopback's; empty = none
        JobSupervisor::Options jobs;        ///< jobsFolder is set here
        ServingSupervisor::Options serving; ///< jobsFolder is set here
        TrialWorkers::Options trials;
        EvaluationService::Options evaluations; ///< its folders are set here: `<workspace>/evaluations`
        PromotionPreviewer::Options previews;   ///< jobsFolder is set here
        /// For how long an evaluation may hold its request open before it is answered with 503.
        std::chrono::milliseconds evaluationAnswerLimit{12'000};
    };

    /// `store`, `credentials` and `imports` outlive the server.
    PlatformServer(SqliteStore &store, Credentials &credentials, ImportRunner &imports, Options options,
                   QObject *parent = nullptr);
    ~PlatformServer() override;

    /// Declares the shipped families, reconciles what an earlier run left, serves the live versions, goes on
    /// with the queue and listens on 127.0.0.1. Port 0 = a free one. May be called once.
    Outcome<QUrl> start(quint16 port);
    /// Accepts nothing more, ends updates, runs and workers, answers what is open; stopped() follows.
    void stop();

    /// Every route once, as "GET /api/…".
    QStringList routes() const;

Q_SIGNALS:
    void stopped();

private:
    struct Parts;

    void finishStopping();

    std::unique_ptr<Parts> m_parts;
    bool m_isStopping = false;
    int m_waitingFor = 0;
};

} // namespace nsl
