// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "importjob.h"
#include "jsontext.h"
#include "record.h"

#include <QJsonObject>
#include <QStringList>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace nsl
{

/// Which column of the file feeds which of ours. Built again when a JSON file shows a new key.
class ColumnMap
{
public:
    enum Target { UserId, ItemId, Type, TypeId, Time, Name, Description, Metadata, Active };
    static constexpr int targetCount = 9;

    explicit ColumnMap(const ImportRequest &request);

    /// An error sentence when the map names a column that an import of this kind does not have; else empty.
    QString mistakeInRequest() const;
    /// Finds the columns. In a table a missing one is told by missing(); in JSON every record is on its own.
    void bind(const std::vector<std::string> &columns);
    /// Sentences for map sources and required columns that are not there.
    QStringList missing() const;

    /// The position of our column in the file, or -1.
    qsizetype position(Target target) const { return m_positions.at(target); }
    bool has(Target target) const { return position(target) >= 0; }
    /// What the record has for our column, without blanks around it; empty where it has nothing.
    std::string_view value(const tabular::Record &record, Target target) const;
    /// The column as errors name it, never more than 40 characters of it.
    QString nameOf(Target target) const;
    QString columnName(qsizetype position) const
    {
        return QString::fromStdString(m_columns.at(std::size_t(position)));
    }
    /// Our column's name and the file's, for each one that was found.
    QMap<QString, QString> found() const;
    /// Positions of the columns that go to metadata.
    const QList<qsizetype> &extra() const { return m_extra; }
    /// Positions, from 1, of the columns without a name, which are left out.
    const QList<qsizetype> &nameless() const { return m_nameless; }

    /// The record's extra columns, merged into its metadata column, as the text of a JSON object; empty for
    /// an empty one. Sets `mistake` when the metadata column is not a JSON object.
    QByteArray metadataText(const tabular::Record &record, QString &mistake) const;
    /// Whether the record says anything for metadata, be it an empty text.
    bool hasMetadata(const tabular::Record &record) const;

private:
    struct Definition
    {
        Target target;
        QStringList names; ///< the first one is ours
        bool required;
    };
    static QList<Definition> definitions(const ImportRequest &request);
    QString shownColumns() const;
    QJsonObject metadata(const tabular::Record &record, QString &mistake) const;

    QList<Definition> m_definitions;
    QMap<QString, QString> m_map;
    QString m_kind;
    std::vector<std::string> m_columns;
    std::array<qsizetype, targetCount> m_positions;
    QList<qsizetype> m_extra;
    QList<qsizetype> m_nameless;
};

} // namespace nsl
