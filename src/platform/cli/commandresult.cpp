// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commandresult.h"

#include <QJsonDocument>

namespace nsl
{

using namespace Qt::StringLiterals;

QByteArray jsonLine(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

QByteArray jsonLine(const QJsonArray &array)
{
    return QJsonDocument(array).toJson(QJsonDocument::Compact) + '\n';
}

QJsonObject CommandResult::toJson() const
{
    return {{u"exit"_s, exitCode},
            {u"output"_s, QString::fromUtf8(output)},
            {u"errors"_s, QJsonArray::fromStringList(errors)}};
}

CommandResult CommandResult::fromJson(const QJsonObject &object)
{
    CommandResult result;
    result.exitCode = object.value(u"exit"_s).toInt(Failed);
    result.output = object.value(u"output"_s).toString().toUtf8();
    for (const auto errors = object.value(u"errors"_s).toArray(); const QJsonValue &error : errors)
        result.errors.append(error.toString());
    return result;
}

QJsonObject AdminCommand::toJson() const
{
    return {{u"command"_s, name}, {u"arguments"_s, arguments}};
}

AdminCommand AdminCommand::fromJson(const QJsonObject &object)
{
    return {object.value(u"command"_s).toString(), object.value(u"arguments"_s).toObject()};
}

} // namespace nsl
