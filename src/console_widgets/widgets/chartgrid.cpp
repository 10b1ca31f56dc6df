// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/chartgrid.h"

#include "theme/tokens.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QSlider>
#include <QTimer>

namespace nsl
{
namespace
{

constexpr int columnWidth = 360;
constexpr int smoothingSteps = 100;

} // namespace

ChartGrid::ChartGrid(ChartData &chartData, QSettings &storage, const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_data(chartData)
    , m_axisSetting(storage, name + u"/x_axis"_qs, int(ChartData::XAxis::Step))
    , m_smoothingSetting(storage, name + u"/smoothing"_qs, 0)
    , m_logSetting(storage, name + u"/log_y"_qs, false)
    , m_axis(new QComboBox(this))
    , m_smoothing(new QSlider(Qt::Horizontal, this))
    , m_smoothingValue(new QLabel(this))
    , m_logY(new QCheckBox(tr("Log y"), this))
    , m_asTable(new QCheckBox(tr("Show as table"), this))
    , m_scroll(new QScrollArea(this))
    , m_body(new QWidget(this))
    , m_grid(new QGridLayout(m_body))
    , m_empty(new QLabel(this))
{
    m_axis->setObjectName(u"chartAxis"_qs);
    m_axis->setAccessibleName(tr("Horizontal axis"));
    m_axis->addItem(tr("Step"), int(ChartData::XAxis::Step));
    m_axis->addItem(tr("Epoch"), int(ChartData::XAxis::Epoch));
    m_axis->addItem(tr("Time since start (s)"), int(ChartData::XAxis::RelativeTime));
    m_axis->addItem(tr("Clock time"), int(ChartData::XAxis::WallTime));
    m_axis->setCurrentIndex(qMax(0, m_axis->findData(m_axisSetting.value())));
    m_smoothing->setObjectName(u"chartSmoothing"_qs);
    m_smoothing->setAccessibleName(tr("Smoothing"));
    m_smoothing->setRange(0, smoothingSteps - 1);
    m_smoothing->setFixedWidth(110);
    m_smoothing->setValue(m_smoothingSetting.value());
    m_smoothingValue->setProperty("textRole", u"small"_qs);
    m_smoothingValue->setMinimumWidth(fontMetrics().horizontalAdvance(u"0.00"_qs));
    m_logY->setObjectName(u"chartLogY"_qs);
    m_logY->setAccessibleName(tr("Logarithmic vertical axis"));
    m_logY->setChecked(m_logSetting.value());
    m_asTable->setObjectName(u"chartAsTable"_qs);
    m_asTable->setAccessibleName(tr("Show the measurements as a table"));
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setProperty("textRole", u"secondary"_qs);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);

    auto *axisLabel = new QLabel(tr("Horizontal axis"), this);
    axisLabel->setProperty("textRole", u"small"_qs);
    axisLabel->setBuddy(m_axis);
    auto *smoothingLabel = new QLabel(tr("Smoothing"), this);
    smoothingLabel->setProperty("textRole", u"small"_qs);
    auto *controls = new QHBoxLayout;
    controls->setSpacing(spacing::s);
    controls->addWidget(axisLabel);
    controls->addWidget(m_axis);
    controls->addSpacing(spacing::m);
    controls->addWidget(smoothingLabel);
    controls->addWidget(m_smoothing);
    controls->addWidget(m_smoothingValue);
    controls->addSpacing(spacing::m);
    controls->addWidget(m_logY);
    controls->addWidget(m_asTable);
    controls->addStretch();

    m_body->setProperty("scrollBody", true);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(spacing::m);
    m_scroll->setWidget(m_body);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setAccessibleName(tr("Charts"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::m, spacing::s, spacing::m, spacing::m);
    column->setSpacing(spacing::s);
    column->addLayout(controls);
    column->addWidget(m_scroll, 1);
    column->addWidget(m_empty, 1);

    connect(m_axis, &QComboBox::currentIndexChanged, this, [this] {
        m_axisSetting.set(m_axis->currentData().toInt());
        applyOptions();
    });
    connect(m_smoothing, &QSlider::valueChanged, this, [this](int value) {
        m_smoothingSetting.set(value);
        applyOptions();
    });
    connect(m_logY, &QCheckBox::toggled, this, [this](bool on) {
        m_logSetting.set(on);
        applyOptions();
    });
    connect(m_asTable, &QCheckBox::toggled, this, &ChartGrid::applyOptions);
    connect(m_scroll->verticalScrollBar(), &QScrollBar::valueChanged, this, &ChartGrid::refreshActive);
    connect(&m_data, &ChartData::groupsUpdated, this, &ChartGrid::rebuild);
    connect(&m_data, &ChartData::groupChanged, this, [this](const QString &key) {
        for (MetricChart *chart : std::as_const(m_charts))
            if (chart->group().key == key)
                chart->markStale();
    });
    connect(&m_data, &ChartData::smoothingUpdated, this, [this] {
        for (MetricChart *chart : std::as_const(m_charts))
            chart->setGroup(chart->group());
    });
    rebuild();
    applyOptions();
}

void ChartGrid::setEmptyText(const QString &text)
{
    m_empty->setText(text);
}

void ChartGrid::rebuild()
{
    const QList<ChartData::Group> &groups = m_data.groups();
    // Charts are kept by key, so that zoom and crosshair survive a run that joins or leaves.
    QList<MetricChart *> old = m_charts;
    m_charts.clear();
    for (const ChartData::Group &group : groups) {
        MetricChart *chart = nullptr;
        for (MetricChart *candidate : std::as_const(old))
            if (candidate->group().key == group.key)
                chart = candidate;
        if (chart) {
            old.removeOne(chart);
            if (chart->group() != group)
                chart->setGroup(group);
            else
                chart->markStale();
        } else {
            chart = new MetricChart(m_data, group, m_body);
            connect(chart->canvas(), &ChartCanvas::crosshairMoved, this, &ChartGrid::linkCrosshair);
            connect(chart->canvas(), &ChartCanvas::viewChanged, this,
                    [this, canvas = chart->canvas()] { linkView(canvas); });
        }
        m_charts.append(chart);
    }
    for (MetricChart *chart : std::as_const(old))
        chart->deleteLater();
    m_columns = 0;
    m_empty->setVisible(m_charts.isEmpty());
    m_scroll->setVisible(!m_charts.isEmpty());
    layOut();
    applyOptions();
}

void ChartGrid::layOut()
{
    const int columns = qBound(1, (width() - 2 * spacing::m) / columnWidth, 3);
    if (columns == m_columns)
        return;
    m_columns = columns;
    while (QLayoutItem *item = m_grid->takeAt(0))
        delete item;
    for (int i = 0; i < 4; ++i)
        m_grid->setColumnStretch(i, i < columns ? 1 : 0);
    for (int row = 0; row < m_grid->rowCount(); ++row)
        m_grid->setRowStretch(row, 0);
    for (qsizetype i = 0; i < m_charts.size(); ++i) {
        m_grid->addWidget(m_charts.at(i), int(i) / columns, int(i) % columns);
        m_charts.at(i)->show();
    }
    m_grid->setRowStretch(int(m_charts.size()) / columns + 1, 1);
}

void ChartGrid::applyOptions()
{
    const double weight = m_smoothing->value() / double(smoothingSteps);
    m_smoothingValue->setText(weight > 0 ? QLocale().toString(weight, 'f', 2) : tr("off"));
    m_data.setSmoothing(weight);
    MetricChart::Options options;
    options.xAxis = ChartData::XAxis(m_axis->currentData().toInt());
    options.logY = m_logY->isChecked();
    options.asTable = m_asTable->isChecked();
    for (MetricChart *chart : std::as_const(m_charts))
        chart->setOptions(options);
    refreshActive();
}

void ChartGrid::refreshActive()
{
    const QRect visible = isVisible() ? m_scroll->viewport()->rect() : QRect();
    for (MetricChart *chart : std::as_const(m_charts)) {
        const QRect place(chart->mapTo(m_scroll->viewport(), QPoint()), chart->size());
        chart->setActive(visible.intersects(place));
    }
}

void ChartGrid::linkCrosshair(std::optional<double> x)
{
    for (MetricChart *chart : std::as_const(m_charts))
        chart->setCrosshair(x);
}

void ChartGrid::linkView(const ChartCanvas *source)
{
    for (MetricChart *chart : std::as_const(m_charts))
        if (chart->canvas() != source)
            chart->canvas()->setView(source->view());
}

void ChartGrid::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    layOut();
    QTimer::singleShot(0, this, &ChartGrid::refreshActive);
}

void ChartGrid::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    QTimer::singleShot(0, this, &ChartGrid::refreshActive);
}

void ChartGrid::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    refreshActive();
}

} // namespace nsl
