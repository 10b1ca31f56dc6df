// SPDX-License-Identifier: GPL-3.0-or-later
#include "importcontroller.h"
#include "starttrainingcontroller.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace nsl;

class tst_TrainingAndImport : public QObject
{
    Q_OBJECT

    static SignalTemplate recipe()
    {
        SignalTemplate recipe;
        recipe.id = 1;
        recipe.name = QStringLiteral("All signals");
        recipe.status = TemplateStatus::Published;
        recipe.eventTypes = {{1, QStringLiteral("view"), 20}, {2, QStringLiteral("click"), 50}};
        recipe.perSignalMin = 10;
        recipe.totalMin = 1000;
        return recipe;
    }

    static QList<EventType> counts(qint64 views, qint64 clicks)
    {
        EventType view;
        view.id = 1;
        view.eventCount = views;
        EventType click;
        click.id = 2;
        click.eventCount = clicks;
        return {view, click};
    }

    QTemporaryDir m_dir;

    QString file(const QString &name, const QByteArray &bytes)
    {
        QFile file(m_dir.filePath(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(bytes);
        return file.fileName();
    }

private slots:
    void theGateNamesWhatIsMissing()
    {
        TrainingGate gate = trainingGate(recipe(), counts(1500, 9));
        QVERIFY(gate.state.enabled);
        QCOMPARE(gate.total, 1500);
        QVERIFY(gate.signalRows.at(0).passes);
        QVERIFY(!gate.signalRows.at(1).passes);
        gate = trainingGate(recipe(), counts(804, 9)); // nine clicks do not count towards the total
        QVERIFY(!gate.state.enabled);
        QVERIFY(gate.state.reason.contains(QStringLiteral("804")));
        SignalTemplate draft = recipe();
        draft.status = TemplateStatus::Draft;
        QVERIFY(trainingGate(draft, counts(9999, 9999)).state.reason.contains(QStringLiteral("draft")));
        SignalTemplate lax = recipe();
        lax.perSignalMin = lax.totalMin = 0;
        QVERIFY(!trainingGate(lax, counts(0, 0)).state.enabled);
        QVERIFY(!trainingGate(recipe(), {}).state.enabled);
    }

    void optionsAreChecked()
    {
        FamilyOption epochs{QStringLiteral("epochs"), FamilyOption::Type::Integer, 5, 1, 50, false, {}, {}};
        QVERIFY(checkOption(epochs, 1).enabled);
        QVERIFY(checkOption(epochs, 50).enabled);
        QVERIFY(checkOption(epochs, 51).reason.contains(QStringLiteral("1 to 50")));
        QVERIFY(!checkOption(epochs, 2.5).enabled);
        QVERIFY(!checkOption(epochs, QStringLiteral("5")).enabled);
        FamilyOption rate{
            QStringLiteral("learning_rate"), FamilyOption::Type::Number, 0.001, 0.0, 1.0, true, {}, {}};
        QVERIFY(!checkOption(rate, 0).enabled);
        QVERIFY(checkOption(rate, 1e-9).enabled);
        QVERIFY(!checkOption(rate, 1.01).enabled);
        FamilyOption batch{
            QStringLiteral("batch_size"), FamilyOption::Type::Choice, 512, {}, {}, false, {64, 512}, {}};
        QVERIFY(checkOption(batch, 512).enabled);
        QVERIFY(checkOption(batch, 100).reason.contains(QStringLiteral("64, 512")));
        QCOMPARE(optionTitle(epochs), QStringLiteral("Epochs"));
        FamilyOption own{
            QStringLiteral("hidden_size"), FamilyOption::Type::Integer, 8, {}, {}, false, {}, {}};
        QCOMPARE(optionTitle(own), QStringLiteral("Hidden size"));
    }

    void previewsOfCsv()
    {
        const ImportPreview preview = previewImport(
            file(QStringLiteral("a.csv"), "\xEF\xBB\xBFmovieId,title\r\n1,\"A \"\"b\"\", c\nd\"\r\n2,x"));
        QCOMPARE(preview.problem, QString());
        QCOMPARE(preview.columns, (QStringList{QStringLiteral("movieId"), QStringLiteral("title")}));
        QCOMPARE(preview.rows.size(), 2);
        QCOMPARE(preview.rows.at(0).at(1), QStringLiteral("A \"b\", c\nd"));
        const QMap<QString, QString> mapping = guessMapping(QStringLiteral("items"), preview.columns);
        QCOMPARE(mapping.value(QStringLiteral("item_id")), QStringLiteral("movieId"));
        QCOMPARE(mapping.value(QStringLiteral("name")), QStringLiteral("title"));
    }

    void previewsOfJsonLines()
    {
        const ImportPreview preview =
            previewImport(file(QStringLiteral("a.jsonl"),
                               "{\"user_id\":\"u\",\"n\":1234567890123456}\n\n{\"item_id\":\"i\"}\n"));
        QVERIFY(preview.isJsonLines);
        QCOMPARE(preview.columns.size(), 3);
        QCOMPARE(preview.rows.size(), 2);
        QVERIFY(preview.rows.at(0).contains(QStringLiteral("1234567890123456")));
    }

    void previewsThatCannotBe()
    {
        QVERIFY(!previewImport(m_dir.filePath(QStringLiteral("none.csv"))).problem.isEmpty());
        QVERIFY(previewImport(file(QStringLiteral("e.csv"), "")).problem.contains(QStringLiteral("empty")));
        QVERIFY(previewImport(file(QStringLiteral("l.csv"), "n\xE4me\n1\n"))
                    .problem.contains(QStringLiteral("UTF-8")));
        QVERIFY(previewImport(file(QStringLiteral("b.jsonl"), "{}\n[1]\n"))
                    .problem.contains(QStringLiteral("Line 2")));
        QVERIFY(!previewImport(m_dir.path()).problem.isEmpty());
    }

    void longFilesArePreviewedFromTheirHead()
    {
        QByteArray rows = "user_id,item_id\n";
        for (int i = 0; i < 100'000; ++i)
            rows += "u" + QByteArray::number(i) + ",i\n";
        const ImportPreview preview = previewImport(file(QStringLiteral("long.csv"), rows));
        QCOMPARE(preview.problem, QString());
        QCOMPARE(preview.rows.size(), 20);
    }
};

QTEST_GUILESS_MAIN(tst_TrainingAndImport)
#include "tst_training_and_import.moc"
