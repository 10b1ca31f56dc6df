// SPDX-License-Identifier: GPL-3.0-or-later
#include "pluginfamilies.h"

#include "jobs/familyregistry.h"
#include "registryjson.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <utility>

namespace nsl
{

namespace
{

constexpr qint64 maxFileBytes = 1024 * 1024;
constexpr qsizetype maxFamilies = 50;
constexpr qsizetype maxOptions = 64;
constexpr qsizetype maxTextLength = 200;
constexpr qsizetype maxWords = 64;

struct Entry
{
    QString value;
    int line = 0;
};

struct Section
{
    QString key; ///< behind "family/"
    int line = 0;
    QMap<QString, Entry> entries;
    QString problem; ///< found while splitting the file
};

/// The family sections as they stand in the file. Not through QSettings, which takes a JSON list apart at its
/// commas and knows no line numbers.
QList<Section> sectionsOf(const QByteArray &text)
{
    QList<Section> sections;
    bool inFamily = false;
    int number = 0;
    for (const QByteArray &bytes : text.split('\n')) {
        ++number;
        const QString line = QString::fromUtf8(bytes).trimmed();
        if (line.isEmpty() || line.startsWith(u';') || line.startsWith(u'#'))
            continue;
        if (line.startsWith(u'[')) {
            const QString name = line.mid(1, line.lastIndexOf(u']') - 1).trimmed();
            inFamily = name.startsWith(u"family/"_qs);
            if (inFamily) {
                Section section;
                section.key = name.mid(7);
                section.line = number;
                sections.append(section);
            }
            continue;
        }
        if (!inFamily)
            continue;
        Section &section = sections.last();
        const qsizetype equals = line.indexOf(u'=');
        const QString key = line.left(equals).trimmed();
        QString value = line.mid(equals + 1).trimmed();
        if (value.size() > 1 && value.startsWith(u'"') && value.endsWith(u'"') && value.count(u'"') == 2)
            value = value.mid(1, value.size() - 2);
        if (equals < 1)
            section.problem = u"line %1 is no key=value"_qs.arg(number);
        else if (section.entries.contains(key))
            section.problem = u"line %1 gives %2 a second time"_qs.arg(number).arg(key);
        else
            section.entries.insert(key, {value, number});
    }
    return sections;
}

/// Turns one section into a family, or says in one sentence why not.
class SectionReader
{
public:
    SectionReader(const Section &section, QDir folder)
        : m_section(section)
        , m_folder(std::move(folder))
    {
    }

    QString read(PluginFamily &plugin)
    {
        static const QStringList known = {u"program"_qs, u"args"_qs,    u"name"_qs,         u"model_type"_qs,
                                          u"serves"_qs,  u"options"_qs, u"architecture"_qs, u"objective"_qs};
        if (!m_section.problem.isEmpty())
            return m_section.problem;
        for (auto it = m_section.entries.begin(); it != m_section.entries.end(); ++it) {
            if (!known.contains(it.key())) {
                return u"line %1: there is no key \"%2\"; the keys are %3"_qs.arg(it->line).arg(
                    it.key().left(40), known.join(u", "_qs));
            }
            const qsizetype limit = it.key() == u"options" || it.key() == u"args" ? maxFileBytes
                                    : it.key() == u"program"                      ? 4096
                                                                                  : maxTextLength;
            if (it->value.size() > limit)
                return wrong(it.key(), u"is longer than %1 characters"_qs.arg(limit));
        }
        for (const auto step :
             {&SectionReader::readTexts, &SectionReader::readProgram, &SectionReader::readOptions}) {
            if (const QString problem = (this->*step)(plugin); !problem.isEmpty())
                return problem;
        }
        return {};
    }

private:
    QString value(const QString &key) const { return m_section.entries.value(key).value; }
    QString wrong(const QString &key, const QString &what) const
    {
        return u"line %1: %2 %3"_qs.arg(m_section.entries.value(key, {{}, m_section.line}).line)
            .arg(key, what);
    }

    QString readTexts(PluginFamily &plugin)
    {
        Family &family = plugin.family;
        if (!value(u"name"_qs).isEmpty())
            family.name = value(u"name"_qs);
        family.architecture = value(u"architecture"_qs);
        family.objective = value(u"objective"_qs);
        const QString type = value(u"model_type"_qs);
        if (!type.isEmpty() && type != u"embedder" && type != u"ranker")
            return wrong(u"model_type"_qs, u"must be embedder or ranker, not \"%1\""_qs.arg(type.left(40)));
        if (!type.isEmpty())
            family.modelType = type;
        const QString serves = value(u"serves"_qs);
        if (!serves.isEmpty() && serves != u"true" && serves != u"false")
            return wrong(u"serves"_qs, u"must be true or false, not \"%1\""_qs.arg(serves.left(40)));
        family.serves = serves == u"true";
        return {};
    }

    QString readProgram(PluginFamily &plugin)
    {
        if (value(u"program"_qs).isEmpty())
            return wrong(u"program"_qs, u"is missing"_qs);
        plugin.program = m_folder.absoluteFilePath(value(u"program"_qs));
        const QFileInfo info(plugin.program);
        if (!info.isFile() || !info.isExecutable()) {
            return wrong(u"program"_qs,
                         u"names %1, which is missing or may not be executed"_qs.arg(plugin.program));
        }
        plugin.arguments = QProcess::splitCommand(value(u"args"_qs));
        if (plugin.arguments.size() > maxWords)
            return wrong(u"args"_qs, u"has more than %1 words"_qs.arg(maxWords));
        return {};
    }

    QString readOptions(PluginFamily &plugin)
    {
        const QString text = value(u"options"_qs);
        QByteArray bytes = text.toUtf8();
        if (!text.isEmpty() && !text.startsWith(u'[')) {
            QFile file(m_folder.absoluteFilePath(text));
            if (!file.open(QIODevice::ReadOnly) || file.size() > maxFileBytes)
                return wrong(u"options"_qs, u"names %1, which cannot be read"_qs.arg(file.fileName()));
            bytes = file.readAll();
        }
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(bytes.isEmpty() ? "[]" : bytes, &error);
        if (!document.isArray())
            return wrong(
                u"options"_qs,
                u"is no JSON list: %1 at character %2"_qs.arg(error.errorString()).arg(error.offset));
        const QJsonArray list = document.array();
        if (list.size() > maxOptions)
            return wrong(u"options"_qs, u"declares more than %1 options"_qs.arg(maxOptions));
        QSet<QString> names{u"family"_qs};
        for (const QJsonValue item : list) {
            const auto option = declaredOption(item);
            if (!option.ok())
                return wrong(u"options"_qs, option.error().message);
            if (names.contains(option->name))
                return wrong(u"options"_qs, u"may not declare \"%1\" (again)"_qs.arg(option->name));
            names.insert(option->name);
            plugin.family.options.append(*option);
        }
        // The contract gives every run these two.
        for (const FamilyOption &option : runOptions()) {
            if (!names.contains(option.name))
                plugin.family.options.append(option);
        }
        return {};
    }

    const Section &m_section;
    QDir m_folder;
};

} // namespace

PluginFamilies readPluginFamilies(const QString &configurationFile)
{
    PluginFamilies result;
    QFile file(configurationFile);
    if (!file.exists())
        return result;
    if (!file.open(QIODevice::ReadOnly) || file.size() > maxFileBytes) {
        result.problems.append(u"%1 cannot be read, or is larger than %2 KiB: no family of it is known."_qs
                                   .arg(configurationFile)
                                   .arg(maxFileBytes >> 10));
        return result;
    }
    static const QRegularExpression legalKey(u"^[a-z0-9][a-z0-9-]{0,63}$"_qs);
    QSet<QString> taken;
    for (const Family &family : shippedFamilies())
        taken.insert(family.key);
    const QDir folder = QFileInfo(configurationFile).absoluteDir();
    for (const Section &section : sectionsOf(file.readAll())) {
        const auto report = [&](const QString &problem) {
            const QString sentence =
                u"%1, [family/%2]: %3."_qs.arg(configurationFile, section.key.left(64), problem);
            result.problems.append(sentence);
            return sentence;
        };
        if (!legalKey.match(section.key).hasMatch()) {
            report(u"line %1: a key is up to 64 small letters, digits and hyphens"_qs.arg(section.line));
            continue;
        }
        if (taken.contains(section.key)) {
            report(u"line %1: there is a family with this key already"_qs.arg(section.line));
            continue;
        }
        if (result.families.size() >= maxFamilies) {
            report(u"line %1: there are more than %2 families"_qs.arg(section.line).arg(maxFamilies));
            break;
        }
        taken.insert(section.key);
        PluginFamily plugin;
        plugin.family.key = section.key;
        plugin.family.name = section.key;
        plugin.family.modelType = u"embedder"_qs;
        plugin.family.source = FamilySource::Tenant;
        plugin.family.serves = false;
        if (const QString problem = SectionReader(section, folder).read(plugin); !problem.isEmpty()) {
            plugin.family.enabled = false;
            plugin.family.disabledReason = report(problem);
        }
        result.families.append(plugin);
    }
    return result;
}

} // namespace nsl
