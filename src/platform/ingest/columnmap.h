// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "importjob.h"
#include "ingest/record.h"

#include <QJsonObject>
#include <QStringList>

#include <array>

namespace nsl
{

/// Which column of the file feeds which of ours. Built again when a JSONL file shows a new key.
class ColumnMap
{
public:
    enum Target { UserId, ItemId, Type, Time, Name, Description, Metadata, Active };
    static constexpr int targetCount = 8;

    explicit ColumnMap(const ImportRequest &request);

    /// An error sentence when the map names a column that an import of this kind does not have; else empty.
    QString mistakeInRequest() const;
    /// Finds the columns. In a CSV file a missing one is told by missing(); in JSONL every row is on its own.
    void bind(const QList<QByteArray> &columns);
    /// Sentences for map sources and required columns that are not there.
    QStringList missing() const;

    /// The position of our column in the file, or -1.
    qsizetype position(Target target) const { return m_positions.at(target); }
    QByteArray value(const Record &record, Target target) const;
    QString nameOf(Target target) const;
    QString columnName(qsizetype position) const { return QString::fromUtf8(m_columns.at(position)); }
    /// Positions of the columns that go to metadata.
    const QList<qsizetype> &extra() const { return m_extra; }
    /// The record's extra columns, merged into its metadata column, as a JSON object. Throws nothing; sets
    /// `mistake` when the metadata column is not a JSON object.
    QJsonObject metadata(const Record &record, QString &mistake) const;
    /// The same as JSON text, empty for an empty object; quick for CSV rows, which have no metadata column
    /// mostly.
    QByteArray metadataText(const Record &record, QString &mistake) const;

private:
    struct Definition
    {
        Target target;
        QStringList names; ///< the first one is ours
        bool required;
    };
    static QList<Definition> definitions(const ImportRequest &request);

    QList<Definition> m_definitions;
    QMap<QString, QString> m_map;
    QString m_kind;
    QList<QByteArray> m_columns;
    std::array<qsizetype, targetCount> m_positions;
    QList<qsizetype> m_extra;
};

} // namespace nsl
