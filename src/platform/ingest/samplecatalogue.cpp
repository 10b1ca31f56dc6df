// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/samplecatalogue.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

// Initialised by name: the linker drops an object of a static library that nothing refers to.
static void initialiseSampleResource()
{
    Q_INIT_RESOURCE(sample);
}

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

constexpr int partsOfASeries = 6;

QJsonObject readRecipe()
{
    initialiseSampleResource();
    QFile file(u":/nsl/sample/recipe.json"_s);
    const bool opened = file.open(QFile::ReadOnly);
    const QJsonObject recipe = QJsonDocument::fromJson(file.readAll()).object();
    Q_ASSERT(opened && !recipe.isEmpty());
    Q_UNUSED(opened)
    return recipe;
}

/// The words of the recipe, and what they make.
class Writer
{
public:
    Writer(const QJsonObject &recipe, SampleRandom &random)
        : m_random(random)
        , m_adjectives(recipe.value(u"adjectives"_s).toArray())
        , m_forms(recipe.value(u"forms"_s).toArray())
        , m_formats(recipe.value(u"formats"_s).toArray())
    {
    }

    QString title(const QJsonArray &subjects)
    {
        // No two titles are alike; the recipe has far more than are needed.
        for (;;) {
            QString title = oneOf(m_forms);
            title.replace("{adjective}"_L1, oneOf(m_adjectives)).replace("{subject}"_L1, oneOf(subjects));
            if (!m_given.contains(title)) {
                m_given.insert(title);
                return title;
            }
        }
    }

    Item item(qsizetype number, const QString &name, const QString &category, const QString &blurb)
    {
        Item item;
        item.id = u"book-%1"_s.arg(number, 3, 10, '0'_L1);
        item.name = name;
        item.description = blurb;
        item.metadata = {{u"category"_s, category},
                         {u"format"_s, oneOf(m_formats)},
                         {u"year"_s, 1990 + qint64(m_random.below(36))}};
        return item;
    }

private:
    QString oneOf(const QJsonArray &words)
    {
        return words.at(qsizetype(m_random.below(quint64(words.size())))).toString();
    }

    SampleRandom &m_random;
    QJsonArray m_adjectives;
    QJsonArray m_forms;
    QJsonArray m_formats;
    QSet<QString> m_given;
};

} // namespace

SampleCatalogue SampleCatalogue::make(SampleRandom &random, int itemCount)
{
    const QJsonObject recipe = readRecipe();
    Writer writer(recipe, random);
    SampleCatalogue catalogue;
    const QJsonArray categories = recipe.value(u"categories"_s).toArray();
    const qsizetype perShelf = itemCount / categories.size();
    for (const QJsonValue &each : categories) {
        const QString category = each[u"name"_s].toString();
        const QString blurb = each[u"blurb"_s].toString();
        const QJsonArray subjects = each[u"subjects"_s].toArray();
        const QJsonArray seriesNames = each[u"series"_s].toArray();
        Shelf shelf;
        qsizetype placed = 0;
        const auto place = [&](Line &line, Item item) {
            line.parts.append(catalogue.m_items.size());
            catalogue.m_items.append(std::move(item));
            placed += 1;
        };
        for (const QJsonValue &seriesName : seriesNames) {
            Line line;
            for (int part = 1; part <= partsOfASeries; ++part) {
                const QString series = seriesName.toString();
                Item item = writer.item(catalogue.m_items.size() + 1,
                                        u"%1 %2: %3"_s.arg(series).arg(part).arg(writer.title(subjects)),
                                        category, u"Part %1 of %2. %3"_s.arg(part).arg(series, blurb));
                item.metadata.insert(u"series"_s, series);
                item.metadata.insert(u"part"_s, part);
                place(line, std::move(item));
            }
            shelf.lines.append(line);
        }
        while (placed < perShelf) {
            Line line;
            place(line, writer.item(catalogue.m_items.size() + 1, writer.title(subjects), category, blurb));
            shelf.lines.append(line);
        }
        // Demand falls with the rank, as it does in shops; who has which rank is luck.
        random.shuffle(shelf.lines);
        for (qsizetype rank = 0; rank < shelf.lines.size(); ++rank)
            shelf.lines[rank].demand = 1000 / quint64(rank + 2);
        catalogue.m_shelves.append(shelf);
    }
    return catalogue;
}

} // namespace nsl
