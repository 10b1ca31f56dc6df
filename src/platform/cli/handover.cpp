// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/handover.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <unistd.h>

namespace nsl
{

using namespace Qt::StringLiterals;

Outcome<std::unique_ptr<Handover>> Handover::write(const Workspace &workspace, const QUrl &url,
                                                   const QString &instance, const SessionSecrets &secrets)
{
    const QJsonObject content{
        {u"url"_s, url.toString()},
        {u"pid"_s, qint64(::getpid())},
        {u"instance"_s, instance},
        {u"key"_s, QString::fromLatin1(secrets.key)},
        {u"core"_s, QJsonObject{{u"client_id"_s, secrets.clientId},
                                {u"client_secret"_s, QString::fromLatin1(secrets.clientSecret)}}}};
    // A file of an earlier start may have had other rights; this one is new and takes its place at once.
    QFile::remove(workspace.handoverFile());
    QSaveFile file(workspace.handoverFile());
    const bool written =
        file.open(QFile::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) &&
        file.write(QJsonDocument(content).toJson(QJsonDocument::Compact) + '\n') > 0 && file.commit();
    if (!written) {
        return PlatformError::storage(
            u"The file %1 cannot be written: %2."_s.arg(workspace.handoverFile(), file.errorString()));
    }
    return std::unique_ptr<Handover>(new Handover(workspace.handoverFile()));
}

Handover::~Handover()
{
    QFile::remove(m_file);
}

} // namespace nsl
