// SPDX-License-Identifier: GPL-3.0-or-later
#include "consoleapplication.h"
#include "startmeter.h"
#include "tour.h"

#include <connectionprofile.h>
#include <errortext.h>
#include <localplatform.h>

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include <cstdio>

namespace
{

void installTranslations(QApplication &application)
{
    auto *qt = new QTranslator(&application);
    if (qt->load(QLocale(), u"qtbase"_qs, u"_"_qs, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(qt);
    auto *own = new QTranslator(&application);
    if (own->load(QLocale(), u"nsl-console"_qs, u"_"_qs, u":/nsl/translations"_qs))
        QCoreApplication::installTranslator(own);
    else if (own->load(u":/nsl/translations/nsl-console_en.qm"_qs)) // plural forms of the source texts
        QCoreApplication::installTranslator(own);
}

/// The profile for --connect, or an error for the person at the command line.
nsl::Outcome<nsl::ConnectionProfile> profileFor(const QString &url, const QByteArray &key)
{
    const auto checked = nsl::checkPlatformUrl(url);
    if (!checked)
        return checked.error();
    nsl::ConnectionProfile profile;
    profile.kind = nsl::ConnectionProfile::Kind::Cloud;
    profile.platformUrl = *checked;
    profile.name = checked->host();
    profile.key = nsl::Secret(key);
    return profile;
}

int runTour(const QString &directory, const QString &worker)
{
    nsl::Tour tour(directory, worker);
    QObject::connect(
        &tour, &nsl::Tour::finished, qApp, [](int code) { QCoreApplication::exit(code); },
        Qt::QueuedConnection);
    tour.start();
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"nsl-console"_qs);
    QApplication::setApplicationVersion(QStringLiteral(NSL_VERSION));
    QApplication::setQuitOnLastWindowClosed(false);
    installTranslations(application);

    QCommandLineParser parser;
    parser.setApplicationDescription(
        QCoreApplication::translate("main", "Native console for NeuronSearchLab models."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption workspace(
        u"workspace"_qs, QCoreApplication::translate("main", "Open this local workspace folder."), u"DIR"_qs);
    const QCommandLineOption connectUrl(
        u"connect"_qs,
        QCoreApplication::translate("main",
                                    "Connect to a platform; the API key is read from NSL_API_KEY or asked."),
        u"URL"_qs);
    const QCommandLineOption tour(
        u"tour"_qs,
        QCoreApplication::translate("main",
                                    "Do the main job in a workspace of its own and write pictures to DIR."),
        u"DIR"_qs);
    const QCommandLineOption worker(
        u"worker"_qs,
        QCoreApplication::translate("main", "Program that trains and serves, instead of nsl-worker."),
        u"PATH"_qs);
    QCommandLineOption measureStart(u"measure-start"_qs);
    measureStart.setFlags(QCommandLineOption::HiddenFromHelp);
    parser.addOptions({workspace, connectUrl, tour, worker, measureStart});
    parser.process(application);

    const QString workerPath =
        parser.isSet(worker) ? QDir::current().absoluteFilePath(parser.value(worker)) : QString();
    if (parser.isSet(tour))
        return runTour(QDir::current().absoluteFilePath(parser.value(tour)), workerPath);

    nsl::ConsoleApplication::Options options;
    options.workspace = parser.isSet(workspace) ? QDir::current().absoluteFilePath(parser.value(workspace))
                                                : nsl::defaultWorkspace();
    options.worker = workerPath;
    nsl::ConsoleApplication console(options);
    QObject::connect(&console, &nsl::ConsoleApplication::ended, &application, &QCoreApplication::quit,
                     Qt::QueuedConnection);
    std::unique_ptr<nsl::StartMeter> meter;
    if (parser.isSet(measureStart))
        meter = std::make_unique<nsl::StartMeter>(console);
    console.window().show();
    if (!parser.isSet(connectUrl)) {
        console.openWorkspace(options.workspace);
        return QCoreApplication::exec();
    }
    const QByteArray key = qgetenv("NSL_API_KEY");
    qunsetenv("NSL_API_KEY");
    if (key.isEmpty()) {
        console.askToConnect(parser.value(connectUrl));
        return QCoreApplication::exec();
    }
    const auto profile = profileFor(parser.value(connectUrl), key);
    if (!profile) {
        std::fprintf(stderr, "nsl-console: %s\n", qUtf8Printable(nsl::errorSentence(profile.error())));
        return 2;
    }
    console.connectTo(*profile);
    return QCoreApplication::exec();
}
