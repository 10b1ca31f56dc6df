// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/commentdialog.h"
#include "dialogs/connectdialog.h"
#include "dialogs/connectiondialog.h"
#include "dialogs/importdialog.h"
#include "dialogs/promotiondialog.h"
#include "dialogs/starttrainingdialog.h"
#include "dialogs/tryitdialog.h"
#include "mainwindow.h"
#include "pages/comparepage.h"
#include "pages/modelspage.h"
#include "pages/trainingjobspage.h"
#include "workbench.h"

#include <platformsession.h>

#include <QAbstractSpinBox>
#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSlider>
#include <QTabWidget>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

using namespace nsl;

namespace
{

bool isInternal(const QWidget *widget)
{
    return widget->objectName().startsWith(u"qt_"_qs) || qobject_cast<const QHeaderView *>(widget) ||
           qobject_cast<const QScrollBar *>(widget) || widget->inherits("QComboBoxListView") ||
           widget->inherits("QComboBoxPrivateContainer") || widget->inherits("QTableCornerButton") ||
           widget->inherits("QLineEditIconButton") || widget->inherits("QMenu") ||
           (widget->parentWidget() && widget->parentWidget()->inherits("QTabBar")) ||
           (widget->parentWidget() && widget->parentWidget()->inherits("QMenuBar"));
}

/// Controls below this widget that a screen reader could not name.
QStringList namelessControls(const QWidget &root)
{
    QStringList result;
    const auto widgets = root.findChildren<QWidget *>();
    for (const QWidget *widget : widgets) {
        if (isInternal(widget))
            continue;
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        const bool control =
            button || qobject_cast<const QLineEdit *>(widget) ||
            qobject_cast<const QPlainTextEdit *>(widget) || qobject_cast<const QComboBox *>(widget) ||
            qobject_cast<const QAbstractSpinBox *>(widget) || qobject_cast<const QSlider *>(widget) ||
            qobject_cast<const QTabWidget *>(widget) || qobject_cast<const QAbstractItemView *>(widget);
        if (control && widget->accessibleName().isEmpty() && (!button || button->text().isEmpty()))
            result << u"%1 %2"_qs.arg(QString::fromLatin1(widget->metaObject()->className()),
                                      widget->objectName());
    }
    return result;
}

/// Labels below this widget that would read mark-up out of network text.
QStringList richLabels(const QWidget &root)
{
    QStringList result;
    const auto labels = root.findChildren<QLabel *>();
    for (const QLabel *label : labels)
        if (label->textFormat() == Qt::RichText)
            result << label->objectName();
    return result;
}

} // namespace

/// The window and every dialog: they load, everything has a name, everything that is disabled says why.
/// The connection leads to a port where nobody answers.
class TestMainWindow : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY(m_directory.isValid());
        m_storage =
            std::make_unique<QSettings>(m_directory.filePath(u"settings.ini"_qs), QSettings::IniFormat);
        m_theme = std::make_unique<Theme>(*m_storage);
        // A port that was free a moment ago and is closed again.
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        m_profile.name = u"nobody"_qs;
        m_profile.platformUrl = QUrl(u"http://127.0.0.1:%1"_qs.arg(server.serverPort()));
        m_profile.coreUrl = m_profile.platformUrl;
        m_profile.key = Secret("nsl_abcdefgh_0123456789012345678901234567890123456789012");
        m_profile.clientId = u"client"_qs;
        m_profile.clientSecret = Secret("secret");
        server.close();
        m_window = std::make_unique<MainWindow>(*m_storage, *m_theme);
        m_window->resize(1280, 800);
        m_window->show();
    }

    void withoutAConnectionNothingCanBePressed()
    {
        QVERIFY(!m_window->workbench());
        QVERIFY(!m_window->findChild<QAction *>(u"actionStartTraining"_qs)->isEnabled());
        QVERIFY(!m_window->findChild<QAction *>(u"actionStartTraining"_qs)->statusTip().isEmpty());
        QVERIFY(m_window->findChild<QAction *>(u"actionConnect"_qs)->isEnabled());
        QSignalSpy retries(m_window.get(), &MainWindow::retryRequested);
        m_window->showOpenFailure(u"Cannot open"_qs, u"The program is missing."_qs);
        QPushButton *retry = nullptr;
        const auto buttons = m_window->findChildren<QPushButton *>();
        for (QPushButton *button : buttons)
            if (button->isVisible() && button->text() == u"Try again"_qs)
                retry = button;
        QVERIFY(retry);
        retry->click();
        QCOMPARE(retries.count(), 1);
    }

    void pagesLoadAndEveryControlHasAName()
    {
        m_window->setSession(PlatformSession::connectTo(m_profile));
        QVERIFY(m_window->workbench());
        for (const auto page :
             {MainWindow::Page::Models, MainWindow::Page::Jobs, MainWindow::Page::Compare}) {
            m_window->showPage(page);
            QCOMPARE(m_window->currentPage(), page);
            QVERIFY(!m_window->grab().isNull());
        }
        QCOMPARE(namelessControls(*m_window), QStringList());
        QCOMPARE(richLabels(*m_window), QStringList());
    }

    void navigationFollowsShortcutsAndIsRemembered()
    {
        auto *list = m_window->findChild<QListWidget *>(u"navigation"_qs);
        QCOMPARE(list->count(), 3);
        m_window->findChild<QAction *>(u"actionJobs"_qs)->trigger();
        QCOMPARE(list->currentRow(), 1);
        QVERIFY(m_window->findChild<TrainingJobsPage *>()->isVisible());
        list->setCurrentRow(0);
        QVERIFY(m_window->findChild<ModelsPage *>()->isVisible());
        QCOMPARE(m_storage->value(u"window/page"_qs).toInt(), int(MainWindow::Page::Models));
    }

    void disabledButtonsSayWhy()
    {
        for (const auto page : {MainWindow::Page::Models, MainWindow::Page::Jobs}) {
            m_window->showPage(page);
            const QWidget *widget = page == MainWindow::Page::Models
                                        ? static_cast<QWidget *>(m_window->findChild<ModelsPage *>())
                                        : m_window->findChild<TrainingJobsPage *>();
            for (const char *name : {"approveButton", "rejectButton", "promoteButton", "compareButton"}) {
                const auto *button = widget->findChild<QPushButton *>(QString::fromLatin1(name));
                QVERIFY(button);
                QVERIFY(!button->isEnabled());
                QVERIFY2(!button->accessibleDescription().isEmpty(), name);
                QVERIFY2(!button->toolTip().isEmpty(), name);
            }
        }
    }

    void offlineIsToldByTheChip()
    {
        auto *chip = m_window->findChild<QAbstractButton *>(u"connectionChip"_qs);
        QTRY_VERIFY_WITH_TIMEOUT(!chip->text().contains(u"Connecting"_qs), 20'000);
        QVERIFY(!chip->text().contains(u"Online"_qs));
    }

    void dialogsLoadAndEveryControlHasAName()
    {
        Workbench &bench = *m_window->workbench();
        const QList<QDialog *> dialogs{
            new CommentDialog(CommentDialog::Purpose::Reject, {u"Two-tower GRU v9"_qs}),
            new ConnectDialog,
            new ConnectionDialog(bench.session()),
            new ImportDialog(bench.session()),
            new StartTrainingDialog(bench.session()),
            new TryItDialog(bench.session()),
            new PromotionDialog(bench, u"train-1"_qs, {}),
            new PromotionDialog(bench, 1)};
        for (QDialog *dialog : dialogs) {
            dialog->show();
            QVERIFY(!dialog->grab().isNull());
            QVERIFY2(namelessControls(*dialog).isEmpty(),
                     qPrintable(namelessControls(*dialog).join(u", "_qs)));
            QVERIFY(richLabels(*dialog).isEmpty());
            int primary = 0;
            const auto buttons = dialog->findChildren<QPushButton *>();
            for (const QPushButton *button : buttons)
                primary += button->property("primary").toBool() ? 1 : 0;
            QVERIFY2(primary <= 1, dialog->metaObject()->className());
            delete dialog;
        }
    }

    void connectNeedsAUrlAndAKey()
    {
        ConnectDialog dialog;
        auto *go = dialog.findChild<QPushButton *>(u"connectButton"_qs);
        auto *url = dialog.findChild<QLineEdit *>(u"url"_qs);
        auto *key = dialog.findChild<QLineEdit *>(u"key"_qs);
        QVERIFY(!go->isEnabled());
        url->setText(u"https://console.example.com"_qs);
        QVERIFY(!go->isEnabled());
        QVERIFY(!go->accessibleDescription().isEmpty());
        key->setText(u"nsl_abcdefgh_x"_qs);
        QVERIFY(go->isEnabled());
        url->setText(u"http://console.example.com"_qs); // a key does not travel in the clear
        QVERIFY(!go->isEnabled());
        url->setText(u"https://console.example.com"_qs);
        QCOMPARE(key->echoMode(), QLineEdit::Password);
        QSignalSpy asked(&dialog, &ConnectDialog::connectRequested);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        go->click();
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked.first().first().value<ConnectionProfile>().name, u"console.example.com"_qs);
    }

    void importNeedsAFileWithItsColumns()
    {
        auto *dialog = new ImportDialog(m_window->workbench()->session());
        auto *go = dialog->findChild<QPushButton *>(u"importButton"_qs);
        QVERIFY(!go->isEnabled());
        QVERIFY(!go->accessibleDescription().isEmpty());
        const QString path = m_directory.filePath(u"items.csv"_qs);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("itemId,title,genres\n1,\"A, B\",x\n2,C,y\n");
        file.close();
        dialog->setFile(path);
        auto *identifier = dialog->findChild<QComboBox *>(u"column_item_id"_qs);
        QVERIFY(identifier);
        QCOMPARE(identifier->currentText(), u"itemId"_qs); // guessed from a known spelling
        delete dialog;
    }

    void commentIsOptionalAndBounded()
    {
        CommentDialog dialog(CommentDialog::Purpose::Approve, {u"a"_qs, u"b"_qs});
        dialog.findChild<QPlainTextEdit *>(u"comment"_qs)
            ->setPlainText(u"  good \n"_qs + QString(5000, u'x'));
        QVERIFY(dialog.comment().startsWith(u"good"_qs));
        QCOMPARE(dialog.comment().size(), 2000);
    }

    void anotherConnectionReplacesTheOldOne()
    {
        m_window->openStartTraining();
        QVERIFY(m_window->findChild<StartTrainingDialog *>());
        m_window->setSession(PlatformSession::connectTo(m_profile));
        QVERIFY(!m_window->findChild<StartTrainingDialog *>());
        QCOMPARE(m_window->findChildren<ModelsPage *>().size(), 1);
    }

    void closingCanBeRefused()
    {
        bool refuse = true;
        m_window->setCloseGuard([&refuse] { return !refuse; });
        QSignalSpy quits(m_window.get(), &MainWindow::quitRequested);
        m_window->close();
        QVERIFY(m_window->isVisible());
        QCOMPARE(quits.count(), 0);
        refuse = false;
        m_window->close();
        QCOMPARE(quits.count(), 1);
        QVERIFY(!m_storage->value(u"window/geometry"_qs).toByteArray().isEmpty());
    }

private:
    QTemporaryDir m_directory;
    std::unique_ptr<QSettings> m_storage;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<MainWindow> m_window;
    ConnectionProfile m_profile;
};

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
