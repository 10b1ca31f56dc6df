// SPDX-License-Identifier: GPL-3.0-or-later
#include "starttrainingcontroller.h"

#include "platformsession.h"

#include <algorithm>

namespace nsl
{

namespace
{

/// The vendor's three options, for a family that declares none (the hosted platform).
QList<FamilyOption> vendorOptions()
{
    FamilyOption epochs{u"epochs"_qs, FamilyOption::Type::Integer, 5, 1, 50, false, {}, {}};
    FamilyOption batch{
        u"batch_size"_qs, FamilyOption::Type::Integer, 256, {}, {}, false, {64, 128, 256, 512}, {}};
    FamilyOption rate{u"learning_rate"_qs, FamilyOption::Type::Number, 0.001, 0.0, 1.0, true, {}, {}};
    return {epochs, batch, rate};
}

} // namespace

ActionState startTrainingAvailability(const PlatformSession &session)
{
    const ActionState connected = availability::connected(session.connection().status());
    if (!connected.enabled)
        return connected;
    if (!session.signalsLoaded())
        return ActionState::no(StartTrainingController::tr("Loading the signal templates: wait a moment"));
    const auto &types = session.eventTypes();
    const bool anyEvent =
        std::any_of(types.begin(), types.end(), [](const EventType &type) { return type.eventCount > 0; });
    if (!anyEvent)
        return ActionState::no(
            StartTrainingController::tr("There are no events yet: load sample data or import some"));
    const auto &templates = session.templates();
    const bool published = std::any_of(templates.begin(), templates.end(), [](const SignalTemplate &one) {
        return one.status == TemplateStatus::Published;
    });
    if (!published)
        return ActionState::no(
            StartTrainingController::tr("No signal template is published: publish one first"));
    return ActionState::yes();
}

StartTrainingController::StartTrainingController(PlatformSession &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
    session.watch(PlatformSession::Resource::Signals);
    session.watch(PlatformSession::Resource::Families);
    connect(&session, &PlatformSession::familiesUpdated, this, &StartTrainingController::handleSession);
    connect(&session, &PlatformSession::signalsUpdated, this, &StartTrainingController::handleSession);
    connect(&session, &PlatformSession::connectionUpdated, this, &StartTrainingController::stateUpdated);
    handleSession();
}

StartTrainingController::~StartTrainingController()
{
    m_session.unwatch(PlatformSession::Resource::Signals);
    m_session.unwatch(PlatformSession::Resource::Families);
}

void StartTrainingController::handleSession()
{
    const QList<Family> choices = families();
    if (!family() && !choices.isEmpty())
        setFamily(choices.first().id);
    const QList<SignalTemplate> recipes = templates();
    if (!signalTemplate() && !recipes.isEmpty())
        m_templateId = recipes.first().id;
    updateGate();
    emit choicesUpdated();
}

QList<Family> StartTrainingController::families() const
{
    QList<Family> list;
    for (const FamilyNode &node : m_session.families()) {
        if (node.family.enabled)
            list += node.family;
    }
    // Trained on the customer's data first, then the platform's default.
    std::stable_sort(list.begin(), list.end(), [](const Family &left, const Family &right) {
        const auto rank = [](const Family &one) {
            return (one.isDefault ? 0 : 2) + (one.source == FamilySource::Tenant ? 0 : 1);
        };
        return rank(left) < rank(right);
    });
    return list;
}

QList<SignalTemplate> StartTrainingController::templates() const
{
    QList<SignalTemplate> list = m_session.templates();
    std::stable_sort(list.begin(), list.end(), [](const SignalTemplate &left, const SignalTemplate &right) {
        return (left.status == TemplateStatus::Published) > (right.status == TemplateStatus::Published);
    });
    return list;
}

void StartTrainingController::setFamily(const RecordId &familyId)
{
    if (familyId == m_familyId)
        return;
    m_familyId = familyId;
    m_values = {};
    for (const FamilyOption &option : options()) {
        if (!option.defaultValue.isNull() && !option.defaultValue.isUndefined())
            m_values.insert(option.name, option.defaultValue);
    }
    emit stateUpdated();
}

void StartTrainingController::setTemplate(const RecordId &templateId)
{
    if (templateId == m_templateId)
        return;
    m_templateId = templateId;
    updateGate();
}

void StartTrainingController::setOption(const QString &name, const QJsonValue &value)
{
    if (m_values.value(name) == value)
        return;
    m_values.insert(name, value);
    emit stateUpdated();
}

void StartTrainingController::setNote(const QString &note)
{
    m_note = note;
}

std::optional<Family> StartTrainingController::family() const
{
    const Family *family = m_session.family(m_familyId);
    return family ? std::optional(*family) : std::nullopt;
}

std::optional<SignalTemplate> StartTrainingController::signalTemplate() const
{
    for (const SignalTemplate &one : m_session.templates()) {
        if (one.id == m_templateId)
            return one;
    }
    return std::nullopt;
}

QList<FamilyOption> StartTrainingController::options() const
{
    const std::optional<Family> chosen = family();
    if (!chosen)
        return {};
    return chosen->options.isEmpty() ? vendorOptions() : chosen->options;
}

void StartTrainingController::updateGate()
{
    const std::optional<SignalTemplate> chosen = signalTemplate();
    m_gate = chosen ? trainingGate(*chosen, m_session.eventTypes()) : TrainingGate{};
    if (!chosen)
        m_gate.state = ActionState::no(tr("Choose a signal template"));
    emit stateUpdated();
}

ActionState StartTrainingController::state() const
{
    if (m_sending)
        return ActionState::no(tr("The run is being started"));
    const ActionState connected = availability::connected(m_session.connection().status());
    if (!connected.enabled)
        return connected;
    if (!family())
        return ActionState::no(tr("Choose a model family"));
    if (!m_gate.state.enabled)
        return m_gate.state;
    for (const FamilyOption &option : options()) {
        const QJsonValue value = m_values.value(option.name);
        if (value.isUndefined())
            continue; // the server's default holds
        const ActionState legal = checkOption(option, value);
        if (!legal.enabled)
            return legal;
    }
    return ActionState::yes();
}

void StartTrainingController::start()
{
    if (!state().enabled)
        return;
    TrainingRequest request;
    request.templateId = m_templateId;
    request.familyId = m_familyId;
    request.options = m_values;
    request.note = m_note;
    m_sending = true;
    emit stateUpdated();
    m_session.api().startTraining(request, this, [this](const Outcome<TrainingStarted> &answer) {
        m_sending = false;
        emit stateUpdated();
        if (!answer) {
            emit failed(answer.error());
            return;
        }
        m_session.noteJob(answer->job);
        m_session.refreshJobs();
        emit started(answer->jobName.isEmpty() ? answer->job.jobName : answer->jobName, answer->warning);
    });
}

} // namespace nsl
