// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actionstate.h"
#include "recommendation.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QObject>
#include <QStringList>
#include <QTimer>

namespace nsl
{

class PlatformSession;

/// The rows of one list of recommendations: rank, item, name, score.
class RecommendationModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Rank, ItemName, ItemId, Score, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;
    void setRows(const QList<Recommendation> &rows);
    const QList<Recommendation> &rows() const { return m_rows; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<Recommendation> m_rows;
};

/// A user's recent events, newest first: when, what, item.
class UserEventModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { When, Type, ItemName, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;
    void setEvents(const QList<Event> &events);
    void setItemName(const QString &itemId, const QString &name);
    const QList<Event> &events() const { return m_events; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<Event> m_events;
    QHash<QString, QString> m_names;
};

/// Everything behind the Try it dialog: a user id gives the live recommendations and the user's recent
/// events.
class TryItController : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TryItController)

public:
    static constexpr int listLength = 20;

    explicit TryItController(PlatformSession &session, QObject *parent = nullptr);
    ~TryItController() override;

    /// User ids that exist and begin with the text; suggestionsUpdated() tells. Waits for a pause in typing.
    void suggest(const QString &prefix);
    const QStringList &suggestions() const { return m_suggestions; }
    void tryUser(const QString &userId);
    bool isLoading() const { return m_pending > 0; }
    const QString &userId() const { return m_userId; }

    RecommendationModel *recommendations() { return m_recommendations; }
    UserEventModel *events() { return m_events; }
    const RecommendationList &answer() const { return m_answer; }
    /// "From Two-tower GRU v9 in 3 ms", "No version is live: promote one first", "This user is new: popular
    /// items".
    const QString &statusText() const { return m_statusText; }
    ActionState state() const;

signals:
    void suggestionsUpdated();
    void resultsUpdated();
    void failed(const nsl::PlatformError &error);

private:
    void fetchSuggestions();
    void handleAnswer(const RecommendationList &answer);
    void fetchNames(const QList<Event> &events);
    void finishOne();

    PlatformSession &m_session;
    RecommendationModel *m_recommendations;
    UserEventModel *m_events;
    QTimer m_typing;
    QObject *m_suggestRound = nullptr;
    QObject *m_tryRound = nullptr;
    QString m_prefix;
    QString m_userId;
    QStringList m_suggestions;
    RecommendationList m_answer;
    QHash<QString, QString> m_itemNames;
    QString m_statusText;
    int m_pending = 0;
};

} // namespace nsl
