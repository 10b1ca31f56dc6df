// SPDX-License-Identifier: GPL-3.0-or-later
#include "starttrainingcontroller.h"

#include "numberformat.h"
#include "statustext.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace nsl
{

namespace
{

struct Training
{
    Q_DECLARE_TR_FUNCTIONS(Training)
};

QString number(double value)
{
    return format::exact(value, QLocale());
}

} // namespace

TrainingGate trainingGate(const SignalTemplate &signalTemplate, const QList<EventType> &eventTypes)
{
    TrainingGate gate;
    gate.needed = signalTemplate.totalMin;
    for (const SignalTemplate::Signal &signal : signalTemplate.eventTypes) {
        const auto type = std::find_if(eventTypes.begin(), eventTypes.end(), [&signal](const EventType &one) {
            return one.id == signal.eventTypeId;
        });
        TrainingGate::Signal row;
        row.name = !signal.name.isEmpty()     ? signal.name
                   : type != eventTypes.end() ? type->name
                                              : QString::number(signal.eventTypeId);
        row.weight = signal.weight;
        row.count = type != eventTypes.end() ? type->eventCount : 0;
        // No event at all passes nothing, whatever the threshold.
        row.passes = row.count > 0 && row.count >= signalTemplate.perSignalMin;
        row.text = row.passes ? Training::tr("%1 events").arg(format::count(row.count))
                              : Training::tr("%1 of %2 events needed: left out")
                                    .arg(format::count(row.count),
                                         format::count(std::max<qint64>(signalTemplate.perSignalMin, 1)));
        if (row.passes)
            gate.total += row.count;
        gate.signalRows += row;
    }
    if (!(signalTemplate.status == TemplateStatus::Published)) {
        gate.state = ActionState::no(
            Training::tr("\"%1\" is a draft: publish it before training").arg(signalTemplate.name));
    } else if (gate.total < signalTemplate.totalMin) {
        gate.state = ActionState::no(
            Training::tr("\"%1\" needs %2 events, has %3")
                .arg(signalTemplate.name, format::count(signalTemplate.totalMin), format::count(gate.total)));
    } else if (gate.total == 0) {
        gate.state =
            ActionState::no(Training::tr("\"%1\" has no events to train on").arg(signalTemplate.name));
    } else {
        gate.state = ActionState::yes();
    }
    return gate;
}

QString optionTitle(const FamilyOption &option)
{
    if (option.name == u"epochs")
        return Training::tr("Epochs");
    if (option.name == u"batch_size")
        return Training::tr("Batch size");
    if (option.name == u"learning_rate")
        return Training::tr("Learning rate");
    if (option.name == u"seed")
        return Training::tr("Seed");
    if (option.name == u"threads")
        return Training::tr("Threads");
    if (option.name == u"min_user_events")
        return Training::tr("Events per user, at least");
    if (option.name == u"min_item_events")
        return Training::tr("Events per item, at least");
    if (option.name == u"logq")
        return Training::tr("Popularity correction (logQ)");
    if (option.name == u"item_text")
        return Training::tr("Learn from item texts");
    if (option.name == u"freshness_half_life_days")
        return Training::tr("Freshness half-life, days");
    if (option.name == u"learning_rate_decay")
        return Training::tr("Learning rate decay");
    if (option.name == u"patience")
        return Training::tr("Patience, epochs");
    if (option.name == u"dropout")
        return Training::tr("Dropout");
    if (option.name == u"temperature")
        return Training::tr("Temperature");
    QString title = option.name;
    title.replace(u'_', u' ');
    if (!title.isEmpty())
        title[0] = title.at(0).toUpper();
    return title;
}

QString optionRange(const FamilyOption &option)
{
    if (!option.choices.isEmpty()) {
        QStringList choices;
        for (const QJsonValue &choice : option.choices)
            choices += statustext::value(choice);
        return choices.join(u", "_qs);
    }
    if (option.minimum && option.maximum) {
        return option.exclusiveMinimum
                   ? Training::tr("above %1 up to %2").arg(number(*option.minimum), number(*option.maximum))
                   : Training::tr("%1 to %2").arg(number(*option.minimum), number(*option.maximum));
    }
    if (option.minimum) {
        return option.exclusiveMinimum ? Training::tr("above %1").arg(number(*option.minimum))
                                       : Training::tr("at least %1").arg(number(*option.minimum));
    }
    if (option.maximum)
        return Training::tr("at most %1").arg(number(*option.maximum));
    return {};
}

ActionState checkOption(const FamilyOption &option, const QJsonValue &value)
{
    const QString title = optionTitle(option);
    const auto outside = [&] {
        return ActionState::no(Training::tr("%1 is %2, but must be %3")
                                   .arg(title, statustext::value(value), optionRange(option)));
    };
    if (!option.choices.isEmpty())
        return option.choices.contains(value) ? ActionState::yes() : outside();
    switch (option.type) {
    case FamilyOption::Type::Boolean:
        return value.isBool() ? ActionState::yes()
                              : ActionState::no(Training::tr("%1 must be on or off").arg(title));
    case FamilyOption::Type::Choice:
        return ActionState::yes();
    case FamilyOption::Type::Integer:
        if (!value.isDouble() || std::floor(value.toDouble()) != value.toDouble())
            return ActionState::no(Training::tr("%1 must be a whole number").arg(title));
        break;
    case FamilyOption::Type::Number:
        if (!value.isDouble() || !std::isfinite(value.toDouble()))
            return ActionState::no(Training::tr("%1 must be a number").arg(title));
        break;
    }
    const double n = value.toDouble();
    const bool tooSmall =
        option.minimum && (option.exclusiveMinimum ? n <= *option.minimum : n < *option.minimum);
    return tooSmall || (option.maximum && n > *option.maximum) ? outside() : ActionState::yes();
}

} // namespace nsl
