// SPDX-License-Identifier: GPL-3.0-or-later
#include "comparison.h"

#include "numberformat.h"

#include <QCoreApplication>
#include <QLocale>

namespace nsl
{

namespace
{

struct ComparisonExport
{
    Q_DECLARE_TR_FUNCTIONS(ComparisonExport)
};

QString markdownCell(QString text)
{
    text.replace(u'\\', u"\\\\"_qs).replace(u'|', u"\\|"_qs).replace(u'\n', u' ').replace(u'\r', u' ');
    return text.replace(u'<', u"&lt;"_qs);
}

QString markdownLine(const QStringList &cells)
{
    QStringList safe;
    for (const QString &cell : cells)
        safe += markdownCell(cell);
    return u"| "_qs + safe.join(u" | "_qs) + u" |\n"_qs;
}

QString csvLine(const QStringList &cells)
{
    QStringList safe;
    for (const QString &cell : cells)
        safe += csvCell(cell);
    return safe.join(u',') + u"\r\n"_qs;
}

QStringList titles(const Comparison &comparison, const QString &first)
{
    QStringList header{first};
    for (const ComparedRun &run : comparison.runs)
        header += run.title;
    return header;
}

} // namespace

QString csvCell(QString text)
{
    // A spreadsheet runs what begins like a formula; numbers may begin with a sign.
    bool number = false;
    QLocale::c().toDouble(text, &number);
    if (!number && !text.isEmpty() && QStringView(u"=+-@\t\r").contains(text.front()))
        text.prepend(u'\'');
    if (text.contains(u'"') || text.contains(u',') || text.contains(u'\n') || text.contains(u'\r'))
        text = u'"' + text.replace(u'"', u"\"\""_qs) + u'"';
    return text;
}

QString toMarkdown(const Comparison &comparison)
{
    QString text;
    const auto rule = [&comparison, &text] {
        text += u"|---|"_qs + QString(u"---|"_qs).repeated(comparison.runs.size()) + u'\n';
    };
    text += markdownLine(titles(comparison, ComparisonExport::tr("Metric")));
    rule();
    text += markdownLine(QStringList{ComparisonExport::tr("Comparable?")} + QStringList(comparison.badges));
    for (const Comparison::MetricRow &row : comparison.metrics) {
        QStringList cells{row.title};
        for (const Comparison::Cell &cell : row.cells)
            cells += cell.difference ? u"%1 (%2)"_qs.arg(cell.text, cell.differenceText) : cell.text;
        text += markdownLine(cells);
    }
    if (comparison.differences.isEmpty())
        return text;
    text += u'\n' + markdownLine(titles(comparison, ComparisonExport::tr("Manifest")));
    rule();
    for (const Comparison::Difference &difference : comparison.differences)
        text += markdownLine(QStringList{difference.path} + QStringList(difference.values));
    return text;
}

QString toCsv(const Comparison &comparison)
{
    QString text = csvLine(titles(comparison, u"name"_qs));
    for (const Comparison::MetricRow &row : comparison.metrics) {
        QStringList cells{row.name};
        for (const Comparison::Cell &cell : row.cells)
            cells += cell.value ? format::exact(*cell.value) : QString();
        text += csvLine(cells);
    }
    for (const Comparison::Difference &difference : comparison.differences)
        text += csvLine(QStringList{difference.path} + QStringList(difference.values));
    return text;
}

} // namespace nsl
