// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/versiondetailspanel.h"

#include "theme/tokens.h"
#include "widgets/breakinglabel.h"
#include "widgets/elidedlabel.h"
#include "widgets/labelgrid.h"

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace nsl
{
namespace
{

constexpr int editInset = 8;
constexpr int narrowest = 260;
constexpr int widestAsked = 335; ///< beyond that the tree beside it would have too little
constexpr int maximumLabel = 80;
constexpr int maximumDescription = 2000;

QLabel *textLabel(QWidget *parent, const QString &role)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("textRole", role);
    return label;
}

QLineEdit *inPlaceEdit(QWidget *parent, const QString &name, const QString &placeholder, int length)
{
    auto *edit = new QLineEdit(parent);
    edit->setProperty("inplace", true);
    edit->setAccessibleName(name);
    edit->setPlaceholderText(placeholder);
    edit->setMaxLength(length);
    return edit;
}

} // namespace

VersionDetailsPanel::VersionDetailsPanel(QWidget *parent)
    : QFrame(parent)
    , m_stack(new QStackedLayout)
    , m_scroll(new QScrollArea(this))
    , m_hint(textLabel(this, u"secondary"_qs))
    , m_title(textLabel(this, u"title"_qs))
    , m_subtitle(new ElidedLabel(this))
    , m_label(inPlaceEdit(this, tr("Label"), tr("Add a label"), maximumLabel))
    , m_description(inPlaceEdit(this, tr("Description"), tr("Add a description"), maximumDescription))
    , m_fields(new LabelGrid(this))
    , m_metricsTitle(textLabel(this, u"section"_qs))
    , m_metrics(new LabelGrid(this))
    , m_comparability(textLabel(this, u"secondary"_qs))
    , m_differencesTitle(textLabel(this, u"section"_qs))
    , m_differences(new QWidget(this))
{
    setProperty("card", true);
    m_label->setObjectName(u"versionLabel"_qs);
    m_description->setObjectName(u"versionDescription"_qs);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setMargin(spacing::l);
    m_metrics->setRuled(true);
    auto *differences = new QVBoxLayout(m_differences);
    differences->setContentsMargins(0, 0, 0, 0);
    differences->setSpacing(2);
    m_differencesTitle->setText(tr("Differs from production in"));

    auto *body = new QWidget(this);
    body->setProperty("scrollBody", true);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(spacing::m);
    form->setVerticalSpacing(4);
    const auto addRow = [&](const QString &name, QWidget *field) {
        auto *label = new QLabel(name, body);
        label->setProperty("textRole", u"secondary"_qs);
        label->setBuddy(field);
        form->addRow(label, field);
        m_editNames << label;
    };
    addRow(tr("Label"), m_label);
    addRow(tr("Description"), m_description);
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(spacing::l, spacing::m, spacing::l, spacing::l);
    column->setSpacing(6);
    column->addWidget(m_title);
    column->addWidget(m_subtitle);
    column->addSpacing(2);
    column->addLayout(form);
    column->addWidget(m_fields);
    column->addSpacing(spacing::s);
    column->addWidget(m_metricsTitle);
    column->addWidget(m_metrics);
    column->addWidget(m_comparability);
    column->addSpacing(spacing::s);
    column->addWidget(m_differencesTitle);
    column->addWidget(m_differences);
    column->addStretch();
    m_scroll->setWidget(body);
    m_scroll->setWidgetResizable(true);
    m_scroll->setAccessibleName(tr("Details of the selected version"));
    m_scroll->setMinimumWidth(narrowest);
    m_stack->addWidget(m_hint);
    m_stack->addWidget(m_scroll);
    auto *frame = new QVBoxLayout(this);
    frame->setContentsMargins(1, 1, 1, 1);
    frame->addLayout(m_stack);

    connect(m_label, &QLineEdit::editingFinished, this, [this] {
        if (!m_versionId.isEmpty() && m_label->text().trimmed() != m_shownLabel)
            emit labelEdited(m_versionId, m_label->text().trimmed());
    });
    connect(m_description, &QLineEdit::editingFinished, this, [this] {
        if (!m_versionId.isEmpty() && m_description->text().trimmed() != m_shownDescription)
            emit descriptionEdited(m_versionId, m_description->text().trimmed());
    });
}

void VersionDetailsPanel::setHint(const QString &text)
{
    m_hint->setText(text);
}

void VersionDetailsPanel::makeRoom()
{
    // Readings are read whole, also in languages with longer words. It only grows: a panel whose width
    // follows the selection is restless.
    const int wanted = m_scroll->widget()->minimumSizeHint().width() +
                       m_scroll->verticalScrollBar()->sizeHint().width() + 2 * m_scroll->frameWidth();
    m_scroll->setMinimumWidth(qBound(m_scroll->minimumWidth(), wanted, widestAsked));
}

void VersionDetailsPanel::alignNames()
{
    // What can be edited and what cannot begin at one edge; an edit's text stands a little inside it.
    int width = m_fields->nameWidth();
    for (const QLabel *name : std::as_const(m_editNames))
        width = qMax(width, name->sizeHint().width() + editInset);
    m_fields->setNameWidth(width);
    for (QLabel *name : std::as_const(m_editNames))
        name->setMinimumWidth(width - editInset);
}

void VersionDetailsPanel::setDetails(const VersionDetails &details)
{
    const bool another = details.versionId != m_versionId;
    m_versionId = details.versionId;
    m_stack->setCurrentIndex(m_versionId.isEmpty() ? 0 : 1);
    if (m_versionId.isEmpty())
        return;
    m_title->setText(details.title);
    m_subtitle->setText(details.subtitle);
    // A refresh does not take away what a person is typing.
    const auto refill = [another](QLineEdit *edit, const QString &text, const QString &shown) {
        const bool typing = edit->isModified() && edit->text().trimmed() != shown;
        if ((another || !typing) && edit->text() != text) {
            edit->setText(text);
            edit->setCursorPosition(0);
        }
    };
    refill(m_label, details.label, m_shownLabel);
    refill(m_description, details.description, m_shownDescription);
    m_shownLabel = details.label;
    m_shownDescription = details.description;
    m_fields->setRows(LabelGrid::fieldRows(details.fields));
    alignNames();
    m_metricsTitle->setText(details.metricsTitle);
    // Beside the tree there is room for the model's own metrics; the rest stands in Summary and Compare.
    QList<VersionDetails::MetricLine> own;
    for (const auto &line : details.metrics)
        if (!line.name.startsWith(u"validation_"_qs) && !line.name.startsWith(u"baseline_"_qs) &&
            !line.name.startsWith(u"live_"_qs))
            own << line;
    m_metrics->setRows(LabelGrid::metricRows(own));
    m_comparability->setText(details.comparabilityText);
    m_comparability->setVisible(!details.comparabilityText.isEmpty());
    showDifferences(details.differences);
    makeRoom();
}

void VersionDetailsPanel::showDifferences(const QList<VersionDetails::DifferenceLine> &lines)
{
    while (m_differenceLabels.size() < 2 * lines.size()) {
        auto *label = new BreakingLabel(m_differences);
        label->setSecondary(m_differenceLabels.size() % 2 == 0);
        m_differences->layout()->addWidget(label);
        m_differenceLabels.append(label);
    }
    for (qsizetype i = 0; i < m_differenceLabels.size(); ++i) {
        BreakingLabel *label = m_differenceLabels.at(i);
        const bool used = i / 2 < lines.size();
        label->setVisible(used);
        if (!used)
            continue;
        const auto &line = lines.at(i / 2);
        label->setText(i % 2 == 0 ? line.path
                                  : tr("%1 → %2", "production's value, this version's value")
                                        .arg(line.production, line.candidate));
    }
    m_differences->setVisible(!lines.isEmpty());
    m_differencesTitle->setVisible(!lines.isEmpty());
}

} // namespace nsl
