// SPDX-License-Identifier: GPL-3.0-or-later
#include "platformserver.h"

#include "api/corecontroller.h"
#include "api/endpointcontroller.h"
#include "api/evaluationcontroller.h"
#include "api/eventcontroller.h"
#include "api/importcontroller.h"
#include "api/itemcontroller.h"
#include "api/keycontroller.h"
#include "api/modelcontroller.h"
#include "api/registrycontroller.h"
#include "api/signalcontroller.h"
#include "api/streamcontroller.h"
#include "api/trainingcontroller.h"
#include "endpoints/deploymentservice.h"
#include "endpoints/trialworkers.h"
#include "jobs/familyregistry.h"
#include "jobs/pluginfamilies.h"
#include "jobs/trainingservice.h"
#include "jobs/workermark.h"
#include "store/systemactor.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>

namespace nsl
{

namespace
{

constexpr auto leftoverLimit = std::chrono::seconds(10); ///< for killed processes to be gone

template<typename SupervisorOptions>
SupervisorOptions within(SupervisorOptions options, const QString &jobsFolder)
{
    options.jobsFolder = jobsFolder;
    return options;
}

/// Beside the runs, so that what an evaluation writes is in the workspace and in nobody's way.
EvaluationService::Options beside(EvaluationService::Options options, const QString &jobsFolder)
{
    options.jobsFolder = jobsFolder;
    options.folder = QDir::cleanPath(jobsFolder + u"/../evaluations"_qs);
    return options;
}

Application::Options applicationOptions(const QString &configurationFile, const QString &hostName)
{
    Application::Options options;
    options.hostName = hostName;
    if (QFileInfo::exists(configurationFile)) {
        // One origin or a list of them: `[core] allowed_origins=https://shop.example,
        // https://www.shop.example`
        options.coreOrigins = QSettings(configurationFile, QSettings::IniFormat)
                                  .value(u"core/allowed_origins"_qs)
                                  .toStringList();
    }
    return options;
}

http::Options listenOn(quint16 port)
{
    http::Options options;
    options.port = port;
    // A version that is tried may have to be loaded first.
    options.handleLimit = std::chrono::milliseconds(20'000);
    return options;
}

} // namespace

struct PlatformServer::Parts
{
    Parts(SqliteStore &theStore, Credentials &credentials, ImportRunner &imports, const Options &options)
        : store(theStore)
        , configurationFile(options.configurationFile)
        , jobsFolder(options.jobsFolder)
        , locator(options.workerProgram, options.configurationFile)
        , jobs(store, locator, within(options.jobs, options.jobsFolder))
        , lane(store.file(), credentials.sessionClient())
        , serving(store, locator, lane, within(options.serving, options.jobsFolder))
        , trials(store, serving, options.trials)
        , deployments(store, serving)
        , evaluations(store, locator, beside(options.evaluations, options.jobsFolder))
        , previewer(store, evaluations, within(options.previews, options.jobsFolder))
        , training(store, options.jobsFolder, options.jobs.freeSpace)
        , retraining(store, training, {options.jobsFolder, options.jobs.compareLimit})
        , application(store, credentials, lane,
                      applicationOptions(options.configurationFile, options.hostName))
        , signalRoutes(store)
        , trainingRoutes(store, training, retraining, jobs, deployments, baseUrl)
        , registryRoutes(store)
        , endpointRoutes(store, serving, baseUrl)
        , evaluationRoutes(evaluations, previewer, options.evaluationAnswerLimit)
        , keyRoutes(store, credentials)
        , streams(store)
        , streamRoutes(store, jobs, streams)
        , coreRoutes(credentials, lane)
        , itemRoutes(store)
        , eventRoutes(store)
        , operationsRoutes(store, options.identity, lane.meters())
        , importRoutes(store, imports, options.configurationFile)
        , modelRoutes(store, deployments, trials, jobs, baseUrl)
    {
        signalRoutes.addRoutes(application.router());
        trainingRoutes.addRoutes(application.router());
        registryRoutes.addRoutes(application.router());
        endpointRoutes.addRoutes(application.router());
        evaluationRoutes.addRoutes(application.router());
        keyRoutes.addRoutes(application.router());
        streamRoutes.addRoutes(application.router());
        coreRoutes.addRoutes(application.router());
        itemRoutes.addRoutes(application.router());
        eventRoutes.addRoutes(application.router());
        operationsRoutes.addRoutes(application.router());
        importRoutes.addRoutes(application.router());
        modelRoutes.addRoutes(application.router());
    }

    ~Parts()
    {
        // First nothing comes in, then nothing is under way, then the parts go.
        server.reset();
        lane.stop();
    }

    SqliteStore &store;
    QString configurationFile;
    QString jobsFolder;
    QString baseUrl;
    WorkerLocator locator;
    JobSupervisor jobs;
    ServingLane lane;
    ServingSupervisor serving;
    TrialWorkers trials;
    DeploymentService deployments;
    EvaluationService evaluations;
    PromotionPreviewer previewer;
    TrainingService training;
    RetrainService retraining;
    Application application;
    SignalController signalRoutes;
    TrainingController trainingRoutes;
    RegistryController registryRoutes;
    EndpointController endpointRoutes;
    EvaluationController evaluationRoutes;
    KeyController keyRoutes;
    EventStreams streams;
    StreamController streamRoutes;
    CoreController coreRoutes;
    ItemController itemRoutes;
    EventController eventRoutes;
    OperationsController operationsRoutes;
    ImportController importRoutes;
    ModelController modelRoutes;
    std::unique_ptr<http::Server> server; ///< last: it refers to the application
};

PlatformServer::PlatformServer(SqliteStore &store, Credentials &credentials, ImportRunner &imports,
                               Options options, QObject *parent)
    : QObject(parent)
    , m_parts(std::make_unique<Parts>(store, credentials, imports, options))
{
}

PlatformServer::~PlatformServer() = default;

QStringList PlatformServer::routes() const
{
    return m_parts->application.router().describe();
}

Outcome<QUrl> PlatformServer::start(quint16 port)
{
    Parts &parts = *m_parts;
    const PluginFamilies plugins = readPluginFamilies(parts.configurationFile);
    for (const QString &problem : plugins.problems)
        qWarning("A model family is not available: %s", qUtf8Printable(problem));
    parts.locator.declarePlugins(plugins.families);
    QList<Family> families = shippedFamilies();
    for (const PluginFamily &plugin : plugins.families)
        families.append(plugin.family);
    const auto declared = parts.store.change(systemActor(), {}, [&](StateChange &change) {
        return parts.store.families().declare(change, families);
    });
    if (!declared.ok())
        return declared.error();
    // Before anything of this start works in the folders.
    const auto mark = WorkerMark::open(parts.jobsFolder);
    if (!mark.ok())
        return mark.error();
    const auto leftovers = mark->endLeftovers(leftoverLimit);
    if (!leftovers.ok())
        return leftovers.error();
    if (*leftovers > 0)
        qWarning("Ended %d processes that workers of an earlier start had left.", *leftovers);
    parts.locator.setMark(mark->text());
    // Listen first: a port that is taken must leave everything else as it was.
    parts.server = std::make_unique<http::Server>(listenOn(port), parts.application);
    const auto started = parts.server->start();
    if (!started) {
        parts.server.reset();
        return PlatformError::unavailable(QString::fromStdString(started.error), u"cannot_listen"_qs);
    }
    if (!started.notice.empty())
        qWarning("%s", started.notice.c_str());
    parts.baseUrl = u"http://127.0.0.1:%1"_qs.arg(started.port);
    // Requests that have come in meanwhile wait in the queues of this thread and of the lane.
    for (const auto &step : {std::function<Outcome<Done>()>([&] { return parts.evaluations.start(); }),
                             std::function<Outcome<Done>()>([&] { return parts.deployments.reconcile(); }),
                             std::function<Outcome<Done>()>([&] { return parts.serving.start(); }),
                             std::function<Outcome<Done>()>([&] { return parts.jobs.start(); })}) {
        if (auto done = step(); !done.ok())
            return done.error();
    }
    parts.lane.start();
    return QUrl(parts.baseUrl);
}

void PlatformServer::stop()
{
    if (m_isStopping)
        return;
    m_isStopping = true;
    if (m_parts->server)
        m_parts->server->stopAccepting();
    m_waitingFor = 3;
    const auto oneDone = [this] {
        if (--m_waitingFor == 0)
            finishStopping();
    };
    connect(&m_parts->jobs, &JobSupervisor::stopped, this, oneDone, Qt::QueuedConnection);
    connect(&m_parts->serving, &ServingSupervisor::stopped, this, oneDone, Qt::QueuedConnection);
    connect(&m_parts->evaluations, &EvaluationService::stopped, this, oneDone, Qt::QueuedConnection);
    m_parts->evaluations.shutDown();
    m_parts->retraining.shutDown();
    m_parts->trials.shutDown();
    m_parts->deployments.shutDown();
    m_parts->jobs.shutDown();
    m_parts->serving.shutDown();
}

void PlatformServer::finishStopping()
{
    // Everything that this thread had to answer has been answered: what is open now is only being sent.
    if (m_parts->server)
        m_parts->server->stop(std::chrono::milliseconds(1000));
    Q_EMIT stopped();
}

} // namespace nsl
