// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journalentry.h"

#include <QAbstractTableModel>

namespace nsl
{

/// The journal, newest first; entries never change, so a refresh only adds.
class JournalModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { When, Who, What, Object, Change, Comment, ColumnCount };

    explicit JournalModel(QObject *parent = nullptr);

    void setEntries(const QList<JournalEntry> &entries);
    const JournalEntry *entry(const QModelIndex &index) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QString text(const JournalEntry &entry, int column) const;

    QList<JournalEntry> m_entries;
};

} // namespace nsl
