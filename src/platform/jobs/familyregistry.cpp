// SPDX-License-Identifier: GPL-3.0-or-later
#include "familyregistry.h"

#include "jsonread.h"
#include "registryjson.h"

#include <QJsonArray>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <limits>

namespace nsl
{

namespace
{

FamilyOption whole(const QString &name, qint64 defaultValue, qint64 low, qint64 high,
                   const QString &description)
{
    FamilyOption option;
    option.name = name;
    option.type = FamilyOption::Type::Integer;
    option.defaultValue = defaultValue;
    option.minimum = static_cast<double>(low);
    option.maximum = static_cast<double>(high);
    option.description = description;
    return option;
}

FamilyOption number(const QString &name, double defaultValue, double low, double high, bool exclusiveLow,
                    const QString &description)
{
    FamilyOption option;
    option.name = name;
    option.type = FamilyOption::Type::Number;
    option.defaultValue = defaultValue;
    option.minimum = low;
    option.maximum = high;
    option.exclusiveMinimum = exclusiveLow;
    option.description = description;
    return option;
}

FamilyOption flag(const QString &name, bool defaultValue, const QString &description)
{
    FamilyOption option;
    option.name = name;
    option.type = FamilyOption::Type::Boolean;
    option.defaultValue = defaultValue;
    option.description = description;
    return option;
}

FamilyOption choice(const QString &name, qint64 defaultValue, const QList<QJsonValue> &choices,
                    const QString &description)
{
    FamilyOption option;
    option.name = name;
    option.type = FamilyOption::Type::Choice;
    option.defaultValue = defaultValue;
    option.choices = choices;
    option.description = description;
    return option;
}

FamilyOption epochs(qint64 defaultValue)
{
    return whole(u"epochs"_qs, defaultValue, 1, 50, u"Passes over the training data"_qs);
}

FamilyOption batchSize(qint64 defaultValue)
{
    return choice(u"batch_size"_qs, defaultValue, {64, 128, 256, 512}, u"Examples per optimizer step"_qs);
}

FamilyOption learningRate(double defaultValue)
{
    return number(u"learning_rate"_qs, defaultValue, 0, 1, true, u"Step size of the optimizer"_qs);
}

// What the vendor's API lets a client send to any family.
QList<FamilyOption> vendorOptions()
{
    return {epochs(5), batchSize(256), learningRate(0.001)};
}

QList<FamilyOption> protocolOptions()
{
    return QList<FamilyOption>{whole(u"min_user_events"_qs, 5, 1, 100,
                                     u"Users with fewer events do not train or evaluate"_qs),
                               whole(u"min_item_events"_qs, 5, 1, 100,
                                     u"Items with fewer events do not train or evaluate"_qs)} +
           runOptions();
}

Family twoTowerGru()
{
    Family family;
    family.key = u"two-tower-gru"_qs;
    family.name = u"Two-tower GRU"_qs;
    family.architecture =
        u"Two towers: item embeddings, and a GRU over the user's last items beside their sum"_qs;
    family.objective = u"In-batch sampled softmax with popularity correction"_qs;
    family.modelType = u"embedder"_qs;
    family.source = FamilySource::Tenant;
    family.isDefault = true;
    family.options = {
        epochs(8),
        batchSize(512),
        learningRate(0.003),
        number(u"learning_rate_decay"_qs, 1, 0, 1, true, u"What each epoch leaves of the learning rate"_qs),
        whole(u"patience"_qs, 3, 0, 50,
              u"Epochs without a better one that end the training; 0 = none does"_qs),
        number(u"dropout"_qs, 0.2, 0, 0.9, false, u"Share of inputs left out while training"_qs),
        number(u"temperature"_qs, 0.07, 0, 1, true, u"Sharpness of the softmax"_qs),
        flag(u"logq"_qs, true, u"Correct the in-batch negatives for popularity"_qs),
        flag(u"item_text"_qs, false, u"Let names, descriptions and metadata describe items"_qs),
        number(u"recency_decay"_qs, 0.8, 0, 1, false,
               u"What an item counts against the next one in the sum beside the GRU; 0 = no sum"_qs),
        number(u"freshness_half_life_days"_qs, 0, 0, 36500, false,
               u"Days after which an event counts half; 0 = age does not count"_qs)};
    family.options += protocolOptions();
    return family;
}

Family itemTransitions()
{
    Family family;
    family.key = u"item-transitions"_qs;
    family.name = u"Item transitions"_qs;
    family.architecture = u"Sparse matrix of what users chose within a few steps of an item"_qs;
    family.objective = u"None: transitions are counted, and damped by the popularity of both sides"_qs;
    family.modelType = u"embedder"_qs;
    family.source = FamilySource::Base;
    family.options = {
        whole(u"window"_qs, 10, 1, 100, u"How many steps forward a transition reaches"_qs),
        number(u"gap_decay"_qs, 0.9, 0, 1, true, u"What each further step leaves of a transition's count"_qs),
        number(u"popularity_exponent"_qs, 0.5, 0, 1, false,
               u"How far the popularity of both items is divided out; 0 = not at all"_qs),
        whole(u"neighbours"_qs, 2000, 1, 10000, u"Strongest transitions that are kept of each item"_qs),
        whole(u"recent_items"_qs, 10, 1, 200, u"How many of a user's last items ask"_qs),
        number(u"recency_decay"_qs, 0.9, 0, 1, true, u"What each older item of a user counts"_qs)};
    family.options += protocolOptions();
    return family;
}

Family popularity()
{
    Family family;
    family.key = u"popularity"_qs;
    family.name = u"Popularity"_qs;
    family.architecture = u"Weighted count of events per item"_qs;
    family.objective = u"None: the baseline that every model has to beat"_qs;
    family.modelType = u"embedder"_qs;
    family.source = FamilySource::Base;
    family.options = protocolOptions();
    return family;
}

QString shown(const QJsonValue &value)
{
    if (value.isString())
        return u'"' + value.toString().left(40) + u'"';
    if (value.isBool())
        return value.toBool() ? u"true"_qs : u"false"_qs;
    if (const auto integer = json::toInteger(value))
        return QString::number(*integer);
    if (value.isDouble())
        return QString::number(value.toDouble(), 'g', QLocale::FloatingPointShortest);
    return value.isNull() ? u"null"_qs : value.isArray() ? u"an array"_qs : u"an object"_qs;
}

QString rangeText(const FamilyOption &option)
{
    const auto bound = [](double value) { return QString::number(value, 'g', 16); };
    switch (option.type) {
    case FamilyOption::Type::Integer:
        return u"a whole number from %1 to %2"_qs.arg(bound(*option.minimum), bound(*option.maximum));
    case FamilyOption::Type::Number:
        return option.exclusiveMinimum
                   ? u"a number above %1 and at most %2"_qs.arg(bound(*option.minimum),
                                                                bound(*option.maximum))
                   : u"a number from %1 to %2"_qs.arg(bound(*option.minimum), bound(*option.maximum));
    case FamilyOption::Type::Boolean:
        return u"true or false"_qs;
    case FamilyOption::Type::Choice:
        break;
    }
    QStringList words;
    for (const QJsonValue &value : option.choices)
        words.append(shown(value));
    return u"one of "_qs + words.join(u", "_qs);
}

std::optional<QJsonValue> checkedValue(const FamilyOption &option, const QJsonValue &value)
{
    switch (option.type) {
    case FamilyOption::Type::Integer: {
        const auto integer = json::toInteger(value);
        if (!integer || static_cast<double>(*integer) < *option.minimum ||
            static_cast<double>(*integer) > *option.maximum)
            return std::nullopt;
        return QJsonValue(*integer);
    }
    case FamilyOption::Type::Number: {
        bool ok = value.isDouble();
        const double real = value.isString() ? value.toString().toDouble(&ok) : value.toDouble();
        const bool highEnough = option.exclusiveMinimum ? real > *option.minimum : real >= *option.minimum;
        if (!ok || !std::isfinite(real) || !highEnough || real > *option.maximum)
            return std::nullopt;
        return QJsonValue(real);
    }
    case FamilyOption::Type::Boolean:
        if (value.isBool())
            return value;
        if (value.isString() && (value.toString() == u"true" || value.toString() == u"false"))
            return QJsonValue(value.toString() == u"true");
        return std::nullopt;
    case FamilyOption::Type::Choice:
        for (const QJsonValue &candidate : option.choices) {
            const auto integer = json::toInteger(value);
            if (candidate == value || (integer && candidate.isDouble() && *integer == candidate.toInteger()))
                return candidate;
        }
        return std::nullopt;
    }
    return std::nullopt;
}

const FamilyOption *findOption(const QList<FamilyOption> &options, const QString &name)
{
    for (const FamilyOption &option : options) {
        if (option.name == name)
            return &option;
    }
    return nullptr;
}

QString snakeCase(const QString &key)
{
    QString result;
    for (const QChar c : key) {
        if (c.isUpper())
            result += u'_';
        result += c.toLower();
    }
    return result;
}

} // namespace

QList<FamilyOption> runOptions()
{
    // Seeds stay within what a JSON reader without 64-bit integers keeps exact.
    return {whole(u"seed"_qs, 1, 0, (qint64(1) << 53) - 1, u"Start of every random sequence of the run"_qs),
            whole(u"threads"_qs, 1, 1, 16, u"Threads of the run; part of what makes it repeatable"_qs)};
}

Outcome<FamilyOption> declaredOption(const QJsonValue &declaration)
{
    static const QRegularExpression legalName(u"^[a-z][a-z0-9_]{0,63}$"_qs);
    static const QStringList types = {u"integer"_qs, u"number"_qs, u"boolean"_qs, u"choice"_qs};
    const QJsonObject object = declaration.toObject();
    const QString name = json::text(object, u"name");
    if (!legalName.match(name).hasMatch()) {
        return PlatformError::invalid(
            u"has an option without a legal name (small letters, digits and _, at most 64)"_qs);
    }
    const auto wrong = [&name](const QString &what) {
        return PlatformError::invalid(u"declares \"%1\" wrongly: %2"_qs.arg(name, what));
    };
    if (!types.contains(json::text(object, u"type")))
        return wrong(u"type must be one of "_qs + types.join(u", "_qs));
    FamilyOption option = familyOptionFromJson(object);
    const bool hasRange =
        option.type == FamilyOption::Type::Integer || option.type == FamilyOption::Type::Number;
    if (hasRange && (!option.minimum || !option.maximum || *option.minimum > *option.maximum))
        return wrong(u"minimum and maximum must be numbers in this order"_qs);
    constexpr double exact = 9007199254740992.0; // 2^53: what every JSON reader keeps whole
    if (option.type == FamilyOption::Type::Integer && (*option.minimum < -exact || *option.maximum > exact))
        return wrong(u"whole numbers may not go beyond 2^53"_qs);
    if (option.type == FamilyOption::Type::Choice) {
        const bool plain =
            std::all_of(option.choices.begin(), option.choices.end(), [](const QJsonValue &value) {
                return value.isDouble() || (value.isString() && value.toString().size() <= 200);
            });
        if (option.choices.isEmpty() || option.choices.size() > 100 || !plain)
            return wrong(u"choices must be a list of 1 to 100 numbers or short texts"_qs);
    }
    const auto value = checkedValue(option, option.defaultValue);
    if (!value)
        return wrong(u"default must be %1, not %2"_qs.arg(rangeText(option), shown(option.defaultValue)));
    option.defaultValue = *value;
    if (option.description.size() > 500)
        return wrong(u"description has more than 500 characters"_qs);
    return option;
}

QList<Family> shippedFamilies()
{
    return {twoTowerGru(), itemTransitions(), popularity()};
}

FlatOptions flatOptions(const Family &family, const QJsonObject &body, const QStringList &names)
{
    FlatOptions result;
    for (auto it = body.begin(); it != body.end(); ++it) {
        const QString name = snakeCase(it.key());
        const bool isOtherSpelling = name != it.key() && body.contains(name);
        if (it.value().isNull() || isOtherSpelling || names.contains(name))
            continue;
        if (findOption(family.options, name))
            result.values.insert(name, it.value());
        else
            result.unknown.append(it.key());
    }
    return result;
}

Outcome<ResolvedOptions> resolveOptions(const Family &family, const QJsonObject &asked)
{
    ResolvedOptions result;
    for (const FamilyOption &option : family.options)
        result.values.insert(option.name, option.defaultValue);
    const QList<FamilyOption> vendor = vendorOptions();
    for (auto it = asked.begin(); it != asked.end(); ++it) {
        const QString name = snakeCase(it.key());
        if (name != it.key() && asked.contains(name))
            continue; // snake_case wins where both spellings are present
        if (it.value().isNull())
            continue;
        const FamilyOption *declared = findOption(family.options, name);
        const FamilyOption *option = declared ? declared : findOption(vendor, name);
        if (!option) {
            QStringList known;
            for (const FamilyOption &candidate : family.options)
                known.append(candidate.name);
            return PlatformError::invalid(u"%1 has no option \"%2\"; its options are %3."_qs.arg(
                                              family.name, it.key().left(64), known.join(u", "_qs)),
                                          u"unknown_option"_qs);
        }
        const auto value = checkedValue(*option, it.value());
        if (!value) {
            return PlatformError::invalid(
                u"%1 must be %2, not %3."_qs.arg(name, rangeText(*option), shown(it.value())),
                u"option_out_of_range"_qs);
        }
        if (declared)
            result.values.insert(name, *value);
        else
            result.unused.append(name);
    }
    return result;
}

namespace
{

/// What a run had that was trained before the option was there.
QJsonValue formerValue(const Family &family, const FamilyOption &option)
{
    // The state of the GRU alone, before items joined it.
    return family.key == u"two-tower-gru" && option.name == u"recency_decay" ? QJsonValue(0)
                                                                             : option.defaultValue;
}

} // namespace

Outcome<ResolvedOptions> overrideOptions(const Family &family, const QJsonObject &earlier,
                                         const QJsonObject &asked)
{
    Family based = family;
    for (FamilyOption &option : based.options) {
        if (!earlier.contains(option.name)) {
            option.defaultValue = formerValue(family, option);
            continue;
        }
        const auto value = checkedValue(option, earlier.value(option.name));
        if (!value) {
            return PlatformError::conflict(
                u"That run had %1 = %2, and %3 now takes only %4: give it in overrides."_qs.arg(
                    option.name, shown(earlier.value(option.name)), family.name, rangeText(option)),
                u"options_changed"_qs);
        }
        option.defaultValue = *value;
    }
    return resolveOptions(based, asked);
}

QJsonObject asHyperparameters(const QJsonObject &values)
{
    QJsonObject result;
    for (auto it = values.begin(); it != values.end(); ++it) {
        const QJsonValue value = it.value();
        if (value.isString())
            result.insert(it.key(), value);
        else
            result.insert(it.key(), shown(value));
    }
    return result;
}

} // namespace nsl
