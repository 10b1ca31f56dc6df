// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/sampledata.h"

#include "ingest/samplecatalogue.h"
#include "ingest/sampleshopper.h"

#include <QJsonObject>

#include <algorithm>

namespace nsl
{

using namespace Qt::StringLiterals;

SampleData::Generated SampleData::generate(quint64 seed)
{
    SampleRandom random(seed);
    const SampleCatalogue catalogue = SampleCatalogue::make(random, itemCount);
    Generated generated;
    generated.items = catalogue.items();
    generated.users = userCount;

    // Some people come often, some rarely; together they make exactly the events that were asked for.
    QList<int> quotas;
    int total = 0;
    for (int user = 0; user < userCount; ++user) {
        quotas.append(14 + int(random.below(33)));
        total += quotas.last();
    }
    for (int user = 0; total != eventCount; user = (user + 1) % userCount) {
        const int step = total < eventCount ? 1 : -1;
        quotas[user] += step;
        total += step;
    }
    for (int user = 0; user < userCount; ++user) {
        SampleShopper shopper(catalogue, random, u"user-%1"_s.arg(user + 1, 3, 10, '0'_L1).toUtf8());
        generated.events += shopper.shop(quotas.at(user));
    }
    std::stable_sort(
        generated.events.begin(), generated.events.end(),
        [](const EventRow &left, const EventRow &right) { return left.occurredMs < right.occurredMs; });
    return generated;
}

Outcome<SampleCounts> SampleData::install(SqliteStore &store, quint64 seed, const Actor &actor,
                                          const QString &requestId)
{
    return store.change(actor, requestId, [&](StateChange &change) -> Outcome<SampleCounts> {
        if (store.items().count() > 0 || store.events().count() > 0) {
            return PlatformError::conflict(
                u"Sample data go into an empty catalogue only; this one has %1 items and %2 events."_s
                    .arg(store.items().count())
                    .arg(store.events().count()),
                u"catalogue_not_empty"_s);
        }
        const QStringList names{u"view"_s, u"click"_s, u"purchase"_s};
        QList<qint64> typeIds;
        for (const QString &name : names) {
            const auto type = store.eventTypes().findByName(name);
            if (!type) {
                return PlatformError::conflict(
                    u"The sample data need the event type \"%1\"; create it first."_s.arg(name),
                    u"event_type_missing"_s);
            }
            typeIds.append(type->id);
        }
        Generated data = generate(seed);
        if (const auto created = store.items().create(change, data.items); !created)
            return created.error();
        for (EventRow &event : data.events)
            event.eventTypeId = typeIds.at(event.eventTypeId - 1);
        store.events().append(change, data.events);
        const SampleCounts counts{data.items.size(), data.events.size(), data.users};
        change.journal(u"sample.installed"_s, u"workspace"_s, QJsonValue::Undefined,
                       QJsonObject{{u"seed"_s, QString::number(seed)},
                                   {u"items"_s, counts.items},
                                   {u"events"_s, counts.events},
                                   {u"users"_s, counts.users}});
        return counts;
    });
}

} // namespace nsl
