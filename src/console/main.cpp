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

#include <algorithm>
#include <cstdio>
#include <memory>

namespace
{

void installTranslations(QCoreApplication &application)
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

/// What a person may say at the command line.
struct CommandLine
{
    QCommandLineParser parser;
    QCommandLineOption workspace{
        u"workspace"_qs, QCoreApplication::translate("main", "Open this local workspace folder."), u"DIR"_qs};
    QCommandLineOption connectUrl{
        u"connect"_qs,
        QCoreApplication::translate("main",
                                    "Connect to a platform; the API key is read from NSL_API_KEY or asked."),
        u"URL"_qs};
    QCommandLineOption tour{
        u"tour"_qs,
        QCoreApplication::translate("main",
                                    "Do the main job in a workspace of its own and write pictures to DIR."),
        u"DIR"_qs};
    QCommandLineOption worker{
        u"worker"_qs,
        QCoreApplication::translate("main", "Program that trains and serves, instead of nsl-worker."),
        u"PATH"_qs};
    QCommandLineOption measureStart{u"measure-start"_qs};

    CommandLine()
    {
        parser.setApplicationDescription(
            QCoreApplication::translate("main", "Native console for NeuronSearchLab models."));
        parser.addHelpOption();
        parser.addVersionOption();
        measureStart.setFlags(QCommandLineOption::HiddenFromHelp);
        parser.addOptions({workspace, connectUrl, tour, worker, measureStart});
    }
};

void nameApplication()
{
    QCoreApplication::setApplicationName(u"nsl-console"_qs);
    QCoreApplication::setApplicationVersion(QStringLiteral(NSL_VERSION));
}

/// Whether only words for the terminal are asked for. They need no display, so they are given before there is
/// one.
bool asksForText(int argc, char *argv[])
{
    return std::any_of(argv + 1, argv + argc, [](const char *argument) {
        const QByteArrayView text(argument);
        return text == "--help" || text == "-h" || text == "--help-all" || text == "--version" ||
               text == "-v";
    });
}

int showText(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    nameApplication();
    installTranslations(application);
    CommandLine().parser.process(application); // shows it and ends the program
    return 0;
}

/// Qt's platform without a display says for each window that it cannot hint its size; nobody needs to know.
void dropSizeHintWarnings()
{
    static QtMessageHandler next = nullptr;
    next = qInstallMessageHandler([](QtMsgType type, const QMessageLogContext &context, const QString &text) {
        if (text != u"This plugin does not support propagateSizeHints()")
            next(type, context, text);
    });
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
    if (asksForText(argc, argv))
        return showText(argc, argv);

    QApplication application(argc, argv);
    nameApplication();
    QGuiApplication::setDesktopFileName(u"com.neuronsearchlab.Console"_qs);
    QApplication::setQuitOnLastWindowClosed(false);
    if (QGuiApplication::platformName() == u"offscreen")
        dropSizeHintWarnings();
    installTranslations(application);

    CommandLine line;
    QCommandLineParser &parser = line.parser;
    parser.process(application);

    const QString workerPath =
        parser.isSet(line.worker) ? QDir::current().absoluteFilePath(parser.value(line.worker)) : QString();
    if (parser.isSet(line.tour))
        return runTour(QDir::current().absoluteFilePath(parser.value(line.tour)), workerPath);

    nsl::ConsoleApplication::Options options;
    options.workspace = parser.isSet(line.workspace)
                            ? QDir::current().absoluteFilePath(parser.value(line.workspace))
                            : nsl::defaultWorkspace();
    options.worker = workerPath;
    nsl::ConsoleApplication console(options);
    QObject::connect(&console, &nsl::ConsoleApplication::ended, &application, &QCoreApplication::quit,
                     Qt::QueuedConnection);
    std::unique_ptr<nsl::StartMeter> meter;
    if (parser.isSet(line.measureStart))
        meter = std::make_unique<nsl::StartMeter>(console);
    console.window().show();
    if (!parser.isSet(line.connectUrl)) {
        console.openWorkspace(options.workspace);
        return QCoreApplication::exec();
    }
    const QByteArray key = qgetenv("NSL_API_KEY");
    qunsetenv("NSL_API_KEY");
    if (key.isEmpty()) {
        console.askToConnect(parser.value(line.connectUrl));
        return QCoreApplication::exec();
    }
    const auto profile = profileFor(parser.value(line.connectUrl), key);
    if (!profile) {
        std::fprintf(stderr, "nsl-console: %s\n", qUtf8Printable(nsl::errorSentence(profile.error())));
        return 2;
    }
    console.connectTo(*profile);
    return QCoreApplication::exec();
}
