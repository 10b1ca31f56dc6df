// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "outcome.h"

#include <QFile>
#include <QLoggingCategory>
#include <QMutex>

namespace nsl
{

/// The log of a serving platform: everything that goes through Qt's logging becomes one JSON object per line,
/// `{"at","level","category","message"}`, on stderr and in a file. The file is rotated: platform.log,
/// platform.log.1 (newer) to platform.log.4 (oldest). Keys and tokens are blotted out, whoever wrote them.
///
/// One at a time; it takes over Qt's message handler until it is destroyed.
class PlatformLog
{
public:
    enum class Level { Debug, Info, Warning };

    struct Options
    {
        QString file; ///< its folder exists
        Level level = Level::Info;
        qint64 maximumBytes = 10 * 1024 * 1024; ///< of one file
        int keptFiles = 4;                      ///< older ones that are kept beside it
        bool toStandardError = true;
    };

    /// Storage error when the file cannot be opened.
    static Outcome<std::unique_ptr<PlatformLog>> start(const Options &options);
    ~PlatformLog();
    Q_DISABLE_COPY_MOVE(PlatformLog)

    /// "debug", "info" or "warning".
    static std::optional<Level> parseLevel(QStringView text);
    /// One line of the log.
    static QByteArray lineOf(QtMsgType type, const QString &category, const QString &message);

private:
    explicit PlatformLog(const Options &options);
    bool open();
    void write(QtMsgType type, const QMessageLogContext &context, const QString &message);
    void rotate();

    const Options m_options;
    QMutex m_mutex;
    QFile m_file;
    QtMessageHandler m_before = nullptr;
};

} // namespace nsl
