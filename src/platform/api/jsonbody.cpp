// SPDX-License-Identifier: GPL-3.0-or-later
#include "jsonbody.h"

#include "jsontext.h"
#include "textrules.h"

#include <QJsonArray>
#include <QJsonObject>

#include <array>
#include <optional>
#include <string_view>

namespace nsl
{

namespace
{

/// Keys whose texts stand in one line wherever they are shown.
constexpr std::array oneLineKeys = {u"name",  u"event_name", u"eventName", u"display_name", u"displayName",
                                    u"label", u"context_id", u"contextId", u"job_name",     u"jobName"};

/// The \uXXXX at a position as a number; -1 where there is none.
int escapedUnit(const QByteArray &json, qsizetype at)
{
    if (at + 6 > json.size() || json.at(at) != '\\' || json.at(at + 1) != 'u')
        return -1;
    bool isHex = false;
    const int unit = json.mid(at + 2, 4).toInt(&isHex, 16);
    return isHex ? unit : -1;
}

/// Qt reads half of a pair, SQLite and UTF-8 do not.
bool hasHalfPair(const QByteArray &json)
{
    for (qsizetype i = json.indexOf('\\'); i >= 0 && i < json.size(); i = json.indexOf('\\', i)) {
        const int unit = escapedUnit(json, i);
        if (unit >= 0xd800 && unit < 0xdc00) {
            const int next = escapedUnit(json, i + 6);
            if (next < 0xdc00 || next > 0xdfff)
                return true;
            i += 12;
        } else if (unit >= 0xdc00 && unit <= 0xdfff) {
            return true;
        } else {
            i += 2;
        }
    }
    return false;
}

std::optional<PlatformError> mistakeInNames(const QJsonObject &object)
{
    for (const char16_t *key : oneLineKeys) {
        const QString name = QString::fromUtf16(key);
        if (!isCleanLine(object.value(name).toString())) {
            return PlatformError::invalid(
                u"%1 holds a control character, such as a line break or a tab."_qs.arg(name),
                u"invalid_name"_qs);
        }
    }
    return std::nullopt;
}

} // namespace

Outcome<QJsonDocument> parseBody(const QByteArray &body)
{
    if (hasHalfPair(body)) {
        return PlatformError::invalid(
            u"A text of the body has half of a surrogate pair, which is no character."_qs,
            u"invalid_json"_qs);
    }
    QByteArray exact = body;
    if (const std::string_view text(body.constData(), std::size_t(body.size()));
        tabular::hasLongNumber(text)) {
        // What is no JSON is told below.
        if (const auto survived = tabular::JsonText().exact(text))
            exact = QByteArray::fromStdString(*survived);
    }
    QJsonParseError problem;
    const auto document = QJsonDocument::fromJson(exact, &problem);
    if (problem.error != QJsonParseError::NoError) {
        return PlatformError::invalid(
            u"The body is no JSON: %1 at byte %2."_qs.arg(problem.errorString()).arg(problem.offset),
            u"invalid_json"_qs);
    }
    if (const auto wrong = mistakeInNames(document.object()))
        return *wrong;
    for (const auto rows = document.array(); const QJsonValue row : rows) {
        if (const auto wrong = mistakeInNames(row.toObject()))
            return *wrong;
    }
    return document;
}

} // namespace nsl
