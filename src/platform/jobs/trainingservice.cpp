// SPDX-License-Identifier: GPL-3.0-or-later
#include "trainingservice.h"

#include "familyregistry.h"
#include "jsonread.h"
#include "trainingjson.h"

#include <QHash>
#include <QJsonDocument>
#include <QSet>

namespace nsl
{

namespace
{

const QString defaultFamilyKey = u"two-tower-gru"_qs;
constexpr qsizetype maxNoteLength = 2000;

/// What a request to start a run names beside options. The vendor's three are options of every family.
const QStringList startRequestNames{
    u"template_id"_qs,   u"family_id"_qs,     u"note"_qs,         u"training_options"_qs,
    u"from_job_name"_qs, u"overrides"_qs,     u"auto_promote"_qs, u"group"_qs,
    u"sweep"_qs,         u"seeds"_qs,         u"tags"_qs,         u"epochs"_qs,
    u"batch_size"_qs,    u"learning_rate"_qs, u"seed"_qs};

/// One sentence about keys that have no effect.
QString ignoredSentence(const QStringList &keys, const Family &family)
{
    constexpr qsizetype mostNamed = 10;
    constexpr qsizetype mostLetters = 40;
    QStringList named;
    for (const QString &key : keys.first(qMin(keys.size(), mostNamed)))
        named.append(key.left(mostLetters));
    if (keys.size() > mostNamed)
        named.append(u"%1 more"_qs.arg(keys.size() - mostNamed));
    return u"Without effect, because neither the request nor %1 knows it: %2."_qs.arg(family.name,
                                                                                      named.join(u", "_qs));
}

PlatformError disabled(const Family &family)
{
    return PlatformError::invalid(
        family.disabledReason.isEmpty()
            ? u"The family \"%1\" is not available here."_qs.arg(family.name)
            : u"The family \"%1\" is not available: %2"_qs.arg(family.name, family.disabledReason),
        u"family_disabled"_qs);
}

PlatformError noteTooLong(qsizetype length)
{
    return PlatformError::invalid(
        u"note has %1 characters; at most %2 are kept."_qs.arg(length).arg(maxNoteLength));
}

QJsonObject templateCopy(const SignalTemplate &recipe)
{
    const QJsonObject whole = toJson(recipe);
    return {{u"id"_qs, whole.value(u"id"_qs)},
            {u"name"_qs, whole.value(u"name"_qs)},
            {u"event_types"_qs, whole.value(u"event_types"_qs)},
            {u"thresholds"_qs, whole.value(u"thresholds"_qs)}};
}

} // namespace

TrainingService::TrainingService(SqliteStore &store, QString jobsFolder, FreeSpace freeSpace)
    : m_store(store)
    , m_jobsFolder(std::move(jobsFolder))
    , m_freeSpace(std::move(freeSpace))
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
    if (!found->enabled)
        return disabled(*found);
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
                {u"id"_qs, signal.eventTypeId.toJson()}, {u"name"_qs, signal.name}, {u"events"_qs, count}});
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

Outcome<PlannedRun> TrainingService::plan(const QJsonObject &body) const
{
    if (!json::find(body, u"auto_promote").isUndefined()) {
        return PlatformError::invalid(
            u"auto_promote is not accepted: a person approves and promotes a version."_qs,
            u"auto_promote"_qs);
    }
    const auto request = trainingRequestFromJson(body);
    if (!request.ok())
        return request.error();
    if (request->note.size() > maxNoteLength)
        return noteTooLong(request->note.size());
    const auto recipe = findTemplate(request->templateId);
    if (!recipe.ok())
        return recipe.error();
    const auto family = findFamily(*request, *recipe);
    if (!family.ok())
        return family.error();
    const FlatOptions flat = flatOptions(*family, body, startRequestNames);
    QJsonObject asked = flat.values;
    for (auto it = request->options.begin(); it != request->options.end(); ++it)
        asked.insert(it.key(), it.value());
    const auto options = resolveOptions(*family, asked);
    if (!options.ok())
        return options.error();
    const auto signalFacts = applyThresholds(*recipe);
    if (!signalFacts.ok())
        return signalFacts.error();

    PlannedRun planned;
    planned.job.templateId = recipe->id;
    planned.job.templateName = recipe->name;
    planned.job.familyId = family->id;
    planned.job.trainingOptions = options->values;
    planned.job.note = request->note;
    planned.job.plan = {{u"template"_qs, templateCopy(*recipe)},
                        {u"family"_qs, family->key},
                        {u"options"_qs, options->values},
                        {u"dataset"_qs, signalFacts->dataset}};
    if (!signalFacts->warning.isEmpty())
        planned.warnings.append(signalFacts->warning);
    if (!options->unused.isEmpty())
        planned.warnings.append(u"%1 does not use %2."_qs.arg(family->name, options->unused.join(u", "_qs)));
    if (!flat.unknown.isEmpty())
        planned.warnings.append(ignoredSentence(flat.unknown, *family));
    return planned;
}

Outcome<PlannedRun> TrainingService::planAgain(const QJsonObject &body) const
{
    const QJsonValue templateId = json::find(body, u"template_id");
    if (!templateId.isUndefined() && !templateId.isNull()) {
        return PlatformError::invalid(
            u"Give template_id or from_job_name, not both: a run that is repeated has its own template."_qs);
    }
    if (!json::find(body, u"auto_promote").isUndefined()) {
        return PlatformError::invalid(
            u"auto_promote is not accepted: a person approves and promotes a version."_qs,
            u"auto_promote"_qs);
    }
    const QJsonValue name = json::find(body, u"from_job_name");
    const QJsonValue overrides = json::find(body, u"overrides");
    if (!name.isString())
        return PlatformError::invalid(u"from_job_name must be a text."_qs);
    if (!overrides.isUndefined() && !overrides.isNull() && !overrides.isObject())
        return PlatformError::invalid(u"overrides must be an object."_qs);
    const QString note = json::text(body, u"note");
    if (note.size() > maxNoteLength)
        return noteTooLong(note.size());
    return m_store.read([&]() -> Outcome<PlannedRun> {
        auto job = m_store.jobs().findByName(name.toString());
        if (!job) // a deleted run keeps its manifest
            job = m_store.jobs().findTombstone(name.toString());
        if (!job) {
            return PlatformError::notFound(
                u"There is no training job named \"%1\"."_qs.arg(name.toString().left(100)),
                u"job_not_found"_qs);
        }
        const QJsonObject manifest = QJsonDocument::fromJson(m_store.jobs().manifest(job->id)).object();
        if (manifest.isEmpty()) {
            return PlatformError::conflict(
                u"The run %1 is %2: only a run that succeeded has a manifest to repeat."_qs.arg(
                    job->jobName, job->status.text),
                u"no_manifest"_qs);
        }
        const auto family = m_store.families().find(job->familyId.value_or(0));
        if (!family || !family->enabled)
            return family ? disabled(*family)
                          : PlatformError::notFound(u"The family of that run is gone."_qs);
        const auto options = overrideOptions(*family, job->trainingOptions, overrides.toObject());
        if (!options.ok())
            return options.error();

        const QJsonObject earlier = manifest.value(u"dataset"_qs).toObject();
        QJsonObject dataset;
        for (const QString &key :
             {u"events"_qs, u"per_signal_counts"_qs, u"dropped_signals"_qs, u"through_event_id"_qs})
            dataset.insert(key, earlier.value(key));
        dataset.insert(u"catalogue_revision"_qs, m_store.items().revision());
        const QJsonObject recipe = manifest.value(u"template"_qs).toObject();
        PlannedRun planned;
        planned.job.templateId = json::integer(recipe, u"id");
        planned.job.templateName = json::text(recipe, u"name");
        planned.job.familyId = family->id;
        planned.job.trainingOptions = options->values;
        planned.job.note = note;
        planned.job.plan = {
            {u"template"_qs, recipe}, {u"family"_qs, family->key},         {u"options"_qs, options->values},
            {u"dataset"_qs, dataset}, {u"from_job_name"_qs, job->jobName}, {u"earlier_dataset"_qs, earlier}};
        if (!options->unused.isEmpty()) {
            planned.warnings.append(
                u"%1 does not use %2."_qs.arg(family->name, options->unused.join(u", "_qs)));
        }
        return planned;
    });
}

Outcome<Done> TrainingService::checkSpace(const NewJob &job) const
{
    if (m_jobsFolder.isEmpty())
        return Done{};
    RunSize size;
    size.events = job.plan.value(u"dataset"_qs).toObject().value(u"events"_qs).toInteger();
    size.items = m_store.items().count();
    size.artifactBytes = m_store.jobs().newestArtifactBytes(job.familyId);
    return checkRunSpace(m_jobsFolder, size, m_freeSpace);
}

Outcome<TrainingStarted> TrainingService::create(StateChange &change, const PlannedRun &planned) const
{
    if (const auto space = checkSpace(planned.job); !space.ok())
        return space.error();
    const auto created = m_store.jobs().create(change, planned.job);
    if (!created.ok())
        return created.error();
    TrainingStarted started;
    started.job = *created;
    started.jobId = created->id;
    started.jobName = created->jobName;
    started.executionArn = created->executionArn;
    started.warning = planned.warnings.join(u' ');
    return started;
}

Outcome<TrainingStarted> TrainingService::enqueue(const Actor &actor, const QString &requestId,
                                                  const PlannedRun &planned)
{
    return m_store.change(actor, requestId, [&](StateChange &change) { return create(change, planned); });
}

Outcome<TrainingStarted> TrainingService::start(const Actor &actor, const QString &requestId,
                                                const QJsonObject &body)
{
    return m_store.change(actor, requestId, [&](StateChange &change) -> Outcome<TrainingStarted> {
        const auto planned = plan(body);
        if (!planned.ok())
            return planned.error();
        return create(change, *planned);
    });
}

std::optional<QString> differenceFromEarlierRun(const QJsonObject &plan, const QJsonObject &exported)
{
    if (!plan.contains(u"earlier_dataset"_qs))
        return std::nullopt;
    const QJsonObject then = plan.value(u"earlier_dataset"_qs).toObject();
    if (then.value(u"digest"_qs) == exported.value(u"digest"_qs))
        return std::nullopt;
    QStringList differences;
    const auto compare = [&differences](const QString &what, const QJsonValue &before,
                                        const QJsonValue &after) {
        if (before != after) {
            differences.append(u"%1 %2 then, %3 now"_qs.arg(what, before.toVariant().toString(),
                                                            after.toVariant().toString()));
        }
    };
    for (const auto &[key, what] :
         {std::pair(u"events"_qs, u"events:"_qs), std::pair(u"users"_qs, u"users:"_qs),
          std::pair(u"items"_qs, u"items with events:"_qs), std::pair(u"from"_qs, u"first event:"_qs),
          std::pair(u"to"_qs, u"last event:"_qs)})
        compare(what, then.value(key), exported.value(key));
    compare(u"the catalogue was edited, its revision was"_qs, then.value(u"catalogue_revision"_qs),
            plan.value(u"dataset"_qs).toObject().value(u"catalogue_revision"_qs));
    if (differences.isEmpty())
        differences.append(u"the content of recorded events"_qs);
    return u"The data are not those of %1 any more, so its manifest cannot be repeated (data_changed): %2."_qs
        .arg(plan.value(u"from_job_name"_qs).toString(), differences.join(u"; "_qs));
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
