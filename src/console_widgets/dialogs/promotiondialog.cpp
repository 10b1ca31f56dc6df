// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/promotiondialog.h"

#include "actionbinding.h"
#include "dialogs/commentdialog.h"
#include "pages/comparisonmodel.h"
#include "theme/icons.h"
#include "theme/tokens.h"
#include "widgets/cells.h"
#include "widgets/elidedlabel.h"
#include "workbench.h"

#include "ui_promotiondialog.h"

#include <errortext.h>

#include <QApplication>
#include <QFontDatabase>
#include <QHeaderView>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScrollBar>

namespace nsl
{
namespace
{

constexpr int shownDifferences = 100;
constexpr int shownLines = 6;
constexpr int widestTable = 760;

Tone toneOf(PromotionReview::Check::Result result)
{
    switch (result) {
    case PromotionReview::Check::Result::Passed:
        return Tone::Good;
    case PromotionReview::Check::Result::Warning:
        return Tone::Warning;
    case PromotionReview::Check::Result::Failed:
        break;
    }
    return Tone::Bad;
}

QString iconOf(PromotionReview::Check::Result result)
{
    switch (result) {
    case PromotionReview::Check::Result::Passed:
        return u"check-mark"_qs;
    case PromotionReview::Check::Result::Warning:
        return u"warning"_qs;
    case PromotionReview::Check::Result::Failed:
        break;
    }
    return u"reject"_qs;
}

} // namespace

PromotionDialog::PromotionDialog(Workbench &workbench, const QString &jobName,
                                 const std::optional<RecordId> &endpointId, QWidget *parent)
    : QDialog(parent)
    , m_workbench(workbench)
    , m_ui(std::make_unique<Ui::PromotionDialog>())
    , m_metrics(new ComparisonModel(this))
    , m_preview(new PreviewController(workbench.session(), this))
    , m_jobName(jobName)
    , m_endpointId(endpointId)
{
    setUp();
    refresh();
}

PromotionDialog::PromotionDialog(Workbench &workbench, const RecordId &endpointId, QWidget *parent)
    : QDialog(parent)
    , m_workbench(workbench)
    , m_ui(std::make_unique<Ui::PromotionDialog>())
    , m_metrics(new ComparisonModel(this))
    , m_preview(new PreviewController(workbench.session(), this))
    , m_endpointId(endpointId)
    , m_targets(workbench.models().rollBackTargets(endpointId))
{
    if (!m_targets.isEmpty())
        m_jobName = m_targets.first().version.jobName;
    setUp();
    refresh();
}

PromotionDialog::~PromotionDialog() = default;

void PromotionDialog::setUp()
{
    m_ui->setupUi(this);
    setAttribute(Qt::WA_DeleteOnClose);
    m_ui->metrics->setModel(m_metrics);
    m_ui->metrics->setItemDelegate(
        new CellDelegate([this](const QModelIndex &index) { return m_metrics->cell(index); }, this));
    m_ui->metrics->verticalHeader()->hide();
    m_ui->metrics->verticalHeader()->setDefaultSectionSize(spacing::row - 2);
    m_ui->metrics->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_ui->metrics->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_ui->metrics->horizontalHeader()->setStretchLastSection(true);
    m_ui->metrics->setSelectionMode(QAbstractItemView::NoSelection);
    const QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    m_ui->differences->setFont(fixed);
    m_ui->apiCall->setFont(fixed);
    m_ui->targetRow->setVisible(!m_targets.isEmpty());
    for (const RollBackTarget &target : std::as_const(m_targets))
        m_ui->target->addItem(
            target.servedText.isEmpty()
                ? target.title
                : tr("%1 · %2", "version, when it was live").arg(target.title, target.servedText),
            target.version.jobName);
    connect(m_ui->target, &QComboBox::currentIndexChanged, this, [this] {
        m_jobName = m_ui->target->currentData().toString();
        refresh();
    });
    connect(m_ui->comment, &QPlainTextEdit::textChanged, this, &PromotionDialog::showCall);
    connect(m_ui->cancelButton, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_ui->promoteButton, &QPushButton::clicked, this, &PromotionDialog::promote);
    PlatformSession &session = m_workbench.session();
    connect(&session, &PlatformSession::manifestsUpdated, this, &PromotionDialog::refresh);
    connect(&session, &PlatformSession::endpointsUpdated, this, &PromotionDialog::refresh);
    connect(&session, &PlatformSession::familiesUpdated, this, &PromotionDialog::refresh);
    connect(&session, &PlatformSession::connectionUpdated, this, &PromotionDialog::refresh);
    connect(m_preview, &PreviewController::completed, this, &PromotionDialog::refresh);
    connect(&m_workbench.promotion(), &PromotionController::phaseChanged, this,
            &PromotionDialog::handlePhase);
    m_ui->cancelButton->setFocus();
}

void PromotionDialog::refresh()
{
    // What was sent is not reviewed again: the endpoint is changing because of it.
    if (m_sent)
        return;
    m_review = m_workbench.models().review(m_jobName, m_endpointId);
    m_preview->complete(m_review);
    showReview();
}

void PromotionDialog::showReview()
{
    setWindowTitle(m_review.isRollBack ? tr("Roll back") : tr("Promotion review"));
    m_ui->headline->setText(m_review.title);
    m_ui->subtitle->setText(m_review.subtitle);
    if (m_review.buttonText.isEmpty())
        m_review.buttonText = tr("Promote to production");
    m_ui->promoteButton->setText(QString(m_review.buttonText).replace(u'&', u"&&"_qs));
    m_ui->promoteButton->setAccessibleName(m_review.buttonText);
    applyState(m_ui->promoteButton, m_review.promote);
    m_ui->footText->setText(m_review.promote.enabled ? m_review.rollBackNote : m_review.promote.reason);

    const Comparison &comparison = m_review.comparison;
    const bool two = comparison.runs.size() > 1;
    showMetrics();
    m_ui->comparableBadge->setVisible(two);
    if (two) {
        const bool comparable = comparison.comparability.last().verdict == Comparable::Yes;
        m_ui->comparableBadge->setBadge(
            Badge{comparable ? Tone::Good : Tone::Warning, {}, comparison.badges.last()});
        m_ui->reasons->setText(m_review.previewNote.isEmpty() ? comparison.reasons.last()
                                                              : m_review.previewNote);
    }
    m_ui->reasons->setVisible(two && !m_ui->reasons->text().isEmpty());
    QStringList lines;
    for (const auto &difference : comparison.differences) {
        if (lines.size() == shownDifferences) {
            lines << tr("… and %n more", nullptr, int(comparison.differences.size() - lines.size()));
            break;
        }
        lines << u"%1   %2"_qs.arg(difference.path, difference.values.join(u" → "_qs));
    }
    m_ui->differencesTitle->setText(lines.isEmpty()
                                        ? tr("What differs in the manifest")
                                        : tr("What differs in the manifest (%1)").arg(lines.size()));
    if (lines.isEmpty())
        lines << (two ? m_review.manifestsNote : tr("Nothing is live to compare with."));
    const QString text = lines.join(u'\n');
    if (m_ui->differences->toPlainText() != text)
        m_ui->differences->setPlainText(text);
    const int shown = qBound(1, int(text.count(u'\n')) + 1, shownLines);
    m_ui->differences->setFixedHeight(m_ui->differences->fontMetrics().lineSpacing() * shown + 14);
    m_ui->comment->setPlaceholderText(tr("Why now? %1", "where the comment goes").arg(m_review.commentNote));
    showChecks();
    showCall();
}

void PromotionDialog::showMetrics()
{
    Comparison shown = m_review.comparison;
    if (shown.runs.size() > 1) {
        // Whether the two are comparable stands above the table; its head says what the columns are.
        shown.runs.first().isLive = false;
        shown.badges = {tr("live now"), m_preview->state() == PreviewController::State::Ready
                                            ? tr("difference, 95 % interval")
                                            : tr("difference")};
    } else {
        shown.badges.fill({}); // one version alone is no baseline
    }
    m_metrics->setComparison(shown, false);
    // A reading is read whole: the table asks for the width that it needs.
    int width = m_ui->metrics->verticalScrollBar()->sizeHint().width() + 2 * m_ui->metrics->frameWidth();
    for (int column = 0; column < m_metrics->columnCount(); ++column)
        width += qMax(static_cast<QAbstractItemView *>(m_ui->metrics)->sizeHintForColumn(column),
                      m_ui->metrics->horizontalHeader()->sectionSizeHint(column));
    m_ui->metrics->setMinimumWidth(qMin(width + spacing::s, widestTable));
}

void PromotionDialog::showChecks()
{
    while (QLayoutItem *item = m_ui->checks->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const Tokens &tokens = tokensFor(QApplication::palette());
    for (const auto &check : std::as_const(m_review.checks)) {
        auto *row = new QWidget(this);
        auto *layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(spacing::s);
        auto *icon = new QLabel(row);
        icon->setPixmap(
            iconPixmap(iconOf(check.result), tokens.ink(toneOf(check.result)), 14, devicePixelRatioF()));
        icon->setAlignment(Qt::AlignTop);
        auto *text =
            new QLabel(check.fix.isEmpty() ? check.text : u"%1\n%2"_qs.arg(check.text, check.fix), row);
        text->setTextFormat(Qt::PlainText);
        text->setWordWrap(true);
        text->setToolTip(plainToolTip(check.toolTip));
        const QString result = check.result == PromotionReview::Check::Result::Passed    ? tr("passed")
                               : check.result == PromotionReview::Check::Result::Warning ? tr("warning")
                                                                                         : tr("failed");
        text->setAccessibleName(tr("%1: %2", "check, result").arg(check.text, result));
        layout->addWidget(icon);
        layout->addWidget(text, 1);
        m_ui->checks->addWidget(row);
    }
}

void PromotionDialog::showCall()
{
    PromotionRequest request = m_review.request;
    request.comment = m_ui->comment->toPlainText().trimmed().left(CommentDialog::maximumLength);
    const QString call =
        u"POST /api/training-jobs/promote\n"_qs +
        QString::fromUtf8(QJsonDocument(toJson(request)).toJson(QJsonDocument::Indented)).trimmed();
    if (m_ui->apiCall->toPlainText() != call)
        m_ui->apiCall->setPlainText(call);
}

void PromotionDialog::promote()
{
    if (!m_review.promote.enabled)
        return;
    PromotionRequest request = m_review.request;
    request.comment = m_ui->comment->toPlainText().trimmed().left(CommentDialog::maximumLength);
    m_sent = true;
    m_ui->promoteButton->setEnabled(false);
    m_ui->footText->setText(tr("Sending…"));
    m_workbench.promotion().promote(request);
}

void PromotionDialog::handlePhase(PromotionController::Phase phase)
{
    if (!m_sent)
        return;
    switch (phase) {
    case PromotionController::Phase::Idle:
    case PromotionController::Phase::Sending:
        break;
    case PromotionController::Phase::Following:
    case PromotionController::Phase::Succeeded:
    case PromotionController::Phase::RolledBack:
        accept(); // the banner tells the rest
        break;
    case PromotionController::Phase::ProductionChanged:
        m_sent = false;
        refresh();
        m_ui->subtitle->setText(
            tr("Production changed meanwhile. This is the review against what is live now. %1")
                .arg(m_review.subtitle));
        break;
    case PromotionController::Phase::Failed: {
        const QString problem = errorSentence(m_workbench.promotion().error());
        m_sent = false;
        refresh();
        m_ui->footText->setText(problem);
        break;
    }
    }
}

} // namespace nsl
