// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/sampleshopper.h"

namespace nsl
{

namespace
{

constexpr qint64 opening = 1'767'571'200'000; // 2026-01-05T00:00:00Z
constexpr qint64 minute = 60'000;
constexpr qint64 day = 24 * 60 * minute;

constexpr quint64 favourite = 40;
constexpr quint64 liked = 25;
constexpr quint64 percentNextPart = 70;
constexpr quint64 percentClick = 40;
constexpr quint64 percentPurchase = 30; // of those who clicked

} // namespace

SampleShopper::SampleShopper(const SampleCatalogue &catalogue, SampleRandom &random, QByteArray userId)
    : m_catalogue(catalogue)
    , m_random(random)
    , m_userId(std::move(userId))
    , m_taste(catalogue.shelves().size(), 1)
{
    const quint64 shelves = quint64(m_taste.size());
    m_taste[qsizetype(m_random.below(shelves))] = favourite;
    m_taste[qsizetype(m_random.below(shelves))] += liked;
}

void SampleShopper::changeTaste()
{
    // The first love fades, something new comes; what was liked second stays.
    for (quint64 &weight : m_taste) {
        if (weight >= favourite)
            weight = 3;
    }
    m_taste[qsizetype(m_random.below(quint64(m_taste.size())))] += favourite;
}

qsizetype SampleShopper::itemOf(const Choice &choice) const
{
    return m_catalogue.shelves().at(choice.shelf).lines.at(choice.line).parts.at(choice.part);
}

bool SampleShopper::isTaken(const Choice &choice) const
{
    return m_taken.contains(itemOf(choice));
}

SampleShopper::Choice SampleShopper::browse()
{
    // A few looks at the shelves, until there is something new.
    Choice choice;
    for (int look = 0; look < 20; ++look) {
        choice = {m_random.pick(m_taste), 0, 0};
        const auto &lines = m_catalogue.shelves().at(choice.shelf).lines;
        QList<quint64> demand;
        for (const SampleCatalogue::Line &line : lines)
            demand.append(line.demand);
        choice.line = m_random.pick(demand);
        const qsizetype parts = lines.at(choice.line).parts.size();
        while (choice.part + 1 < parts && isTaken(choice))
            choice.part += 1;
        if (!isTaken(choice))
            return choice;
    }
    return choice; // everything near is known: an old title once more
}

SampleShopper::Choice SampleShopper::nextChoice()
{
    if (m_last.shelf >= 0) {
        Choice next = m_last;
        next.part += 1;
        const auto &line = m_catalogue.shelves().at(next.shelf).lines.at(next.line);
        if (next.part < line.parts.size() && !isTaken(next) && m_random.chance(percentNextPart))
            return next;
    }
    return browse();
}

QList<EventRow> SampleShopper::shop(int eventCount)
{
    QList<EventRow> events;
    qint64 now = opening + qint64(m_random.below(60)) * day + qint64(m_random.below(24 * 60)) * minute;
    quint64 leftInVisit = 3 + m_random.below(6);
    bool tasteChanged = false;
    const auto record = [&](const QByteArray &item, qint64 type) {
        if (events.size() < eventCount)
            events.append({0, m_userId, item, type, now, {}});
        now += 5'000 + qint64(m_random.below(55)) * 1000;
    };
    while (events.size() < eventCount) {
        if (!tasteChanged && events.size() * 2 >= eventCount) {
            changeTaste();
            tasteChanged = true;
        }
        if (leftInVisit == 0) {
            leftInVisit = 3 + m_random.below(6);
            now += day + qint64(m_random.below(8 * 24 * 60)) * minute;
        }
        leftInVisit -= 1;
        m_last = nextChoice();
        m_taken.insert(itemOf(m_last));
        const QByteArray item = m_catalogue.items().at(itemOf(m_last)).id.toUtf8();
        record(item, 1);
        if (m_random.chance(percentClick)) {
            record(item, 2);
            if (m_random.chance(percentPurchase))
                record(item, 3);
        }
        now += qint64(1 + m_random.below(6)) * minute;
    }
    return events;
}

} // namespace nsl
