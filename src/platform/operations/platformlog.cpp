// SPDX-License-Identifier: GPL-3.0-or-later
#include "operations/platformlog.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <atomic>
#include <cstdio>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qsizetype maximumMessage = 8 * 1024;

// Qt's handler is a plain function, so it needs to find the one log there is.
std::atomic<PlatformLog *> theLog{nullptr};

QString withoutSecrets(QString text)
{
    static const QRegularExpression key(u"nsl_[a-z0-9]{8}_[A-Za-z0-9_-]{16,}"_s);
    static const QRegularExpression bearer(u"\\b(Bearer|Basic)\\s+[A-Za-z0-9+/=._~-]{8,}"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression named(
        u"(client_secret|access_token|NSL_WORKER_TOKEN)(\"?\\s*[:=]\\s*\"?)[^\\s\",&}]+"_s,
        QRegularExpression::CaseInsensitiveOption);
    text.replace(key, u"nsl_***"_s);
    text.replace(bearer, u"\\1 ***"_s);
    text.replace(named, u"\\1\\2***"_s);
    return text;
}

QString levelName(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return u"debug"_s;
    case QtInfoMsg:
        return u"info"_s;
    case QtWarningMsg:
        return u"warning"_s;
    case QtCriticalMsg:
    case QtFatalMsg:
        break;
    }
    return u"error"_s;
}

QString filterRules(PlatformLog::Level level)
{
    switch (level) {
    case PlatformLog::Level::Debug:
        return u"nsl.*.debug=true\nnsl.*.info=true"_s;
    case PlatformLog::Level::Info:
        return u"nsl.*.info=true\n*.debug=false"_s;
    case PlatformLog::Level::Warning:
        break;
    }
    return u"*.info=false\n*.debug=false"_s;
}

} // namespace

PlatformLog::PlatformLog(const Options &options)
    : m_options(options)
    , m_file(options.file)
{
}

Outcome<std::unique_ptr<PlatformLog>> PlatformLog::start(const Options &options)
{
    std::unique_ptr<PlatformLog> log(new PlatformLog(options));
    if (!log->open()) {
        return PlatformError::storage(
            u"The log %1 cannot be written: %2."_s.arg(options.file, log->m_file.errorString()),
            u"log_unwritable"_s);
    }
    theLog = log.get();
    log->m_before =
        qInstallMessageHandler([](QtMsgType type, const QMessageLogContext &context, const QString &message) {
            if (PlatformLog *present = theLog)
                present->write(type, context, message);
        });
    QLoggingCategory::setFilterRules(filterRules(options.level));
    return log;
}

PlatformLog::~PlatformLog()
{
    if (theLog != this)
        return; // it never began
    QLoggingCategory::setFilterRules({});
    qInstallMessageHandler(m_before);
    theLog = nullptr;
}

bool PlatformLog::open()
{
    return m_file.open(QFile::WriteOnly | QFile::Append | QFile::Unbuffered) &&
           m_file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
}

std::optional<PlatformLog::Level> PlatformLog::parseLevel(QStringView text)
{
    if (text == u"debug")
        return Level::Debug;
    if (text == u"info")
        return Level::Info;
    if (text == u"warning")
        return Level::Warning;
    return std::nullopt;
}

QByteArray PlatformLog::lineOf(QtMsgType type, const QString &category, const QString &message)
{
    QString text = withoutSecrets(message);
    if (text.size() > maximumMessage)
        text = text.left(maximumMessage) + u"\u2026"_s;
    return QJsonDocument(QJsonObject{{u"at"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)},
                                     {u"level"_s, levelName(type)},
                                     {u"category"_s, category},
                                     {u"message"_s, text}})
               .toJson(QJsonDocument::Compact) +
           '\n';
}

void PlatformLog::write(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const QByteArray line = lineOf(type, QString::fromUtf8(context.category), message);
    const QMutexLocker locker(&m_mutex);
    if (m_options.toStandardError)
        std::fwrite(line.constData(), 1, size_t(line.size()), stderr);
    if (m_file.size() + line.size() > m_options.maximumBytes)
        rotate();
    // A full disk must not end the platform; stderr has the line.
    if (m_file.isOpen())
        m_file.write(line);
}

void PlatformLog::rotate()
{
    m_file.close();
    const auto nth = [this](int n) { return n == 0 ? m_options.file : m_options.file + u".%1"_s.arg(n); };
    QFile::remove(nth(m_options.keptFiles));
    for (int n = m_options.keptFiles; n > 0; --n)
        QFile::rename(nth(n - 1), nth(n));
    if (m_options.keptFiles == 0)
        QFile::remove(m_options.file);
    open();
}

} // namespace nsl
