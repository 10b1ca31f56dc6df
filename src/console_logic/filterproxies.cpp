// SPDX-License-Identifier: GPL-3.0-or-later
#include "filterproxies.h"

#include "roles.h"

#include <algorithm>

namespace nsl
{

TextFilterProxy::TextFilterProxy(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setSortRole(roles::Sort);
    setSortCaseSensitivity(Qt::CaseInsensitive);
    setSortLocaleAware(true);
    setRecursiveFilteringEnabled(true);
    setAutoAcceptChildRows(true);
    setDynamicSortFilter(true);
}

void TextFilterProxy::setFilterText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    m_words = text.split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

bool TextFilterProxy::matchesText(const QModelIndex &index) const
{
    if (m_words.isEmpty())
        return true;
    const QString text = index.data(roles::SearchText).toString();
    return std::all_of(m_words.begin(), m_words.end(),
                       [&text](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

bool TextFilterProxy::acceptsItself(const QModelIndex &) const
{
    return true;
}

bool TextFilterProxy::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    return acceptsItself(index) && matchesText(index);
}

bool TextFilterProxy::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const QVariant leftValue = left.data(roles::Sort);
    const QVariant rightValue = right.data(roles::Sort);
    // What has no value comes last, whichever way is sorted.
    if (leftValue.isValid() != rightValue.isValid())
        return leftValue.isValid() == (sortOrder() == Qt::AscendingOrder);
    return QSortFilterProxyModel::lessThan(left, right);
}

VersionFilterProxy::VersionFilterProxy(QObject *parent)
    : TextFilterProxy(parent)
{
    // A family that matches by name must not bring in versions of another approval.
    setAutoAcceptChildRows(false);
}

void VersionFilterProxy::setApprovals(const QSet<ApprovalStatus> &approvals)
{
    if (approvals == m_approvals)
        return;
    m_approvals = approvals;
    invalidateFilter();
}

void VersionFilterProxy::setSource(FamilySource source)
{
    if (source == m_source)
        return;
    m_source = source;
    invalidateFilter();
}

bool VersionFilterProxy::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    const QModelIndex family = parent.isValid() ? parent : index;
    if (m_source != FamilySource::Unknown && family.data(roles::Status).toInt() != int(m_source))
        return false;
    if (!parent.isValid())
        return m_approvals.isEmpty() && matchesText(index);
    if (!m_approvals.isEmpty() && !m_approvals.contains(ApprovalStatus(index.data(roles::Status).toInt())))
        return false;
    return matchesText(index) || matchesText(family);
}

JobFilterProxy::JobFilterProxy(QObject *parent)
    : TextFilterProxy(parent)
{
}

void JobFilterProxy::setStatuses(const QSet<JobStatus> &statuses)
{
    if (statuses == m_statuses)
        return;
    m_statuses = statuses;
    invalidateFilter();
}

bool JobFilterProxy::acceptsItself(const QModelIndex &index) const
{
    return m_statuses.isEmpty() || m_statuses.contains(JobStatus(index.data(roles::Status).toInt()));
}

} // namespace nsl
