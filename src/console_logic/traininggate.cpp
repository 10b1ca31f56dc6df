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
                                              : signal.eventTypeId.text();
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
    struct Title
    {
        const char *name;
        const char *text;
    };
    static constexpr Title titles[] = {
        {"epochs", QT_TRANSLATE_NOOP("Training", "Epochs")},
        {"batch_size", QT_TRANSLATE_NOOP("Training", "Batch size")},
        {"learning_rate", QT_TRANSLATE_NOOP("Training", "Learning rate")},
        {"seed", QT_TRANSLATE_NOOP("Training", "Seed")},
        {"threads", QT_TRANSLATE_NOOP("Training", "Threads")},
        {"min_user_events", QT_TRANSLATE_NOOP("Training", "Events per user, at least")},
        {"min_item_events", QT_TRANSLATE_NOOP("Training", "Events per item, at least")},
        {"logq", QT_TRANSLATE_NOOP("Training", "Popularity correction (logQ)")},
        {"item_text", QT_TRANSLATE_NOOP("Training", "Learn from item texts")},
        {"freshness_half_life_days", QT_TRANSLATE_NOOP("Training", "Freshness half-life, days")},
        {"learning_rate_decay", QT_TRANSLATE_NOOP("Training", "Learning rate decay")},
        {"patience", QT_TRANSLATE_NOOP("Training", "Patience, epochs")},
        {"dropout", QT_TRANSLATE_NOOP("Training", "Dropout")},
        {"temperature", QT_TRANSLATE_NOOP("Training", "Temperature")},
        {"recency_decay", QT_TRANSLATE_NOOP("Training", "Recency decay")},
        {"window", QT_TRANSLATE_NOOP("Training", "Window")},
        {"gap_decay", QT_TRANSLATE_NOOP("Training", "Decay per step between items")},
        {"popularity_exponent", QT_TRANSLATE_NOOP("Training", "Popularity exponent")},
        {"neighbours", QT_TRANSLATE_NOOP("Training", "Neighbours")},
        {"recent_items", QT_TRANSLATE_NOOP("Training", "Recent items")},
    };
    for (const Title &title : titles) {
        if (option.name == QLatin1String(title.name))
            return Training::tr(title.text);
    }
    // A name that only a plug-in family has.
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
