// SPDX-License-Identifier: GPL-3.0-or-later
#include "contractplatform.h"
#include "sections.h"

/// A new route needs a row.
class EveryRoute : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRouteHasItsRow()
    {
        const QStringList declared = ContractPlatform::shared().server->routes();
        QVERIFY(declared.size() > 70);
        QStringList without;
        for (const QString &route : declared) {
            if (!ContractPlatform::shared().visited.contains(route))
                without.append(route);
        }
        QVERIFY2(without.isEmpty(), qPrintable(without.join(u", "_qs)));
    }
    void theJournalIsWhole()
    {
        // After all that the rows have done to it.
        const auto checked = ContractPlatform::shared().store->journal().verify();
        QVERIFY(checked.ok());
        QCOMPARE(ContractPlatform::shared().get(u"/api/journal?limit=1"_qs).value("head_hash").toString(),
                 checked->headHash);
    }
    void everyRowHasItsRoute()
    {
        const QStringList declared = ContractPlatform::shared().server->routes();
        for (const QString &route : std::as_const(ContractPlatform::shared().visited))
            QVERIFY2(declared.contains(route), qPrintable(route));
    }
};

std::unique_ptr<QObject> everyRoute()
{
    return std::make_unique<EveryRoute>();
}

#include "everyroute.moc"
