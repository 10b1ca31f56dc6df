// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/rowchecker.h"

#include "ingest/eventtime.h"
#include "store/datarules.h"
#include "utf8.h"

#include <algorithm>
#include <array>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qsizetype maximumKnownItems = 2'000'000;
constexpr std::array<std::string_view, 5> nullWords = {"nan", "NaN", "None", "null", "NULL"};

bool isNullWord(std::string_view text)
{
    return std::find(nullWords.begin(), nullWords.end(), text) != nullWords.end();
}

/// A quoted piece of the file for an error sentence, never more than a glance of it.
QString shown(const QByteArray &text)
{
    return QString::fromStdString(tabular::glimpse({text.constData(), std::size_t(text.size())}));
}

std::optional<bool> parseActive(const QByteArray &text)
{
    const QByteArray word = text.toLower();
    if (word == "true" || word == "1" || word == "yes")
        return true;
    if (word == "false" || word == "0" || word == "no")
        return false;
    return std::nullopt;
}

} // namespace

RowChecker::RowChecker(SqliteStore &store, const ImportRequest &request, const ColumnMap &columns)
    : m_store(store)
    , m_request(request)
    , m_columns(columns)
{
}

std::string_view RowChecker::given(const tabular::Record &record, ColumnMap::Target target) const
{
    const std::string_view text = m_columns.value(record, target);
    return !m_request.nullIds && isNullWord(text) ? std::string_view() : text;
}

QByteArray RowChecker::bytes(const tabular::Record &record, ColumnMap::Target target) const
{
    const std::string_view text = given(record, target);
    return {text.data(), qsizetype(text.size())};
}

QString RowChecker::mistakeInMissing(const tabular::Record &record, ColumnMap::Target target,
                                     const QString &what) const
{
    const std::string_view text = m_columns.value(record, target);
    if (text.empty())
        return u"The row has no %1."_s.arg(what);
    return u"The row has no %1: \"%2\" stands for a missing value (--null-ids takes it as it is)."_s.arg(
        what, QString::fromUtf8(text.data(), qsizetype(text.size())));
}

qint64 RowChecker::typeOf(const QByteArray &text, Takes takes)
{
    QHash<QByteArray, qint64> &known = takes == Takes::Names ? m_names : m_namesAndIds;
    if (const auto found = known.constFind(text); found != known.constEnd())
        return *found;
    const QString name = QString::fromUtf8(text.trimmed());
    auto type = m_store.eventTypes().findByName(name);
    bool isNumber = false;
    const qint64 id = name.toLongLong(&isNumber);
    if (!type && isNumber && takes == Takes::NamesAndIds)
        type = m_store.eventTypes().find(id);
    const qint64 found = type ? type->id : 0;
    if (found > 0)
        known.insert(text, found);
    return found;
}

bool RowChecker::itemExists(const QByteArray &id)
{
    if (m_knownItems.contains(id))
        return true;
    if (!m_store.items().find(QString::fromUtf8(id)))
        return false;
    if (m_knownItems.size() < maximumKnownItems)
        m_knownItems.insert(id);
    return true;
}

QString RowChecker::findType(const tabular::Record &record, qint64 &type, ColumnMap::Target &column)
{
    column = ColumnMap::Type;
    QByteArray text = bytes(record, ColumnMap::Type);
    Takes takes = Takes::Names;
    if (text.isEmpty() && m_columns.has(ColumnMap::TypeId)) {
        column = ColumnMap::TypeId;
        text = bytes(record, ColumnMap::TypeId);
        takes = Takes::NamesAndIds;
    }
    if (text.isEmpty()) {
        text = m_request.defaultType.toUtf8();
        takes = Takes::NamesAndIds;
    }
    if (text.isEmpty())
        return mistakeInMissing(record, column, u"event type"_s);
    type = typeOf(text, takes);
    if (type > 0)
        return {};
    bool isNumber = false;
    const double number = text.toDouble(&isNumber);
    Q_UNUSED(number)
    if (isNumber && takes == Takes::Names) {
        // A rating of 3 would become the third type without anybody noticing.
        return u"\"%1\" is a number and no name of an event type; if the column holds ids of event types, map it as type_id."_s
            .arg(shown(text));
    }
    return u"There is no event type \"%1\"."_s.arg(shown(text));
}

std::optional<ImportJob::RowError> RowChecker::toEvent(const tabular::Record &record, EventRow &row)
{
    const auto mistake = [&](ColumnMap::Target target, const QString &message) {
        return ImportJob::RowError{record.line, m_columns.nameOf(target), message};
    };
    row.userId = bytes(record, ColumnMap::UserId);
    if (row.userId.isEmpty())
        return mistake(ColumnMap::UserId, mistakeInMissing(record, ColumnMap::UserId, u"user id"_s));
    if (const QString wrong = datarules::mistakeInUserId(row.userId); !wrong.isEmpty())
        return mistake(ColumnMap::UserId, wrong);
    row.itemId = bytes(record, ColumnMap::ItemId);
    if (row.itemId.isEmpty())
        return mistake(ColumnMap::ItemId, mistakeInMissing(record, ColumnMap::ItemId, u"item id"_s));
    if (!itemExists(row.itemId))
        return mistake(ColumnMap::ItemId,
                       u"There is no item \"%1\" in the catalogue."_s.arg(shown(row.itemId)));
    ColumnMap::Target typeColumn = ColumnMap::Type;
    if (const QString wrong = findType(record, row.eventTypeId, typeColumn); !wrong.isEmpty())
        return mistake(typeColumn, wrong);
    const QByteArray time = bytes(record, ColumnMap::Time);
    if (time.isEmpty())
        return mistake(ColumnMap::Time, mistakeInMissing(record, ColumnMap::Time, u"time"_s));
    const auto ms = parseEventTime(time);
    if (!ms)
        return mistake(ColumnMap::Time, mistakeInEventTime(time));
    row.occurredMs = *ms;
    QString wrong;
    row.metadata = m_columns.metadataText(record, wrong);
    if (wrong.isEmpty())
        wrong = datarules::mistakeInMetadataSize(row.metadata.size());
    if (!wrong.isEmpty())
        return mistake(ColumnMap::Metadata, wrong);
    return std::nullopt;
}

std::optional<ImportJob::RowError> RowChecker::toItem(const tabular::Record &record, ItemRow &item)
{
    const auto mistake = [&](ColumnMap::Target target, const QString &message) {
        return ImportJob::RowError{record.line, m_columns.nameOf(target), message};
    };
    item.id = bytes(record, ColumnMap::ItemId);
    if (item.id.isEmpty())
        return mistake(ColumnMap::ItemId, mistakeInMissing(record, ColumnMap::ItemId, u"item id"_s));
    if (!ItemRepository::isLegalId(QString::fromUtf8(item.id))) {
        return mistake(
            ColumnMap::ItemId,
            u"\"%1\" is not an item id: letters, digits, _ and -, at most 128, a letter or digit first."_s
                .arg(shown(item.id)));
    }
    // In JSON a record that lacks the key says nothing, as a file without the column does.
    const bool saysName =
        m_columns.has(ColumnMap::Name) &&
        (record.json.empty() || !given(record, ColumnMap::Name).empty() || !m_request.update);
    if (saysName || !m_request.update) {
        const QByteArray name = bytes(record, ColumnMap::Name);
        if (name.isEmpty())
            return mistake(ColumnMap::Name, mistakeInMissing(record, ColumnMap::Name, u"name"_s));
        if (const QString wrong = datarules::mistakeInItemName(QString::fromUtf8(name)); !wrong.isEmpty())
            return mistake(ColumnMap::Name, wrong);
        item.name = name;
    }
    const bool isTable = record.json.empty();
    const QByteArray description = bytes(record, ColumnMap::Description);
    if (m_columns.has(ColumnMap::Description) && (isTable || !description.isEmpty())) {
        if (const QString wrong = datarules::mistakeInItemDescription(QString::fromUtf8(description));
            !wrong.isEmpty())
            return mistake(ColumnMap::Description, wrong);
        item.description = description;
    }
    // An empty cell does not say that an item that was withdrawn is for sale again.
    if (const QByteArray word = bytes(record, ColumnMap::Active); !word.isEmpty()) {
        item.active = parseActive(word);
        if (!item.active)
            return mistake(ColumnMap::Active, u"Active is true or false."_s);
    }
    if (m_columns.hasMetadata(record)) {
        QString wrong;
        const QByteArray metadata = m_columns.metadataText(record, wrong);
        if (wrong.isEmpty())
            wrong = datarules::mistakeInMetadataSize(metadata.size());
        if (!wrong.isEmpty())
            return mistake(ColumnMap::Metadata, wrong);
        item.metadata = metadata.isEmpty() ? QByteArrayLiteral("{}") : metadata;
        item.replacesMetadata = !m_columns.value(record, ColumnMap::Metadata).empty();
    }
    return std::nullopt;
}

} // namespace nsl
