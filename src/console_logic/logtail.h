// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "platformapi.h"
#include "poller.h"

#include <QAbstractListModel>

#include <deque>

namespace nsl
{

/// The log of one run as a list of lines, following its end. Keeps the newest 100 000 lines.
class LogTail : public QAbstractListModel
{
    Q_OBJECT

public:
    static constexpr int maximumLines = 100'000;

    enum Role {
        LevelRole = Qt::UserRole + 100, ///< QString, lower case
        TimeRole,                       ///< QDateTime
        MessageRole,
        EventIdRole, ///< qint64
    };

    explicit LogTail(PlatformApi &api, QObject *parent = nullptr);

    /// Follows this run's log from its beginning; an empty name follows nothing. The same name goes on.
    void setJob(const QString &jobName);
    const QString &jobName() const { return m_jobName; }
    /// Whether new lines may still come; false lets it rest after the next empty page.
    void setLive(bool live);
    /// Reading is suspended while nobody looks.
    void setActive(bool active);
    /// Lines that were dropped from the front because there were too many.
    qint64 droppedLines() const { return m_dropped; }
    /// All lines that are kept, as text.
    QString text() const;
    const PlatformError &lastError() const { return m_error; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

signals:
    void linesAppended(int count);
    void failed(const nsl::PlatformError &error);

private:
    void fetch(QObject *context, const Poller::Finish &finish);
    void append(const LogPage &page);
    void updatePolling();

    PlatformApi &m_api;
    Poller *m_poller;
    QString m_jobName;
    QString m_cursor;
    std::deque<LogEvent> m_lines;
    qint64 m_dropped = 0;
    qsizetype m_consumed = 0; ///< lines already taken of the page at m_cursor
    PlatformError m_error;
    bool m_live = true;
    bool m_active = false;
    bool m_atEnd = false;
};

} // namespace nsl
