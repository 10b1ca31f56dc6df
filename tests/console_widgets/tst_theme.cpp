// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/icons.h"
#include "theme/theme.h"
#include "theme/tokens.h"

#include <QDir>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest>

using namespace nsl;

/// The looks: readable in both schemes, remembered, and followed by icons.
class TestTheme : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY(m_directory.isValid());
        m_storage =
            std::make_unique<QSettings>(m_directory.filePath(u"settings.ini"_qs), QSettings::IniFormat);
        m_theme = std::make_unique<Theme>(*m_storage);
    }

    void contrastIsComputedByTheStandard()
    {
        QCOMPARE(qRound(contrastRatio(Qt::black, Qt::white) * 100), 2100);
        QCOMPARE(qRound(contrastRatio(Qt::white, Qt::white) * 100), 100);
        // #767676 on white is the well-known grey that just passes.
        QCOMPARE(qRound(contrastRatio(QColor(0x76, 0x76, 0x76), Qt::white) * 100), 454);
    }

    void everyTextIsReadable_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void everyTextIsReadable()
    {
        QFETCH(bool, dark);
        const Tokens &t = dark ? darkTokens() : lightTokens();
        const QList<QPair<QString, QColor>> grounds{{u"window"_qs, t.window}, {u"surface"_qs, t.surface}};
        for (const auto &[ground, color] : grounds) {
            for (const auto &[name, ink] : QList<QPair<QString, QColor>>{{u"text"_qs, t.text},
                                                                         {u"secondary"_qs, t.secondary},
                                                                         {u"accent"_qs, t.accent},
                                                                         {u"ok"_qs, t.ok},
                                                                         {u"warn"_qs, t.warn},
                                                                         {u"bad"_qs, t.bad},
                                                                         {u"info"_qs, t.info}})
                QVERIFY2(contrastRatio(ink, color) >= 4.5, qPrintable(name + u" on "_qs + ground));
        }
        for (const Tone tone : {Tone::Neutral, Tone::Info, Tone::Good, Tone::Warning, Tone::Bad}) {
            const QString which = u"tone %1"_qs.arg(int(tone));
            QVERIFY2(contrastRatio(t.ink(tone), t.ground(tone)) >= 4.5, qPrintable(which));
            QVERIFY2(contrastRatio(t.text, t.ground(tone)) >= 4.5, qPrintable(which + u", text"_qs));
            QVERIFY2(contrastRatio(t.secondary, t.ground(tone)) >= 4.5,
                     qPrintable(which + u", secondary text"_qs));
        }
        QVERIFY(contrastRatio(t.text, t.selection) >= 4.5);
        QVERIFY(contrastRatio(t.secondary, t.selection) >= 4.5);
        QVERIFY(contrastRatio(t.onAccent, t.accent) >= 4.5);
    }

    void chartColoursAreVisibleInBothSchemes()
    {
        for (const Tokens *tokens : {&lightTokens(), &darkTokens()}) {
            for (const QRgb color :
                 {0x0072B2u, 0xE69F00u, 0x009E73u, 0xCC79A7u, 0x56B4E9u, 0xD55E00u, 0xF0E442u})
                QVERIFY(contrastRatio(visibleOn(QColor(color), tokens->surface), tokens->surface) >= 3.0);
        }
        QCOMPARE(visibleOn(QColor(0x0072B2), Qt::white), QColor(0x0072B2));
    }

    void styleSheetIsFilledIn()
    {
        for (const Tokens *tokens : {&lightTokens(), &darkTokens()}) {
            const QString sheet = styleSheetFor(*tokens);
            QVERIFY(sheet.contains(tokens->accent.name()));
            const auto left = QRegularExpression(u"@[a-z]"_qs).match(sheet);
            QVERIFY2(!left.hasMatch(), qPrintable(sheet.mid(left.capturedStart(), 40)));
            auto images = QRegularExpression(u"url\\(([^)]+)\\)"_qs).globalMatch(sheet);
            QVERIFY(images.hasNext());
            while (images.hasNext()) {
                const QString path = images.next().captured(1);
                QVERIFY2(QFile::exists(path), qPrintable(path));
            }
        }
    }

    void modeIsRememberedAndApplied()
    {
        QSignalSpy changes(m_theme.get(), &Theme::changed);
        m_theme->setMode(Theme::Mode::Dark);
        QCOMPARE(changes.count(), 1);
        QCOMPARE(QApplication::palette().color(QPalette::Window), darkTokens().window);
        QCOMPARE(&tokensFor(QApplication::palette()), &darkTokens());
        m_theme->showMode(Theme::Mode::Light); // shown, not remembered
        QCOMPARE(QApplication::palette().color(QPalette::Window), lightTokens().window);
        QCOMPARE(Setting<int>(*m_storage, u"view/theme"_qs, 0).value(), int(Theme::Mode::Dark));
        Theme again(*m_storage);
        QCOMPARE(again.mode(), Theme::Mode::Dark);
        m_theme->setMode(Theme::Mode::Light);
        again.setMode(Theme::Mode::Light);
    }

    void settingOfAnotherTypeFallsBack()
    {
        m_storage->setValue(u"odd"_qs, QVariant::fromValue(QByteArray("x y z")));
        QCOMPARE(Setting<int>(*m_storage, u"missing"_qs, 7).value(), 7);
        Setting<QStringList> list(*m_storage, u"list"_qs);
        list.set({u"a"_qs, u"b"_qs});
        QCOMPARE(list.value(), QStringList({u"a"_qs, u"b"_qs}));
    }

    void iconsTakeTheColourTheyAreGiven()
    {
        const QDir icons(u":/nsl/icons"_qs);
        QVERIFY(icons.entryList().size() > 20);
        for (const QString &file : icons.entryList()) {
            if (file.startsWith(u"arrow-"_qs))
                continue; // coloured for the style sheet
            const QString name = file.chopped(4);
            QVERIFY2(!themedIcon(name).isNull(), qPrintable(name));
            const QImage image = iconPixmap(name, QColor(0x12, 0xA4, 0x56), 32, 2).toImage();
            QCOMPARE(image.size(), QSize(64, 64));
            bool coloured = false;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    const QColor pixel = image.pixelColor(x, y);
                    if (pixel.alpha() > 250)
                        coloured =
                            coloured || (qAbs(pixel.red() - 0x12) < 6 && qAbs(pixel.green() - 0xA4) < 6);
                }
            }
            QVERIFY2(coloured, qPrintable(name));
        }
        QVERIFY(themedIcon(u"no such icon"_qs).isNull());
    }

private:
    QTemporaryDir m_directory;
    std::unique_ptr<QSettings> m_storage;
    std::unique_ptr<Theme> m_theme;
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
