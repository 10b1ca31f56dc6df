// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commandline.h"
#include "cli/commandrunner.h"
#include "cli/servecommand.h"

#include <QCoreApplication>
#include <QTimer>

#include <cstdio>

using namespace nsl;
using namespace Qt::StringLiterals;

namespace
{

void print(FILE *stream, const QByteArray &bytes)
{
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stream);
    std::fflush(stream);
}

int runCommand(QCoreApplication &application, const CommandLine &line)
{
    CommandRunner runner(line.command);
    QObject::connect(&runner, &CommandRunner::commandFinished, &application, [](const CommandResult &result) {
        print(stdout, result.output);
        for (const QString &error : result.errors)
            print(stderr, error.toUtf8() + '\n');
        QCoreApplication::exit(result.exitCode);
    });
    QTimer::singleShot(0, &runner, [&] { runner.start(line.workspace); });
    return application.exec();
}

int serve(QCoreApplication &application, const CommandLine &line)
{
    ServeCommand serving(line);
    const auto explain = [](const QString &sentence) { print(stderr, sentence.toUtf8() + '\n'); };
    QObject::connect(&serving, &ServeCommand::ready, &application,
                     [](const QByteArray &ready) { print(stdout, ready); });
    QObject::connect(&serving, &ServeCommand::warned, &application, explain);
    QObject::connect(&serving, &ServeCommand::finished, &application,
                     [explain](int exitCode, const QString &sentence) {
                         if (!sentence.isEmpty())
                             explain(sentence);
                         QCoreApplication::exit(exitCode);
                     });
    QTimer::singleShot(0, &serving, &ServeCommand::start);
    return application.exec();
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"nsl-platform"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(NSL_VERSION));
    const CommandLine line = CommandLine::parse(QCoreApplication::arguments().mid(1));
    switch (line.kind) {
    case CommandLine::Kind::Help:
        print(stdout, CommandLine::help().toUtf8());
        return CommandResult::Ok;
    case CommandLine::Kind::Version:
        print(stdout, "nsl-platform " NSL_VERSION "\n");
        return CommandResult::Ok;
    case CommandLine::Kind::Admin:
        return runCommand(application, line);
    case CommandLine::Kind::Serve:
        return serve(application, line);
    case CommandLine::Kind::Usage:
        break;
    }
    print(stderr, line.message.toUtf8() + "\n\n" + CommandLine::help().toUtf8());
    return CommandResult::Usage;
}
