// SPDX-License-Identifier: GPL-3.0-or-later
#include "changefeeder.h"

#include <algorithm>

namespace nsl
{

namespace
{

struct Notice
{
    QString object;
    qint64 id = 0;
    qint64 rev = 0;
    bool isRemoval = false;
};

class Collector
{
public:
    Collector(SqliteStore &store, qint64 sinceRev)
        : m_store(store)
        , m_since(sinceRev)
    {
    }

    template<typename Records>
    void add(const QString &object, RecordKind kind, const Records &records)
    {
        for (const auto &record : records)
            notices.append({object, record.id, record.rev, false});
        // Where it can no longer be told what is gone, the client's next list will say so.
        if (const auto removed = m_store.changes().removedSince(kind, m_since); removed.ok()) {
            for (const qint64 id : *removed)
                notices.append({object, id, m_since + 1, true});
        }
    }

    QList<Notice> notices;

private:
    SqliteStore &m_store;
    const qint64 m_since;
};

} // namespace

ChangeFeeder::ChangeFeeder(http::Stream stream, SqliteStore &store, qint64 sinceRev)
    : StreamFeeder(std::move(stream))
    , m_store(store)
    , m_rev(sinceRev)
{
}

void ChangeFeeder::pump()
{
    if (!m_stream.isOpen())
        return;
    try {
        const qint64 now = m_store.rev();
        if (now == m_rev)
            return;
        Collector changed(m_store, m_rev);
        changed.add(u"endpoint"_qs, RecordKind::Endpoint, m_store.endpoints().listSince(m_rev));
        changed.add(u"deployment"_qs, RecordKind::Deployment, m_store.deployments().listSince(m_rev));
        changed.add(u"training-job"_qs, RecordKind::Job, m_store.jobs().listSince(m_rev));
        changed.add(u"model"_qs, RecordKind::Version, m_store.versions().listSince(m_rev));
        changed.add(u"model-family"_qs, RecordKind::Family, m_store.families().listSince(m_rev));
        changed.add(u"template"_qs, RecordKind::Template, m_store.templates().listSince(m_rev));
        changed.add(u"event-type"_qs, RecordKind::EventType, m_store.eventTypes().listSince(m_rev));
        changed.add(u"api-key"_qs, RecordKind::Key, m_store.keys().listSince(m_rev));
        std::stable_sort(changed.notices.begin(), changed.notices.end(),
                         [](const Notice &left, const Notice &right) { return left.rev < right.rev; });
        std::string text;
        for (const Notice &notice : std::as_const(changed.notices)) {
            QJsonObject data{{u"object"_qs, notice.object}, {u"id"_qs, notice.id}, {u"rev"_qs, notice.rev}};
            if (notice.isRemoval)
                data.insert(u"removed"_qs, true);
            text += sseEvent("change", data, notice.rev);
        }
        if (!text.empty())
            m_stream.write(text);
        m_rev = now;
    } catch (const StoreFailure &) {
        m_stream.end(); // the client comes back and goes on from the last id it saw
    }
}

} // namespace nsl
