// SPDX-License-Identifier: GPL-3.0-or-later
#include "trainingservice.h"

#include "familyregistry.h"
#include "jsonread.h"
#include "trainingjson.h"

#include <QHash>
#include <QSet>

namespace nsl
{

namespace
{

const QString defaultFamilyKey = u"two-tower-gru"_qs;
constexpr qsizetype maxNoteLength = 2000;

QJsonObject templateCopy(const SignalTemplate &recipe)
{
    const QJsonObject whole = toJson(recipe);
    return {{u"id"_qs, whole.value(u"id"_qs)},
            {u"name"_qs, whole.value(u"name"_qs)},
            {u"event_types"_qs, whole.value(u"event_types"_qs)},
            {u"thresholds"_qs, whole.value(u"thresholds"_qs)}};
}

} // namespace

TrainingService::TrainingService(SqliteStore &store)
    : m_store(store)
{
}

Outcome<SignalTemplate> TrainingService::findTemplate(qint64 id) const
{
    const auto found = m_store.templates().find(id);
    if (!found) {
        return PlatformError::notFound(u"There is no template with the id %1."_qs.arg(id),
                                       u"template_not_found"_qs);
    }
    if (found->status != TemplateStatus::Published) {
        return PlatformError::invalid(
            u"The template \"%1\" is a draft: publish it before you train with it."_qs.arg(found->name),
            u"template_is_draft"_qs);
    }
    return *found;
}

Outcome<Family> TrainingService::findFamily(const TrainingRequest &request,
                                            const SignalTemplate &recipe) const
{
    const auto wanted = request.familyId ? request.familyId : recipe.familyId;
    const auto found =
        wanted ? m_store.families().find(*wanted) : m_store.families().findByKey(defaultFamilyKey);
    if (!found) {
        return PlatformError::notFound(u"There is no model family with the id %1."_qs.arg(wanted.value_or(0)),
                                       u"family_not_found"_qs);
    }
    if (!found->enabled) {
        return PlatformError::invalid(u"The family \"%1\" is not available here."_qs.arg(found->name),
                                      u"family_disabled"_qs);
    }
    return *found;
}

Outcome<TrainingService::Signals> TrainingService::applyThresholds(const SignalTemplate &recipe) const
{
    QHash<qint64, qint64> counts;
    for (const EventRepository::TypeCount &entry : m_store.events().countsByType())
        counts.insert(entry.eventTypeId, entry.count);

    QJsonObject perSignal;
    QJsonArray dropped;
    QStringList droppedWords;
    qint64 total = 0;
    for (const SignalTemplate::Signal &signal : recipe.eventTypes) {
        const qint64 count = counts.value(signal.eventTypeId, 0);
        perSignal.insert(signal.name, count);
        if (count == 0 || count < recipe.perSignalMin) {
            dropped.append(QJsonObject{
                {u"id"_qs, signal.eventTypeId}, {u"name"_qs, signal.name}, {u"events"_qs, count}});
            droppedWords.append(u"%1 (%2)"_qs.arg(signal.name).arg(count));
        } else {
            total += count;
        }
    }
    const qint64 needed = qMax(recipe.totalMin, qint64(1));
    if (total < needed) {
        QString sentence =
            u"The template \"%1\" asks for at least %2 events and there are %3: %4 are missing."_qs
                .arg(recipe.name)
                .arg(needed)
                .arg(total)
                .arg(needed - total);
        if (!droppedWords.isEmpty())
            sentence += u" Not counted, with fewer than %1 each: %2."_qs.arg(recipe.perSignalMin)
                            .arg(droppedWords.join(u", "_qs));
        return PlatformError::invalid(sentence, u"too_few_events"_qs);
    }
    Signals result;
    result.dataset = {{u"events"_qs, total},
                      {u"per_signal_counts"_qs, perSignal},
                      {u"dropped_signals"_qs, dropped},
                      {u"through_event_id"_qs, m_store.events().lastId()},
                      {u"catalogue_revision"_qs, m_store.items().revision()}};
    if (!droppedWords.isEmpty()) {
        result.warning = u"Left out, with fewer than %1 events: %2."_qs.arg(recipe.perSignalMin)
                             .arg(droppedWords.join(u", "_qs));
    }
    return result;
}

Outcome<TrainingStarted> TrainingService::start(const Actor &actor, const QString &requestId,
                                                const QJsonObject &body)
{
    if (!json::find(body, u"auto_promote").isUndefined()) {
        return PlatformError::invalid(
            u"auto_promote is not accepted: a person approves and promotes a version."_qs,
            u"auto_promote"_qs);
    }
    const auto request = trainingRequestFromJson(body);
    if (!request.ok())
        return request.error();
    if (request->note.size() > maxNoteLength) {
        return PlatformError::invalid(
            u"note has %1 characters; at most %2 are kept."_qs.arg(request->note.size()).arg(maxNoteLength));
    }
    return m_store.change(actor, requestId, [&](StateChange &change) -> Outcome<TrainingStarted> {
        const auto recipe = findTemplate(request->templateId);
        if (!recipe.ok())
            return recipe.error();
        const auto family = findFamily(*request, *recipe);
        if (!family.ok())
            return family.error();
        const auto options = resolveOptions(*family, request->options);
        if (!options.ok())
            return options.error();
        const auto signalFacts = applyThresholds(*recipe);
        if (!signalFacts.ok())
            return signalFacts.error();

        NewJob job;
        job.templateId = recipe->id;
        job.templateName = recipe->name;
        job.familyId = family->id;
        job.trainingOptions = options->values;
        job.note = request->note;
        job.plan = {{u"template"_qs, templateCopy(*recipe)},
                    {u"family"_qs, family->key},
                    {u"options"_qs, options->values},
                    {u"dataset"_qs, signalFacts->dataset}};
        const auto created = m_store.jobs().create(change, job);
        if (!created.ok())
            return created.error();

        TrainingStarted started;
        started.job = *created;
        started.jobId = created->id;
        started.jobName = created->jobName;
        started.executionArn = created->executionArn;
        QStringList warnings;
        if (!signalFacts->warning.isEmpty())
            warnings.append(signalFacts->warning);
        if (!options->unused.isEmpty())
            warnings.append(u"%1 does not use %2."_qs.arg(family->name, options->unused.join(u", "_qs)));
        started.warning = warnings.join(u' ');
        return started;
    });
}

QList<TrainedSignal> trainedSignals(const QJsonObject &manifest)
{
    QSet<qint64> dropped;
    const QJsonArray droppedList =
        manifest.value(u"dataset"_qs).toObject().value(u"dropped_signals"_qs).toArray();
    for (const QJsonValue entry : droppedList)
        dropped.insert(json::integer(entry.toObject(), u"id"));
    QList<TrainedSignal> result;
    const QJsonArray eventTypes =
        manifest.value(u"template"_qs).toObject().value(u"event_types"_qs).toArray();
    for (const QJsonValue entry : eventTypes) {
        const QJsonObject fields = entry.toObject();
        const qint64 id = json::integer(fields, u"id");
        if (!dropped.contains(id)) {
            result.append(
                {id, json::text(fields, u"name"), json::optionalInt(fields, u"weight").value_or(0)});
        }
    }
    return result;
}

} // namespace nsl
