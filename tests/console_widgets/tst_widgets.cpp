// SPDX-License-Identifier: GPL-3.0-or-later
#include "actionbinding.h"
#include "theme/theme.h"
#include "widgets/breakinglabel.h"
#include "widgets/cells.h"
#include "widgets/connectionchip.h"
#include "widgets/elidedlabel.h"
#include "widgets/failurebanner.h"
#include "widgets/labelgrid.h"
#include "widgets/productionbanner.h"
#include "widgets/statepane.h"
#include "widgets/versiondetailspanel.h"

#include <jobtablemodel.h>
#include <modeltreemodel.h>

#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QTableView>
#include <QtTest>

using namespace nsl;

/// The small parts: what they show, what they say to screen readers, what they do when pressed.
class TestWidgets : public QObject
{
    Q_OBJECT

private slots:
    void delegatePaintsStatusWithAWord()
    {
        const Badge badge = cells::statusBadge(Tone::Good, u"Approved"_qs);
        QCOMPARE(badge.text, u"Approved"_qs);
        QVERIFY(!badge.icon.isEmpty());
        QStandardItemModel model(1, 1);
        model.setData(model.index(0, 0), u"Approved"_qs);
        model.setData(model.index(0, 0), int(Tone::Good), roles::ToneOf);
        model.setData(model.index(0, 0), true, roles::IsBadge);
        const Cell cell = cells::jobTable(model.index(0, 0));
        QVERIFY(cell.badge.has_value());
        QCOMPARE(cell.badge->text, u"Approved"_qs);

        QTableView view;
        auto *delegate = new CellDelegate(cells::jobTable, &view);
        view.setItemDelegate(delegate);
        view.setModel(&model);
        QStyleOptionViewItem option;
        option.font = view.font();
        option.fontMetrics = view.fontMetrics();
        option.palette = paletteFor(lightTokens());
        QVERIFY(delegate->sizeHint(option, model.index(0, 0)).height() >= spacing::row);
        QImage canvas(160, 40, QImage::Format_ARGB32);
        canvas.fill(Qt::white);
        option.rect = canvas.rect();
        QPainter painter(&canvas);
        delegate->paint(&painter, option, model.index(0, 0));
        painter.end();
        QCOMPARE(canvas.pixelColor(10, 20).name(), lightTokens().okGround.name());
    }

    void aNoteStandsBesideItsValueInBothDirections_data()
    {
        QTest::addColumn<int>("direction");
        QTest::newRow("left to right") << int(Qt::LeftToRight);
        QTest::newRow("right to left") << int(Qt::RightToLeft);
    }

    void aNoteStandsBesideItsValueInBothDirections()
    {
        QFETCH(const int, direction);
        Cell shown;
        QTableView view;
        QStandardItemModel model(1, 1);
        CellDelegate delegate([&shown](const QModelIndex &) { return shown; });
        const auto ink = [&](const QString &text, const QString &note) {
            shown = {};
            shown.reading = true;
            shown.text = text;
            shown.note = note;
            QImage canvas(420, 30, QImage::Format_ARGB32);
            canvas.fill(Qt::white);
            QStyleOptionViewItem option;
            option.font = view.font();
            option.fontMetrics = view.fontMetrics();
            option.palette = paletteFor(lightTokens());
            option.direction = Qt::LayoutDirection(direction);
            option.rect = canvas.rect();
            QPainter painter(&canvas);
            delegate.paint(&painter, option, model.index(0, 0));
            painter.end();
            QPair<int, int> extent{canvas.width(), -1};
            for (int x = 0; x < canvas.width(); ++x) {
                for (int y = 0; y < canvas.height() - 2; ++y) {
                    if (canvas.pixelColor(x, y) != lightTokens().surface)
                        extent = {qMin(extent.first, x), qMax(extent.second, x)};
                }
            }
            return extent;
        };
        for (const QString &value : {u"0.1234"_qs, u"1,234,567.5"_qs}) {
            const auto text = ink(value, {});
            // An empty value keeps its place, so that the note stands where it stands beside one.
            const auto both = ink(value, u"▼ −0.004 worse (−0.006 … −0.002)"_qs);
            QVERIFY(text.second > text.first && both.second - both.first > text.second - text.first + 40);
            const bool mirrored = direction == int(Qt::RightToLeft);
            // The value is at the outer edge, alone; everything else lies on its inner side.
            if (mirrored)
                QCOMPARE(both.second, text.second);
            else
                QCOMPARE(both.first, text.first);
            shown = {};
            const auto note = ink(QString(value.size(), u'\u2007'), u"▼ −0.004 worse (−0.006 … −0.002)"_qs);
            QVERIFY2(mirrored ? note.second < text.first : note.first > text.second,
                     qPrintable(u"%1..%2 over %3..%4"_qs.arg(note.first)
                                    .arg(note.second)
                                    .arg(text.first)
                                    .arg(text.second)));
        }
    }

    void detailsHideNoValue()
    {
        VersionDetailsPanel panel;
        VersionDetails details;
        details.versionId = 5;
        details.title = u"Two-tower GRU v9"_qs;
        details.fields = {
            {u"Approval"_qs, u"Approved · by someone@example.com · 28 Nov 2026 10:29"_qs, {}, Tone::Good},
            {u"Comment"_qs, QString(80, u'x'), {}, Tone::Neutral}};
        details.metrics = {
            {u"ndcg_at_10"_qs, u"NDCG@10"_qs, u"0.182"_qs, u"▲ +0.006 better"_qs, Tone::Good},
            {u"recall_at_10"_qs, u"Recall@10"_qs, u"0.3182"_qs, u"+0.0001 within noise"_qs, Tone::Neutral}};
        details.differences = {{u"evaluation.artifact_sha256"_qs, QString(64, u'7'), QString(64, u'8')},
                               {u"options."_qs + QString(60, u'o'), u"5"_qs, u"8"_qs}};
        panel.setDetails(details);
        panel.resize(380, 700);
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        auto *scroll = panel.findChild<QScrollArea *>();
        QVERIFY(scroll);
        int seen = 0;
        const auto labels = scroll->widget()->findChildren<QWidget *>();
        for (const QWidget *label : labels) {
            if (!label->isVisible() ||
                !(qobject_cast<const QLabel *>(label) || qobject_cast<const BreakingLabel *>(label)))
                continue;
            ++seen;
            const QRect place(label->mapTo(scroll->viewport(), QPoint()), label->size());
            QVERIFY2(place.left() >= 0 && place.right() < scroll->viewport()->width(),
                     qPrintable(u"%1 ends at %2 of %3"_qs.arg(label->accessibleName())
                                    .arg(place.right())
                                    .arg(scroll->viewport()->width())));
            if (const auto *broken = qobject_cast<const BreakingLabel *>(label))
                QVERIFY(broken->height() >= broken->heightForWidth(broken->width()));
        }
        QVERIFY(seen >= 12);
        QVERIFY(!scroll->horizontalScrollBar()->isVisible());
    }

    void progressCellHasABar()
    {
        QStandardItemModel model(1, JobTableModel::ColumnCount);
        const QModelIndex index = model.index(0, JobTableModel::Progress);
        model.setData(index, u"epoch 2/5"_qs);
        model.setData(index, 0.4, roles::Fraction);
        QCOMPARE(cells::jobTable(index).progress, std::optional(0.4));
        QCOMPARE(cells::jobTable(index).text, u"epoch 2/5"_qs);
    }

    void familyRowsAreGroups()
    {
        QStandardItemModel model(1, 2);
        model.setData(model.index(0, 0), int(ModelTreeModel::FamilyNodeKind), roles::Kind);
        model.setData(model.index(0, 1), u"tenant"_qs);
        QVERIFY(cells::modelTree(model.index(0, 1)).group);
    }

    void disabledButtonsExplainThemselves()
    {
        QPushButton button(u"Promote"_qs);
        applyState(&button, ActionState::no(u"<b>Two-tower GRU v9</b> is Pending: approve it first"_qs));
        QVERIFY(!button.isEnabled());
        QVERIFY(!button.toolTip().contains(u"<b>"_qs)); // shown as plain text
        QVERIFY(button.toolTip().contains(u"approve it first"_qs));
        QVERIFY(button.accessibleDescription().contains(u"approve it first"_qs));
        QVERIFY(button.statusTip().contains(u"approve it first"_qs));
        applyState(&button, ActionState::yes());
        QVERIFY(button.isEnabled());
        QVERIFY(button.toolTip().isEmpty());
    }

    void failureStaysUntilItIsRead()
    {
        FailureBanner banner;
        QVERIFY(banner.isHidden());
        banner.showFailure(u"Two-tower GRU v9 was not approved"_qs, u"The run is not finished."_qs,
                           u"HTTP 409\nrequest abc"_qs);
        QVERIFY(!banner.isHidden());
        QCOMPARE(banner.detail(), u"The run is not finished."_qs);
        banner.findChild<QPushButton *>(u"failureDetails"_qs)->click();
        QVERIFY(banner.detail().contains(u"HTTP 409"_qs));
        banner.findChild<QPushButton *>(u"failureCopy"_qs)->click();
        QVERIFY(QGuiApplication::clipboard()->text().contains(u"request abc"_qs));
        QSignalSpy dismissed(&banner, &FailureBanner::dismissed);
        banner.findChild<QPushButton *>(u"failureDismiss"_qs)->click();
        QCOMPARE(dismissed.count(), 1);
        QVERIFY(banner.isHidden());
    }

    void chipTellsItsState()
    {
        ConnectionChip chip;
        chip.setConnection(u"Local · default"_qs, u"Online"_qs, Tone::Good);
        QCOMPARE(chip.accessibleName(), u"Connection: Local · default · Online"_qs);
        const int before = chip.sizeHint().width();
        chip.setConnection(u"Local · default"_qs, u"Offline – showing data from 14:02"_qs, Tone::Bad);
        QVERIFY(chip.sizeHint().width() > before);
        chip.setConnection(QString(4000, u'x'), u"Online"_qs, Tone::Good);
        QVERIFY(chip.sizeHint().width() < 600);
    }

    void bannerIsHiddenWhenNothingIsLive()
    {
        ProductionBanner banner;
        const auto yes = [](const BannerLine &) { return ActionState::yes(); };
        banner.setLines({}, yes, yes);
        QVERIFY(banner.isHidden());
        BannerLine line;
        line.kind = BannerLine::Kind::Live;
        line.tone = Tone::Good;
        line.endpointId = 7;
        line.title = u"Two-tower GRU v7"_qs;
        line.accessibleText = u"Two-tower GRU v7 is live"_qs;
        banner.setLines(
            {line}, [](const BannerLine &) { return ActionState::no(u"There is no earlier version"_qs); },
            yes);
        QVERIFY(!banner.isHidden());
        auto *rollBack = banner.findChild<QPushButton *>(u"rollBackButton"_qs);
        QVERIFY(!rollBack->isHidden() && !rollBack->isEnabled());
        QVERIFY(rollBack->accessibleDescription().contains(u"no earlier"_qs));
        banner.setLines({line}, yes, yes);
        QSignalSpy asked(&banner, &ProductionBanner::rollBackRequested);
        rollBack->click();
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked.first().first().value<RecordId>(), RecordId(7));
        QVERIFY(banner.findChild<QPushButton *>(u"dismissPromotionButton"_qs)->isHidden());
        line.kind = BannerLine::Kind::Failed;
        line.jobName = u"train-9"_qs;
        line.tone = Tone::Bad;
        banner.setLines({line}, yes, yes);
        QVERIFY(rollBack->isHidden());
        QSignalSpy dismissed(&banner, &ProductionBanner::dismissRequested);
        banner.findChild<QPushButton *>(u"dismissPromotionButton"_qs)->click();
        QCOMPARE(dismissed.count(), 1);
    }

    void loadingWaitsBeforeItShowsASkeleton()
    {
        StatePane pane;
        QVERIFY(pane.isLoading());
        pane.showMessage(u"models"_qs, u"Nothing here"_qs, u"<script>"_qs);
        QVERIFY(!pane.isLoading());
        QCOMPARE(pane.accessibleName(), u"Nothing here"_qs);
        const auto labels = pane.findChildren<QLabel *>();
        for (const QLabel *label : labels)
            QVERIFY(label->textFormat() == Qt::PlainText || label->text().isEmpty());
        pane.showError(u"Failed"_qs, u"No connection"_qs);
        QSignalSpy retries(&pane, &StatePane::retryRequested);
        pane.findChild<QPushButton *>()->click();
        QCOMPARE(retries.count(), 1);
    }

    void detailsAreEditedInPlace()
    {
        VersionDetailsPanel panel;
        VersionDetails details;
        details.versionId = 5;
        details.title = u"Two-tower GRU v9"_qs;
        details.label = u"Spring"_qs;
        panel.setDetails(details);
        panel.show();
        QSignalSpy edits(&panel, &VersionDetailsPanel::labelEdited);
        auto *label = panel.findChild<QLineEdit *>(u"versionLabel"_qs);
        label->setFocus();
        label->selectAll();
        QTest::keyClicks(label, u"Summer"_qs);
        panel.setDetails(details); // a refresh does not take away what is being typed
        QCOMPARE(label->text(), u"Summer"_qs);
        QTest::keyClick(label, Qt::Key_Return);
        QCOMPARE(edits.count(), 1);
        QCOMPARE(edits.first().at(0).value<RecordId>(), RecordId(5));
        QCOMPARE(edits.first().at(1).toString(), u"Summer"_qs);
        QTest::keyClicks(label, QString(200, u'x'));
        QVERIFY(label->text().size() <= 80);
    }

    void gridReusesItsLabels()
    {
        LabelGrid grid;
        QList<LabelGrid::Row> rows;
        for (int i = 0; i < 5; ++i) {
            LabelGrid::Text name;
            name.text = u"name %1"_qs.arg(i);
            LabelGrid::Text value;
            value.text = u"<i>%1</i>"_qs.arg(i);
            rows << LabelGrid::Row{name, value};
        }
        grid.setRows(rows);
        const auto labels = grid.findChildren<QLabel *>();
        QCOMPARE(labels.size(), 10);
        for (const QLabel *label : labels)
            QCOMPARE(label->textFormat(), Qt::PlainText);
        grid.setRows(rows.mid(0, 2));
        QCOMPARE(grid.findChildren<QLabel *>().size(), 10);
        grid.setRows(rows);
        QCOMPARE(grid.findChildren<QLabel *>().size(), 10);
    }

    void toolTipsOfNetworkTextArePlain()
    {
        QCOMPARE(plainToolTip({}), QString());
        QVERIFY(plainToolTip(u"<img src=x>"_qs).contains(u"&lt;img"_qs));
    }
};

QTEST_MAIN(TestWidgets)
#include "tst_widgets.moc"
