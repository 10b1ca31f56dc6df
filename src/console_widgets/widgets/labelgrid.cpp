// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/labelgrid.h"

#include "theme/tokens.h"
#include "widgets/elidedlabel.h"

#include <QFontDatabase>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QStyle>

namespace nsl
{
namespace
{

/// The text with places to wrap inside of what has no gaps: one long word would push its neighbours out of
/// sight.
QString wrappable(const QString &text)
{
    constexpr int longest = 24;
    constexpr QChar mayBreak(0x200b); // zero width space
    QString result;
    int word = 0;
    for (const QChar character : text) {
        if (word == longest && !character.isLowSurrogate()) {
            result += mayBreak;
            word = 0;
        }
        word = character.isSpace() ? 0 : word + 1;
        result += character;
    }
    return result;
}

/// In a mirrored window a text still runs in its own direction: "+0.006 better", not "better 0.006+".
QString inOwnDirection(const QString &text, Qt::LayoutDirection direction)
{
    constexpr QChar isolate(0x2068);
    constexpr QChar end(0x2069);
    return direction == Qt::RightToLeft && !text.isEmpty() ? isolate + text + end : text;
}

QString roleOf(const LabelGrid::Text &text)
{
    if (text.tone) {
        switch (*text.tone) {
        case Tone::Good:
            return u"ok"_qs;
        case Tone::Warning:
            return u"warn"_qs;
        case Tone::Bad:
            return u"bad"_qs;
        case Tone::Info:
        case Tone::Neutral:
            break;
        }
    }
    return text.secondary ? u"secondary"_qs : QString();
}

} // namespace

LabelGrid::LabelGrid(QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(spacing::m);
    m_grid->setVerticalSpacing(6);
}

int LabelGrid::nameWidth() const
{
    int width = 0;
    qsizetype first = 0;
    for (const Row &row : m_rows) {
        if (!row.isEmpty())
            width = qMax(width, m_labels.at(first)->sizeHint().width());
        first += row.size();
    }
    return width;
}

void LabelGrid::setNameWidth(int width)
{
    m_grid->setColumnMinimumWidth(0, width);
}

void LabelGrid::setRuled(bool on)
{
    m_ruled = on;
    m_grid->setVerticalSpacing(on ? 11 : 6);
    m_grid->setContentsMargins(0, on ? 3 : 0, 0, on ? 6 : 0);
}

void LabelGrid::setRows(const QList<Row> &rows)
{
    if (rows == m_rows)
        return;
    m_rows = rows;
    qsizetype used = 0;
    int columns = 0;
    QList<bool> stretches;
    for (qsizetype row = 0; row < rows.size(); ++row) {
        columns = qMax(columns, int(rows.at(row).size()));
        for (qsizetype column = 0; column < rows.at(row).size(); ++column) {
            const Text &text = rows.at(row).at(column);
            if (used == m_labels.size()) {
                auto *label = new QLabel(this);
                label->setTextFormat(Qt::PlainText);
                label->setTextInteractionFlags(Qt::TextSelectableByMouse);
                m_labels.append(label);
            }
            QLabel *label = m_labels.at(used++);
            m_grid->removeWidget(label);
            m_grid->addWidget(label, int(row), int(column),
                              text.number ? Qt::AlignRight | Qt::AlignTop : Qt::AlignTop);
            label->setText(
                inOwnDirection(text.stretch ? wrappable(text.text) : text.text, layoutDirection()));
            label->setToolTip(plainToolTip(text.toolTip));
            label->setWordWrap(text.stretch);
            label->setFont(text.monospace ? QFontDatabase::systemFont(QFontDatabase::FixedFont) : font());
            const QString role = roleOf(text);
            if (label->property("textRole").toString() != role) {
                label->setProperty("textRole", role);
                label->style()->unpolish(label);
                label->style()->polish(label);
            }
            label->show();
            while (stretches.size() <= column)
                stretches.append(false);
            stretches[column] = stretches.at(column) || text.stretch;
        }
    }
    for (qsizetype i = used; i < m_labels.size(); ++i) {
        m_grid->removeWidget(m_labels.at(i));
        m_labels.at(i)->hide();
        m_labels.at(i)->clear();
    }
    for (int column = 0; column < columns; ++column)
        m_grid->setColumnStretch(column, stretches.value(column) ? 1 : 0);
    updateGeometry();
    update();
}

QList<LabelGrid::Row> LabelGrid::fieldRows(const QList<VersionDetails::Field> &fields)
{
    QList<Row> rows;
    for (const auto &field : fields) {
        Text name;
        name.text = field.name;
        name.secondary = true;
        Text value;
        value.text = field.value;
        value.toolTip = field.toolTip;
        value.stretch = true;
        if (field.tone != Tone::Neutral)
            value.tone = field.tone;
        rows.append(Row{name, value});
    }
    return rows;
}

QList<LabelGrid::Row> LabelGrid::metricRows(const QList<VersionDetails::MetricLine> &lines)
{
    QList<Row> rows;
    for (const auto &line : lines) {
        Text name;
        name.text = line.title;
        name.toolTip = line.name;
        name.stretch = true; // a long name wraps; the reading stays whole
        Text value;
        value.text = line.value;
        value.number = true;
        Text difference;
        difference.text = line.difference;
        difference.tone = line.tone;
        difference.secondary = true;
        rows.append(Row{name, value, difference});
    }
    return rows;
}

void LabelGrid::paintEvent(QPaintEvent *)
{
    if (!m_ruled)
        return;
    QPainter painter(this);
    painter.setPen(tokensFor(palette()).border);
    // By the labels' places: the layout's own cells do not know of wrapped lines.
    qsizetype first = 0;
    for (const Row &row : std::as_const(m_rows)) {
        int bottom = 0;
        for (qsizetype i = first; i < first + row.size(); ++i)
            bottom = qMax(bottom, m_labels.at(i)->geometry().bottom());
        first += row.size();
        painter.drawLine(0, bottom + 5, width(), bottom + 5);
    }
}

} // namespace nsl
