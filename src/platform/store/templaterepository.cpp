// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/templaterepository.h"

#include "trainingjson.h"

#include <QSet>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

QList<SignalTemplate> selectTemplates(Database &database, const QString &tail,
                                      const QVariantList &values = {})
{
    Statement rows =
        database.run(u"SELECT id, name, status, per_signal_min, total_min, family_id, created_at, "
                     "updated_at, rev FROM template "_s +
                         tail,
                     values);
    QList<SignalTemplate> list;
    while (rows.next()) {
        SignalTemplate found;
        found.id = rows.integer(0);
        found.name = rows.text(1);
        found.status = parseTemplateStatus(rows.text(2));
        found.perSignalMin = rows.integer(3);
        found.totalMin = rows.integer(4);
        if (!rows.isNull(5))
            found.familyId = rows.integer(5);
        found.createdAt = rows.time(6);
        found.updatedAt = rows.time(7);
        found.rev = rows.integer(8);
        list.append(found);
    }
    for (SignalTemplate &found : list) {
        Statement types =
            database.run(u"SELECT s.event_type_id, e.name, s.weight FROM template_signal s JOIN "
                         "event_type e ON e.id = s.event_type_id WHERE s.template_id = ? ORDER BY "
                         "s.position"_s,
                         {found.id});
        while (types.next())
            found.eventTypes.append({types.integer(0), types.text(1), int(types.integer(2))});
    }
    return list;
}

QString templateObjectName(qint64 id)
{
    return u"template/%1"_s.arg(id);
}

PlatformError unknownTemplate(qint64 id)
{
    return PlatformError::notFound(u"There is no template %1."_s.arg(id));
}

} // namespace

QList<SignalTemplate> TemplateRepository::list() const
{
    return selectTemplates(m_database, u"ORDER BY id DESC"_s);
}

QList<SignalTemplate> TemplateRepository::listSince(qint64 rev) const
{
    return selectTemplates(m_database, u"WHERE rev > ? ORDER BY id DESC"_s, {rev});
}

std::optional<SignalTemplate> TemplateRepository::find(qint64 id) const
{
    const auto list = selectTemplates(m_database, u"WHERE id = ?"_s, {id});
    return list.isEmpty() ? std::nullopt : std::optional(list.first());
}

Outcome<Done> TemplateRepository::check(const SignalTemplate &wanted) const
{
    if (wanted.name.trimmed().isEmpty() || wanted.name.size() > 80)
        return PlatformError::invalid(u"A template needs a name of 1 to 80 characters."_s);
    if (wanted.status == TemplateStatus::Unknown)
        return PlatformError::invalid(u"The status of a template is draft or published."_s);
    if (wanted.eventTypes.isEmpty())
        return PlatformError::invalid(u"A template needs at least one event type."_s);
    if (wanted.perSignalMin < 0 || wanted.totalMin < 0)
        return PlatformError::invalid(u"The thresholds of a template are 0 or more."_s);
    QSet<qint64> seen;
    for (const SignalTemplate::Signal &signal : wanted.eventTypes) {
        if (!m_database.run(u"SELECT 1 FROM event_type WHERE id = ?"_s, {signal.eventTypeId}).next())
            return PlatformError::invalid(u"There is no event type %1."_s.arg(signal.eventTypeId));
        if (seen.contains(signal.eventTypeId))
            return PlatformError::invalid(u"The event type %1 is named twice."_s.arg(signal.eventTypeId));
        seen.insert(signal.eventTypeId);
        if (signal.weight < 1 || signal.weight > 100)
            return PlatformError::invalid(
                u"The weight of a signal is 1 to 100, not %1."_s.arg(signal.weight));
    }
    if (wanted.familyId && !m_database.run(u"SELECT 1 FROM family WHERE id = ?"_s, {*wanted.familyId}).next())
        return PlatformError::invalid(u"There is no model family %1."_s.arg(*wanted.familyId));
    return Done();
}

void TemplateRepository::writeSignals(StateChange &change, qint64 id, const SignalTemplate &wanted)
{
    change.run(u"DELETE FROM template_signal WHERE template_id = ?"_s, {id});
    for (qsizetype i = 0; i < wanted.eventTypes.size(); ++i) {
        change.run(
            u"INSERT INTO template_signal (template_id, position, event_type_id, weight) VALUES (?, ?, ?, ?)"_s,
            {id, i, wanted.eventTypes.at(i).eventTypeId, wanted.eventTypes.at(i).weight});
    }
}

Outcome<SignalTemplate> TemplateRepository::create(StateChange &change, const SignalTemplate &wanted)
{
    if (const auto checked = check(wanted); !checked)
        return checked.error();
    const qint64 id =
        change
            .run(u"INSERT INTO template (name, status, per_signal_min, total_min, family_id, created_at, "
                 "updated_at, rev) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"_s,
                 {wanted.name.trimmed(), toText(wanted.status.value), wanted.perSignalMin, wanted.totalMin,
                  toColumn(wanted.familyId), toColumn(change.now()), toColumn(change.now()),
                  change.nextRev()})
            .insertedId();
    writeSignals(change, id, wanted);
    const SignalTemplate created = *find(id);
    change.journal(u"template.created"_s, templateObjectName(id), QJsonValue::Undefined, toJson(created));
    return created;
}

Outcome<SignalTemplate> TemplateRepository::update(StateChange &change, const SignalTemplate &wanted)
{
    const auto before = find(wanted.id);
    if (!before)
        return unknownTemplate(wanted.id);
    if (const auto checked = check(wanted); !checked)
        return checked.error();
    change.run(u"UPDATE template SET name = ?, status = ?, per_signal_min = ?, total_min = ?, family_id = ?, "
               "updated_at = ?, rev = ? WHERE id = ?"_s,
               {wanted.name.trimmed(), toText(wanted.status.value), wanted.perSignalMin, wanted.totalMin,
                toColumn(wanted.familyId), toColumn(change.now()), change.nextRev(), wanted.id});
    writeSignals(change, wanted.id, wanted);
    const SignalTemplate after = *find(wanted.id);
    change.journal(u"template.changed"_s, templateObjectName(wanted.id), toJson(*before), toJson(after));
    return after;
}

Outcome<Done> TemplateRepository::remove(StateChange &change, qint64 id)
{
    const auto before = find(id);
    if (!before)
        return unknownTemplate(id);
    change.run(u"DELETE FROM template WHERE id = ?"_s, {id});
    change.nextRev();
    change.journal(u"template.deleted"_s, templateObjectName(id), toJson(*before), QJsonValue::Undefined);
    return Done();
}

} // namespace nsl
