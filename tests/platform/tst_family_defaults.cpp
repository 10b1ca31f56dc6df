// SPDX-License-Identifier: GPL-3.0-or-later
// What the platform declares of a family is what its worker does when it is told nothing.
#include "jobs/familyregistry.h"
#include "workerprocess.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace nsl;

class TestFamilyDefaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theWorkerHasTheSameOptions_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < shippedFamilies().size(); ++i)
            QTest::newRow(qPrintable(shippedFamilies().at(i).key)) << i;
    }
    void theWorkerHasTheSameOptions()
    {
        QFETCH(const int, index);
        const Family family = shippedFamilies().at(index);
        const WorkerRoot root;
        root.setHyperparameters({{QStringLiteral("family"), family.key}});
        const Finished run = runWorker(root, {QStringLiteral("train")});
        QVERIFY2(run.exitCode == 0, qPrintable(run.errors));
        const QJsonObject options = QJsonDocument::fromJson(root.read(QStringLiteral("model/manifest.json")))
                                        .object()
                                        .value(QLatin1String("options"))
                                        .toObject();
        for (const FamilyOption &option : family.options)
            QVERIFY2(options.value(option.name) == option.defaultValue, qPrintable(option.name));
        QCOMPARE(options.size(), family.options.size());
    }
};

QTEST_GUILESS_MAIN(TestFamilyDefaults)
#include "tst_family_defaults.moc"
