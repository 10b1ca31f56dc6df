// SPDX-License-Identifier: GPL-3.0-or-later
#include "tryitcontroller.h"

#include "coreapi.h"
#include "numberformat.h"
#include "platformsession.h"
#include "version.h"

namespace nsl
{

namespace
{
constexpr int typingPauseMs = 150;
constexpr int suggestionCount = 20;
constexpr int recentEvents = 20;
} // namespace

TryItController::TryItController(PlatformSession &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_recommendations(new RecommendationModel(this))
    , m_events(new UserEventModel(this))
{
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingPauseMs);
    connect(&m_typing, &QTimer::timeout, this, &TryItController::fetchSuggestions);
}

TryItController::~TryItController() = default;

ActionState TryItController::state() const
{
    if (!m_session.hasCore())
        return availability::tryIt(false, m_session.endpoints());
    return availability::connected(m_session.connection().status());
}

void TryItController::suggest(const QString &prefix)
{
    m_prefix = prefix.trimmed();
    m_typing.start();
}

void TryItController::fetchSuggestions()
{
    delete std::exchange(m_suggestRound, new QObject(this));
    m_session.api().users(m_prefix, suggestionCount, m_suggestRound,
                          [this](const Outcome<QStringList> &users) {
                              if (!users)
                                  return; // suggestions are a help, not a need
                              m_suggestions = *users;
                              emit suggestionsUpdated();
                          });
}

void TryItController::tryUser(const QString &userId)
{
    const QString id = userId.trimmed();
    if (id.isEmpty() || !m_session.core())
        return;
    m_userId = id;
    // What is under way is for another user.
    delete std::exchange(m_tryRound, new QObject(this));
    m_pending = 2;
    m_statusText = tr("Asking for %1…").arg(id);
    emit resultsUpdated();
    m_session.core()->recommendations(id, listLength, m_tryRound,
                                      [this](const Outcome<RecommendationList> &answer) {
                                          if (answer)
                                              handleAnswer(*answer);
                                          else {
                                              m_recommendations->setRows({});
                                              m_statusText.clear();
                                              emit failed(answer.error());
                                          }
                                          finishOne();
                                      });
    m_session.core()->userEvents(id, recentEvents, m_tryRound, [this](const Outcome<QList<Event>> &events) {
        m_events->setEvents(events ? *events : QList<Event>());
        if (events)
            fetchNames(*events);
        finishOne();
    });
}

void TryItController::handleAnswer(const RecommendationList &answer)
{
    m_answer = answer;
    m_recommendations->setRows(answer.rows);
    for (const Recommendation &row : answer.rows) {
        if (!row.name.isEmpty())
            m_itemNames.insert(row.itemId, row.name);
    }
    QString source;
    if (!answer.modelFamily.isEmpty())
        source =
            answer.modelVersion ? displayName(answer.modelFamily, *answer.modelVersion) : answer.modelFamily;
    const QString time =
        answer.processingMs ? tr("%1 ms").arg(QLocale().toString(*answer.processingMs, 'f', 1)) : QString();
    if (answer.defaultReason == u"no_model_deployed")
        m_statusText = tr("No version is live: approve and promote one first");
    else if (answer.usedDefault)
        m_statusText = format::list({tr("%1 has no history: popular items").arg(m_userId), source, time});
    else if (answer.rows.isEmpty())
        m_statusText = format::list({tr("Nothing is left to recommend to %1").arg(m_userId), source, time});
    else
        m_statusText = format::list({source.isEmpty() ? QString() : tr("From %1").arg(source), time});
}

void TryItController::fetchNames(const QList<Event> &events)
{
    QSet<QString> asked;
    for (const Event &event : events) {
        const QString id = event.itemId;
        if (asked.contains(id))
            continue;
        asked.insert(id);
        if (m_itemNames.contains(id)) {
            m_events->setItemName(id, m_itemNames.value(id));
            continue;
        }
        m_session.core()->item(id, m_tryRound, [this, id](const Outcome<Item> &item) {
            if (!item || item->name.isEmpty())
                return;
            m_itemNames.insert(id, item->name);
            m_events->setItemName(id, item->name);
        });
    }
}

void TryItController::finishOne()
{
    --m_pending;
    emit resultsUpdated();
}

} // namespace nsl
