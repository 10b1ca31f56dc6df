// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/familyrepository.h"

#include <QJsonObject>

#include <algorithm>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

QJsonObject facts(const Family &family)
{
    return {{u"family_key"_s, family.key},
            {u"name"_s, family.name},
            {u"architecture"_s, family.architecture},
            {u"objective"_s, family.objective},
            {u"model_type"_s, family.modelType},
            {u"source"_s, toText(family.source.value)},
            {u"is_default"_s, family.isDefault},
            {u"enabled"_s, family.enabled}};
}

QString familyObjectName(qint64 id)
{
    return u"model-family/%1"_s.arg(id);
}

} // namespace

QList<Family> FamilyRepository::select(const QString &where, const QVariantList &values) const
{
    Statement rows = m_database.run(
        u"SELECT f.id, f.family_key, f.name, f.architecture, f.objective, f.model_type, f.source, "
        u"f.is_default, "
        "f.enabled, f.created_at, f.rev, "
        // By the indexes alone: there are many versions and few deleted ones.
        "(SELECT count(*) FROM version v WHERE v.family_id = f.id) - (SELECT count(*) FROM job j CROSS JOIN "
        "version v ON v.job_id = j.id WHERE j.deleted_at IS NOT NULL AND v.family_id = f.id), "
        "(SELECT v.number FROM version v WHERE v.family_id = f.id AND v.job_id NOT IN (SELECT id FROM job "
        "WHERE "
        "deleted_at IS NOT NULL) ORDER BY v.number DESC LIMIT 1), "
        "(SELECT v.number FROM endpoint e JOIN version v ON v.id = e.active_version_id "
        "WHERE e.is_default = 1 AND e.model_type = f.model_type AND v.family_id = f.id) FROM family f "_s +
            where + " ORDER BY f.id"_L1,
        values);
    QList<Family> list;
    while (rows.next()) {
        Family family;
        family.id = rows.integer(0);
        family.key = rows.text(1);
        family.name = rows.text(2);
        family.architecture = rows.text(3);
        family.objective = rows.text(4);
        family.modelType = rows.text(5);
        family.source = parseFamilySource(rows.text(6));
        family.isDefault = rows.integer(7) != 0;
        family.enabled = rows.integer(8) != 0;
        family.createdAt = rows.time(9);
        family.rev = rows.integer(10);
        family.versionCount = int(rows.integer(11));
        if (!rows.isNull(12))
            family.latestVersion = int(rows.integer(12));
        if (!rows.isNull(13))
            family.productionVersion = int(rows.integer(13));
        if (!m_declared.isEmpty()) { // what is not declared any more has no program
            family.serves = false;
            family.disabledReason = u"its entry in platform.ini is gone."_s;
        }
        for (const Family &declared : m_declared) {
            if (declared.key != family.key)
                continue;
            family.options = declared.options;
            family.serves = declared.serves;
            family.disabledReason = declared.disabledReason;
        }
        list.append(family);
    }
    return list;
}

Outcome<Done> FamilyRepository::declare(StateChange &change, const QList<Family> &families)
{
    for (const Family &wanted : families) {
        const auto before = findByKey(wanted.key);
        if (before && facts(*before) == facts(wanted))
            continue;
        change.run(
            u"INSERT INTO family (family_key, name, architecture, objective, model_type, source, is_default, "
            "enabled, created_at, rev) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (family_key) DO "
            "UPDATE "
            "SET name = excluded.name, architecture = excluded.architecture, objective = excluded.objective, "
            "model_type = excluded.model_type, source = excluded.source, is_default = excluded.is_default, "
            "enabled = excluded.enabled, rev = excluded.rev"_s,
            {wanted.key, wanted.name, wanted.architecture, wanted.objective, wanted.modelType,
             toText(wanted.source.value), wanted.isDefault, wanted.enabled, toColumn(change.now()),
             change.nextRev()});
        change.journal(before ? u"model_family.changed"_s : u"model_family.created"_s,
                       familyObjectName(findByKey(wanted.key)->id),
                       before ? QJsonValue(facts(*before)) : QJsonValue::Undefined, facts(wanted));
    }
    for (Family family : list()) {
        const bool declared =
            std::ranges::any_of(families, [&](const Family &wanted) { return wanted.key == family.key; });
        if (declared || !family.enabled)
            continue;
        const QJsonObject before = facts(family);
        family.enabled = false;
        change.run(u"UPDATE family SET enabled = 0, rev = ? WHERE id = ?"_s, {change.nextRev(), family.id});
        change.journal(u"model_family.disabled"_s, familyObjectName(family.id), before, facts(family));
    }
    m_declared = families;
    return Done();
}

QList<Family> FamilyRepository::list() const
{
    return select({}, {});
}

QList<Family> FamilyRepository::listSince(qint64 rev) const
{
    return select(u"WHERE f.rev > ?"_s, {rev});
}

std::optional<Family> FamilyRepository::find(qint64 id) const
{
    const auto list = select(u"WHERE f.id = ?"_s, {id});
    return list.isEmpty() ? std::nullopt : std::optional(list.first());
}

std::optional<Family> FamilyRepository::findByKey(const QString &key) const
{
    const auto list = select(u"WHERE f.family_key = ?"_s, {key});
    return list.isEmpty() ? std::nullopt : std::optional(list.first());
}

} // namespace nsl
