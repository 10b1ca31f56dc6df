// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/metricchart.h"

#include "theme/tokens.h"
#include "widgets/chartlegend.h"
#include "widgets/charttablemodel.h"

#include <comparison.h>
#include <numberformat.h>

#include <QContextMenuEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QSaveFile>
#include <QStackedWidget>
#include <QTableView>

#include <cmath>

namespace nsl
{
namespace
{

constexpr int chartHeight = 150;

} // namespace

MetricChart::MetricChart(const ChartData &chartData, const ChartData::Group &group, QWidget *parent)
    : QFrame(parent)
    , m_data(chartData)
    , m_group(group)
    , m_title(new QLabel(this))
    , m_where(new QLabel(this))
    , m_note(new QLabel(this))
    , m_legend(new ChartLegend(this))
    , m_stack(new QStackedWidget(this))
    , m_canvas(new ChartCanvas(this))
    , m_table(new QTableView(this))
    , m_tableModel(new ChartTableModel(chartData, this))
{
    setProperty("card", true);
    m_title->setTextFormat(Qt::PlainText);
    QFont bold = m_title->font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_where->setTextFormat(Qt::PlainText);
    m_where->setProperty("textRole", u"small"_qs);
    m_where->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_where->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setProperty("textRole", u"small"_qs);
    m_note->setWordWrap(true);
    m_note->setObjectName(u"chartNote"_qs);
    m_note->hide();
    m_table->setModel(m_tableModel);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(22);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setShowGrid(false);
    m_stack->addWidget(m_canvas);
    m_stack->addWidget(m_table);
    m_stack->setMinimumHeight(chartHeight);

    auto *head = new QHBoxLayout;
    head->addWidget(m_title);
    head->addWidget(m_where, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::m, spacing::s, spacing::m, spacing::s);
    column->setSpacing(spacing::xs);
    column->addLayout(head);
    column->addWidget(m_stack, 1);
    column->addWidget(m_note);
    column->addWidget(m_legend);
    connect(m_canvas, &ChartCanvas::viewChanged, this, [this] {
        refreshReadings();
        refreshNote();
    });
    setGroup(group);
}

void MetricChart::setGroup(const ChartData::Group &group)
{
    m_group = group;
    m_title->setText(group.unit.isEmpty() ? group.title
                                          : tr("%1 (%2)", "metric, unit").arg(group.title, group.unit));
    m_canvas->setAccessibleName(tr("Chart of %1").arg(group.title));
    m_canvas->setAccessibleDescription(
        tr("Plus and minus zoom, the arrow keys move the crosshair, zero shows everything."));
    m_table->setAccessibleName(tr("Measurements of %1").arg(group.title));
    setAccessibleName(group.title);
    m_linesStale = true;
    markStale();
}

void MetricChart::setOptions(const Options &options)
{
    if (options == m_options)
        return;
    const bool axisChanged = options.xAxis != m_options.xAxis;
    m_options = options;
    m_canvas->setLogY(options.logY);
    m_canvas->setXKind(options.xAxis == ChartData::XAxis::Step       ? ChartCanvas::XKind::Integer
                       : options.xAxis == ChartData::XAxis::WallTime ? ChartCanvas::XKind::Time
                                                                     : ChartCanvas::XKind::Real);
    m_stack->setCurrentWidget(options.asTable ? static_cast<QWidget *>(m_table) : m_canvas);
    m_linesStale = true;
    if (axisChanged) {
        m_canvas->setCrosshair({});
        m_canvas->setView({});
    }
    markStale();
}

void MetricChart::markStale()
{
    m_stale = true;
    if (m_active)
        setActive(true);
}

void MetricChart::setActive(bool active)
{
    m_active = active;
    if (!active || !m_stale)
        return;
    m_stale = false;
    if (m_linesStale)
        rebuildLines();
    if (m_options.asTable)
        m_tableModel->refresh();
    else
        m_canvas->refresh();
    refreshReadings();
    refreshNote();
}

void MetricChart::rebuildLines()
{
    m_linesStale = false;
    if (m_options.asTable)
        m_tableModel->setCurves(m_group.curves);
    const bool smooth = m_data.smoothing() > 0;
    const auto axis = m_options.xAxis;
    // Relative to the start reads better than milliseconds since 1970; the unit is in the readings.
    QList<ChartLine> lines;
    const auto line = [this, axis](const ChartData::Curve &curve, bool smoothed, bool faint) {
        ChartLine result;
        result.name = curve.title;
        result.style = curve.style;
        result.faint = faint;
        result.extent = [this, axis, curve]() -> std::optional<ChartLine::Extent> {
            if (m_data.isLevel(curve))
                return {}; // reaches across whatever the others span
            ChartData::Group one;
            one.curves = {curve};
            const auto range = m_data.xRange(one, axis);
            if (!range)
                return {};
            return ChartLine::Extent{range->first, range->second};
        };
        result.points = [this, axis, curve, smoothed](double from, double to, int limit, bool logarithmic) {
            return m_data.points(curve, axis, std::pair{from, to}, limit, smoothed, logarithmic);
        };
        result.nearest = [this, axis, curve](double x) -> std::optional<QPointF> {
            const auto nearest = m_data.nearest(curve, axis, x);
            return nearest ? std::optional(QPointF(nearest->x, nearest->value)) : std::nullopt;
        };
        return result;
    };
    for (const ChartData::Curve &curve : m_group.curves) {
        if (smooth)
            lines.append(line(curve, false, true));
        lines.append(line(curve, smooth, false));
    }
    m_canvas->setLines(lines);
}

void MetricChart::setCrosshair(std::optional<double> x)
{
    m_canvas->setCrosshair(x);
    if (m_active)
        refreshReadings();
}

QString MetricChart::readings() const
{
    return m_legend->text();
}

void MetricChart::refreshReadings()
{
    // As near to its end as a hand can aim, a line still counts as under the crosshair.
    constexpr double aim = 4;
    const auto x = m_canvas->crosshair();
    const ChartPlot &plot = m_canvas->plot();
    const double slack = x ? plot.valueAt(plot.area().left() + aim) - plot.valueAt(plot.area().left()) : 0;
    QList<ChartLegend::Entry> entries;
    QString where;
    for (const ChartData::Curve &curve : std::as_const(m_group.curves)) {
        const auto point =
            x ? m_data.nearest(curve, m_options.xAxis, *x, slack) : m_data.last(curve, m_options.xAxis);
        // Where a run has no value its place stays, empty.
        QString value;
        if (point)
            value = x ? format::exact(point->value, locale())
                      : format::metricValue(curve.metric, point->value, locale());
        entries.append({curve.title, value, curve.style});
        if (x && point && where.isEmpty() && !m_data.isLevel(curve))
            where = tr("step %1, epoch %2")
                        .arg(format::count(point->step), locale().toString(point->epoch, 'g', 4));
    }
    m_legend->setEntries(entries);
    m_where->setText(where);
}

QString MetricChart::note() const
{
    return m_note->text();
}

void MetricChart::refreshNote()
{
    const auto view = m_canvas->view();
    std::optional<std::pair<double, double>> range;
    if (view && !m_options.asTable)
        range = std::pair(view->from, view->to);
    const bool logarithmic = m_options.logY && !m_options.asTable;
    ChartData::Unshown all;
    bool summarised = false;
    for (const ChartData::Curve &curve : std::as_const(m_group.curves)) {
        const ChartData::Unshown one = m_data.unshown(curve, m_options.xAxis, range, logarithmic);
        all.notANumber += one.notANumber;
        all.infinite += one.infinite;
        all.notPositive += one.notPositive;
        summarised = summarised || m_data.isSummarised(curve);
    }
    QStringList parts;
    if (all.notANumber > 0)
        parts += tr("not a number (×): %1").arg(format::count(all.notANumber, locale()));
    if (all.infinite > 0)
        parts += tr("infinite (▲ ▼): %1").arg(format::count(all.infinite, locale()));
    if (all.notPositive > 0)
        parts += tr("zero or less, not on a logarithmic axis (▼): %1")
                     .arg(format::count(all.notPositive, locale()));
    if (summarised)
        parts += tr("the server sends first, least, greatest and last of many measurements");
    m_note->setText(format::list(parts));
    m_note->setVisible(!parts.isEmpty());
}

QString MetricChart::savePng(const QString &path) const
{
    QSaveFile file(path);
    const QPixmap picture = const_cast<MetricChart *>(this)->grab();
    if (!file.open(QIODevice::WriteOnly) || !picture.save(&file, "PNG") || !file.commit())
        return tr("The picture could not be written to %1: %2").arg(path, file.errorString());
    return {};
}

QString MetricChart::saveCsv(const QString &path) const
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Text))
        return tr("The measurements could not be written to %1: %2").arg(path, file.errorString());
    // What a program reads: all digits, and words for what is no number.
    const auto number = [](double value) {
        return std::isnan(value)   ? u"NaN"_qs
               : std::isinf(value) ? (value > 0 ? u"Infinity"_qs : u"-Infinity"_qs)
                                   : QString::number(value, 'g', QLocale::FloatingPointShortest);
    };
    file.write("job_name,metric,step,epoch,wall_ms,value,kind\n");
    for (const ChartData::Curve &curve : m_group.curves) {
        const qsizetype size = m_data.size(curve);
        for (qsizetype i = 0; i < size; ++i) {
            const auto point = m_data.measurement(curve, ChartData::XAxis::Step, i);
            const QStringList cells{csvCell(curve.jobName),
                                    csvCell(curve.metric),
                                    QString::number(point.step),
                                    number(point.epoch),
                                    QString::number(point.wallMs),
                                    number(point.value),
                                    point.summary ? u"summary"_qs : u"measurement"_qs};
            file.write(cells.join(u',').toUtf8() + '\n');
        }
    }
    if (!file.commit())
        return tr("The measurements could not be written to %1: %2").arg(path, file.errorString());
    return {};
}

void MetricChart::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Show everything"), m_canvas, [this] {
        m_canvas->setView({});
        emit m_canvas->viewChanged();
    });
    menu->addSeparator();
    menu->addAction(tr("Save as picture (PNG)…"), this, [this] { exportAs(true); });
    menu->addAction(tr("Save measurements (CSV)…"), this, [this] { exportAs(false); });
    menu->popup(event->globalPos());
}

void MetricChart::exportAs(bool picture)
{
    auto *dialog = new QFileDialog(this, picture ? tr("Save chart as picture") : tr("Save measurements"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(picture ? u"png"_qs : u"csv"_qs);
    dialog->selectFile(m_group.key + (picture ? u".png"_qs : u".csv"_qs));
    connect(dialog, &QFileDialog::fileSelected, this, [this, picture](const QString &path) {
        const QString error = picture ? savePng(path) : saveCsv(path);
        if (!error.isEmpty())
            m_where->setText(error);
    });
    dialog->open();
}

} // namespace nsl
