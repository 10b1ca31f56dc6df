// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/commentdialog.h"
#include "dialogs/connectdialog.h"
#include "dialogs/connectiondialog.h"
#include "dialogs/importdialog.h"
#include "dialogs/promotiondialog.h"
#include "dialogs/starttrainingdialog.h"
#include "dialogs/tryitdialog.h"
#include "theme/theme.h"
#include "workbench.h"

#include <coreapi.h>
#include <evaluationjson.h>
#include <httpplatformapi.h>
#include <paths.h>
#include <platformsession.h>
#include <registryjson.h>
#include <responder.h>

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QComboBox>
#include <QDialog>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QTranslator>
#include <QtTest>

using namespace nsl;

namespace
{

const QString longSentence = QStringLiteral(
    "It is worse than Two-tower GRU with all signals v1234 beyond noise in recall_at_10, ndcg_at_10, "
    "mrr_at_10 and coverage_at_10, measured on 610 users that both of them were tested on");
const QString longName = QStringLiteral("Two-tower GRU with all signals and the longest name");

QByteArray body(const QJsonObject &object)
{
    return Responder::answer(200, QJsonDocument(object).toJson(QJsonDocument::Compact));
}

Version versionOf(int number, ApprovalStatus approval)
{
    Version version;
    version.id = 100 + number;
    version.familyId = 1;
    version.familyName = longName;
    version.number = number;
    version.jobName = QStringLiteral("train-%1-1795441200").arg(number);
    version.approvalStatus = approval;
    version.metrics = {{u"ndcg_at_10"_qs, 0.1234}, {u"recall_at_10"_qs, 0.2345}};
    return version;
}

PromotionPreview longestPreview()
{
    PromotionPreview preview;
    preview.candidate = versionOf(2, ApprovalStatus::Approved);
    preview.live = versionOf(1, ApprovalStatus::Approved);
    preview.comparability = {Comparable::Partly, {u"evaluation.dropped_pairs"_qs}};
    for (const char *name : {"ndcg_at_10", "recall_at_10", "mrr_at_10", "popularity_bias_at_10"}) {
        PromotionPreview::Metric metric;
        metric.name = QString::fromLatin1(name);
        metric.direction = standardDirection(metric.name);
        metric.candidate = 0.182;
        metric.live = 0.176;
        metric.delta = 0.006;
        metric.ciLow = 0.002;
        metric.ciHigh = 0.010;
        metric.verdict = NoiseVerdict::Better;
        preview.metrics.append(metric);
    }
    for (const char *id : {"approved", "lifecycle", "model_type", "artifact", "endpoint_idle", "memory",
                           "not_worse", "catalogue", "roll_back"})
        preview.checks.append({QString::fromLatin1(id), false, longSentence, longSentence});
    return preview;
}

QByteArray answerOf(const Received &request)
{
    const QString path = QUrl::fromEncoded(request.target).path();
    const VersionRef live{101, 1, longName, 1, {}, u"train-1-1795441200"_qs};
    if (path == paths::families) {
        Family family;
        family.id = 1;
        family.name = longName;
        return body({{u"families"_qs, QJsonArray{toJson(family)}}});
    }
    if (path == paths::familyDetails) {
        Family family;
        family.id = 1;
        family.name = longName;
        return body({{u"family"_qs, toJson(family)},
                     {u"versions"_qs, QJsonArray{toJson(versionOf(2, ApprovalStatus::Approved)),
                                                 toJson(versionOf(1, ApprovalStatus::Approved))}}});
    }
    if (path == paths::endpoints) {
        Endpoint endpoint;
        endpoint.id = 1;
        endpoint.name = QStringLiteral("homepage-with-a-rather-long-name");
        endpoint.isDefault = true;
        endpoint.status = EndpointStatus::InService;
        endpoint.activeVersion = live;
        return body({{u"endpoints"_qs, QJsonArray{toJson(endpoint)}}});
    }
    if (path == paths::promotionPreview)
        return body(toJson(longestPreview()));
    if (path == paths::trainingJobs)
        return body({{u"jobs"_qs, QJsonArray{}}});
    return Responder::answer(404, R"({"error":{"message":"There is no such thing."}})");
}

QString nameOf(const QWidget *widget)
{
    QString text = widget->objectName();
    if (const auto *label = qobject_cast<const QLabel *>(widget))
        text += u" \""_qs + label->text() + u'"';
    if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
        text += u" \""_qs + button->text() + u'"';
    return QString::fromLatin1(widget->metaObject()->className()) + u' ' + text;
}

bool isInsideOfControl(const QWidget *widget, const QWidget *root)
{
    for (const QWidget *parent = widget->parentWidget(); parent && parent != root;
         parent = parent->parentWidget()) {
        if (qobject_cast<const QComboBox *>(parent) || parent->inherits("QAbstractSpinBox") ||
            qobject_cast<const QLineEdit *>(parent) || parent->inherits("QTabBar") ||
            (qobject_cast<const QAbstractScrollArea *>(parent) && !qobject_cast<const QScrollArea *>(parent)))
            return true;
    }
    return false;
}

/// What a person cannot read in whole, or reads one over the other.
QStringList unreadable(const QWidget &root)
{
    QStringList faults;
    QList<const QWidget *> leaves;
    const auto widgets = root.findChildren<QWidget *>();
    for (const QWidget *widget : widgets) {
        if (!widget->isVisibleTo(&root) || isInsideOfControl(widget, &root))
            continue;
        const auto *label = qobject_cast<const QLabel *>(widget);
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        const bool text = (label && !label->text().isEmpty()) || (button && !button->text().isEmpty());
        if (!text && !qobject_cast<const QLineEdit *>(widget) && !qobject_cast<const QComboBox *>(widget))
            continue;
        leaves.append(widget);
        if (label && label->wordWrap()) {
            if (label->heightForWidth(label->width()) > label->height() + 1)
                faults += u"cut below: "_qs + nameOf(widget);
        } else if (text && (widget->sizeHint().width() > widget->width() + 1 ||
                            widget->sizeHint().height() > widget->height() + 1)) {
            faults += u"cut: "_qs + nameOf(widget);
        }
        if (!widget->parentWidget()->rect().adjusted(-1, -1, 1, 1).contains(widget->geometry()))
            faults += u"outside of its parent: "_qs + nameOf(widget);
    }
    for (qsizetype i = 0; i < leaves.size(); ++i) {
        for (qsizetype j = i + 1; j < leaves.size(); ++j) {
            if (leaves.at(i)->isAncestorOf(leaves.at(j)) || leaves.at(j)->isAncestorOf(leaves.at(i)))
                continue;
            // Of what scrolls only the same sheet can overlap: the rest is clipped by the frame around it.
            const auto scrollOf = [](const QWidget *widget) {
                const QWidget *parent = widget->parentWidget();
                while (parent && !qobject_cast<const QScrollArea *>(parent))
                    parent = parent->parentWidget();
                return parent;
            };
            if (scrollOf(leaves.at(i)) != scrollOf(leaves.at(j)))
                continue;
            const QRect first(leaves.at(i)->mapTo(&root, QPoint()), leaves.at(i)->size());
            const QRect second(leaves.at(j)->mapTo(&root, QPoint()), leaves.at(j)->size());
            const QRect both = first & second;
            if (both.width() > 1 && both.height() > 1)
                faults += nameOf(leaves.at(i)) + u" overlaps "_qs + nameOf(leaves.at(j));
        }
    }
    return faults;
}

/// Texts longer than those of any language that the window speaks.
class LongerTexts : public QTranslator
{
public:
    bool isEmpty() const override { return false; }
    QString translate(const char *, const char *source, const char *, int) const override
    {
        const QString text = QString::fromUtf8(source);
        // Formats and single words of the tool kit stay as they are.
        return text.size() < 4 ? QString() : text + QString(text.size() / 3, u'ö');
    }
};

} // namespace

/// Every dialog, with the longest texts that it can hold, in each language and both directions: everything
/// can be read in whole, and nothing stands over anything else.
class TestDialogs : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY(m_directory.isValid());
        m_storage =
            std::make_unique<QSettings>(m_directory.filePath(u"settings.ini"_qs), QSettings::IniFormat);
        m_theme = std::make_unique<Theme>(*m_storage);
        QVERIFY(m_german.load(QStringLiteral(NSL_GERMAN_TEXTS)));
    }

    void everyTextIsReadInWhole_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<bool>("mirrored");
        for (const char *language : {"English", "German", "longer"}) {
            QTest::addRow("%s", language) << QString::fromLatin1(language) << false;
            QTest::addRow("%s, right to left", language) << QString::fromLatin1(language) << true;
        }
    }

    void everyTextIsReadInWhole()
    {
        QFETCH(const QString, language);
        QFETCH(const bool, mirrored);
        LongerTexts longer;
        QTranslator *texts = language == u"German" ? &m_german : language == u"longer" ? &longer : nullptr;
        if (texts)
            QCoreApplication::installTranslator(texts);
        QGuiApplication::setLayoutDirection(mirrored ? Qt::RightToLeft : Qt::LeftToRight);

        Responder server(answerOf);
        ConnectionProfile profile;
        profile.name = QStringLiteral("test");
        profile.platformUrl = server.url();
        Workbench bench(
            std::make_unique<PlatformSession>(profile, std::make_unique<HttpPlatformApi>(profile), nullptr));
        bench.session().start();
        QTRY_VERIFY_WITH_TIMEOUT(bench.session().versionOfJob(u"train-2-1795441200"_qs) &&
                                     bench.session().endpointsLoaded(),
                                 20'000);
        QList<QDialog *> dialogs;
        for (const auto purpose : {CommentDialog::Purpose::Approve, CommentDialog::Purpose::Reject})
            dialogs += new CommentDialog(purpose, {longName + u" v9"_qs, longName + u" v10"_qs});
        dialogs += new ConnectDialog;
        dialogs += new ConnectionDialog(bench.session());
        dialogs += new ImportDialog(bench.session());
        dialogs += new StartTrainingDialog(bench.session());
        dialogs += new TryItDialog(bench.session());
        auto *review = new PromotionDialog(bench, u"train-2-1795441200"_qs, 1);
        dialogs += review;
        for (QDialog *dialog : std::as_const(dialogs)) {
            dialog->show();
            QVERIFY(QTest::qWaitForWindowExposed(dialog));
        }
        QTRY_VERIFY_WITH_TIMEOUT(holds(*review, longSentence.left(20)), 20'000);
        QStringList faults;
        for (QDialog *dialog : std::as_const(dialogs)) {
            const QSize asked = dialog->size();
            for (const QSize &size : {asked, QSize(asked.width(), qMin(asked.height(), 520))}) {
                dialog->resize(size);
                QVERIFY(!dialog->grab().isNull()); // lays out what is due
                for (const QString &fault : unreadable(*dialog))
                    faults += u"%1: %2"_qs.arg(QString::fromLatin1(dialog->metaObject()->className()), fault);
            }
            if (qEnvironmentVariableIsSet("NSL_KEEP_PICTURES"))
                dialog->grab().save(
                    qEnvironmentVariable("NSL_KEEP_PICTURES") +
                    u"/%1-%2%3.png"_qs.arg(QString::fromLatin1(dialog->metaObject()->className()).mid(5),
                                           language, mirrored ? u"-rtl"_qs : QString()));
        }
        qDeleteAll(dialogs);
        QGuiApplication::setLayoutDirection(Qt::LeftToRight);
        if (texts)
            QCoreApplication::removeTranslator(texts);
        faults.removeDuplicates();
        QVERIFY2(faults.isEmpty(), qPrintable(u'\n' + faults.join(u'\n')));
    }

    void whatCannotBeReadIsFound()
    {
        QWidget root;
        root.resize(300, 100);
        auto *cut = new QLabel(QStringLiteral("a text that is longer than its place"), &root);
        cut->setGeometry(0, 0, 40, 20);
        auto *below = new QLabel(QStringLiteral("a text that needs several lines in a narrow place"), &root);
        below->setWordWrap(true);
        below->setGeometry(100, 0, 60, 18);
        auto *first = new QLabel(QStringLiteral("one"), &root);
        first->setGeometry(200, 50, 50, 30);
        auto *second = new QLabel(QStringLiteral("two"), &root);
        second->setGeometry(220, 55, 50, 30);
        root.show();
        const QStringList faults = unreadable(root);
        QCOMPARE(faults.size(), 3);
    }

private:
    static bool holds(const QWidget &dialog, const QString &text)
    {
        const auto labels = dialog.findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
                           [&text](const QLabel *label) { return label->text().contains(text); });
    }

    QTemporaryDir m_directory;
    std::unique_ptr<QSettings> m_storage;
    std::unique_ptr<Theme> m_theme;
    QTranslator m_german;
};

QTEST_MAIN(TestDialogs)
#include "tst_dialogs.moc"
