// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/rowchecker.h"

#include "ingest/eventtime.h"
#include "store/datarules.h"

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qsizetype maximumKnownItems = 2'000'000;

/// A quoted piece of the file for an error sentence, never more than a glance of it.
QString shown(const QByteArray &text)
{
    const QString whole = QString::fromUtf8(text);
    return whole.size() <= 60 ? whole : whole.left(60) + u'\u2026';
}

std::optional<bool> parseActive(const QByteArray &text)
{
    const QByteArray word = text.trimmed().toLower();
    if (word.isEmpty() || word == "true" || word == "1" || word == "yes")
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

qint64 RowChecker::typeOf(const QByteArray &text)
{
    const auto known = m_types.constFind(text);
    if (known != m_types.constEnd())
        return *known;
    const QString name = QString::fromUtf8(text.trimmed());
    auto type = m_store.eventTypes().findByName(name);
    bool isNumber = false;
    const qint64 id = name.toLongLong(&isNumber);
    if (!type && isNumber)
        type = m_store.eventTypes().find(id);
    const qint64 found = type ? type->id : 0;
    if (found > 0)
        m_types.insert(text, found);
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

std::optional<ImportJob::RowError> RowChecker::toEvent(const Record &record, EventRow &row)
{
    const auto mistake = [&](ColumnMap::Target target, const QString &message) {
        return ImportJob::RowError{record.line, m_columns.nameOf(target), message};
    };
    row.userId = m_columns.value(record, ColumnMap::UserId);
    if (const QString wrong = datarules::mistakeInUserId(row.userId); !wrong.isEmpty())
        return mistake(ColumnMap::UserId, wrong);
    row.itemId = m_columns.value(record, ColumnMap::ItemId);
    if (row.itemId.isEmpty())
        return mistake(ColumnMap::ItemId, u"The row has no item id."_s);
    if (!itemExists(row.itemId))
        return mistake(ColumnMap::ItemId,
                       u"There is no item \"%1\" in the catalogue."_s.arg(shown(row.itemId)));
    QByteArray type = m_columns.value(record, ColumnMap::Type);
    if (type.isEmpty())
        type = m_request.defaultType.toUtf8();
    if (type.isEmpty())
        return mistake(ColumnMap::Type, u"The row has no event type."_s);
    row.eventTypeId = typeOf(type);
    if (row.eventTypeId == 0)
        return mistake(ColumnMap::Type, u"There is no event type \"%1\"."_s.arg(shown(type)));
    const QByteArray time = m_columns.value(record, ColumnMap::Time);
    const auto ms = parseEventTime(time);
    if (!ms) {
        return mistake(ColumnMap::Time,
                       u"\"%1\" is not a time: give seconds, milliseconds or ISO 8601."_s.arg(shown(time)));
    }
    row.occurredMs = *ms;
    QString wrong;
    row.metadata = m_columns.metadataText(record, wrong);
    if (wrong.isEmpty())
        wrong = datarules::mistakeInMetadataSize(row.metadata.size());
    if (!wrong.isEmpty())
        return mistake(ColumnMap::Metadata, wrong);
    return std::nullopt;
}

std::optional<ImportJob::RowError> RowChecker::toItem(const Record &record, ItemRow &item)
{
    const auto mistake = [&](ColumnMap::Target target, const QString &message) {
        return ImportJob::RowError{record.line, m_columns.nameOf(target), message};
    };
    item.id = m_columns.value(record, ColumnMap::ItemId);
    if (item.id.isEmpty())
        return mistake(ColumnMap::ItemId, u"The row has no item id."_s);
    if (!ItemRepository::isLegalId(QString::fromUtf8(item.id))) {
        return mistake(
            ColumnMap::ItemId,
            u"\"%1\" is not an item id: letters, digits, _ and -, at most 128, a letter or digit first."_s
                .arg(shown(item.id)));
    }
    const QString name = QString::fromUtf8(m_columns.value(record, ColumnMap::Name)).trimmed();
    if (const QString wrong = datarules::mistakeInItemName(name); !wrong.isEmpty())
        return mistake(ColumnMap::Name, wrong);
    item.name = name.toUtf8();
    const QString description = QString::fromUtf8(m_columns.value(record, ColumnMap::Description));
    if (const QString wrong = datarules::mistakeInItemDescription(description); !wrong.isEmpty())
        return mistake(ColumnMap::Description, wrong);
    item.description = description.toUtf8();
    const auto active = parseActive(m_columns.value(record, ColumnMap::Active));
    if (!active)
        return mistake(ColumnMap::Active, u"Active is true or false."_s);
    item.active = *active;
    QString wrong;
    item.metadata = m_columns.metadataText(record, wrong);
    if (wrong.isEmpty())
        wrong = datarules::mistakeInMetadataSize(item.metadata.size());
    if (!wrong.isEmpty())
        return mistake(ColumnMap::Metadata, wrong);
    return std::nullopt;
}

} // namespace nsl
