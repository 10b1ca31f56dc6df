// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "states.h"

#include <QSet>
#include <QSortFilterProxyModel>

namespace nsl
{

/// Sorts by roles::Sort and keeps rows whose roles::SearchText contains every word of the filter.
/// A node that matches keeps its children, a child that matches keeps its parents.
class TextFilterProxy : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit TextFilterProxy(QObject *parent = nullptr);

    void setFilterText(const QString &text);
    const QString &filterText() const { return m_text; }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;
    /// Further conditions on a row by itself.
    virtual bool acceptsItself(const QModelIndex &index) const;
    bool matchesText(const QModelIndex &index) const;

private:
    QString m_text;
    QStringList m_words;
};

/// The tree of models by text, approval and source. Families without a matching version are hidden, unless
/// nothing is filtered by approval and their own name matches.
class VersionFilterProxy : public TextFilterProxy
{
    Q_OBJECT

public:
    explicit VersionFilterProxy(QObject *parent = nullptr);

    /// Empty = all.
    void setApprovals(const QSet<ApprovalStatus> &approvals);
    const QSet<ApprovalStatus> &approvals() const { return m_approvals; }
    /// Unknown = both.
    void setSource(FamilySource source);
    FamilySource source() const { return m_source; }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QSet<ApprovalStatus> m_approvals;
    FamilySource m_source = FamilySource::Unknown;
};

/// Jobs by text and status.
class JobFilterProxy : public TextFilterProxy
{
    Q_OBJECT

public:
    explicit JobFilterProxy(QObject *parent = nullptr);

    /// Empty = all.
    void setStatuses(const QSet<JobStatus> &statuses);
    const QSet<JobStatus> &statuses() const { return m_statuses; }

protected:
    bool acceptsItself(const QModelIndex &index) const override;

private:
    QSet<JobStatus> m_statuses;
};

} // namespace nsl
