// SPDX-License-Identifier: GPL-3.0-or-later
#include "promotionoutcome.h"

#include <QTest>

using namespace nsl;

namespace
{

const QDateTime sentAt(QDate(2026, 11, 28), QTime(10, 0), Qt::UTC);

VersionRef versionOf(const QString &jobName)
{
    VersionRef version;
    version.jobName = jobName;
    return version;
}

/// One look at the target: the second after the request and what it showed.
struct Look
{
    int second;
    QString status;  ///< the word on the wire
    QString active;  ///< run of what serves; empty = nothing, "?" = not told
    QString pending; ///< run of what comes; empty = nothing
    QString reason;

    Endpoint endpoint() const
    {
        Endpoint target;
        target.id = 1;
        target.status = parseEndpointStatus(status);
        target.activeIsKnown = active != u"?";
        if (target.activeIsKnown && !active.isEmpty())
            target.activeVersion = versionOf(active);
        if (!pending.isEmpty())
            target.pendingVersion = versionOf(pending);
        target.failureReason = reason;
        return target;
    }
};

using Looks = QList<Look>;
using States = QStringList;

QString wordOf(PromotionOutcome::State state)
{
    static const QHash<int, QString> words{{int(PromotionOutcome::State::Waiting), u"waiting"_qs},
                                           {int(PromotionOutcome::State::Moving), u"moving"_qs},
                                           {int(PromotionOutcome::State::Succeeded), u"succeeded"_qs},
                                           {int(PromotionOutcome::State::RolledBack), u"rolled back"_qs},
                                           {int(PromotionOutcome::State::Failed), u"failed"_qs},
                                           {int(PromotionOutcome::State::Overdue), u"overdue"_qs},
                                           {int(PromotionOutcome::State::Superseded), u"superseded"_qs}};
    return words.value(int(state));
}

const Look v3Serves{0, u"InService"_qs, u"v3"_qs, {}, {}};
const Look nothingServes{0, u"OutOfService"_qs, {}, {}, {}};

} // namespace

Q_DECLARE_METATYPE(Look)
Q_DECLARE_METATYPE(Looks)

/// "v4" is promoted; what the target shows second by second, and what is said of it.
class tst_PromotionOutcome : public QObject
{
    Q_OBJECT

private slots:
    void whatIsSaid_data()
    {
        QTest::addColumn<Look>("before");
        QTest::addColumn<Looks>("looks");
        QTest::addColumn<States>("said");

        QTest::newRow("as expected") << v3Serves
                                     << Looks{{0, u"Updating"_qs, u"v3"_qs, u"v4"_qs, {}},
                                              {5, u"InService"_qs, u"v4"_qs, {}, {}}}
                                     << States{u"moving"_qs, u"succeeded"_qs};
        QTest::newRow("live already")
            << Look{0, u"InService"_qs, u"v4"_qs, {}, {}} << Looks{{0, u"InService"_qs, u"v4"_qs, {}, {}}}
            << States{u"succeeded"_qs};
        QTest::newRow("the server begins late")
            << v3Serves
            << Looks{{0, u"InService"_qs, u"v3"_qs, {}, {}},
                     {3, u"InService"_qs, u"v3"_qs, {}, {}},
                     {4, u"Updating"_qs, u"v3"_qs, {}, {}},
                     {7, u"InService"_qs, u"v4"_qs, {}, {}}}
            << States{u"waiting"_qs, u"waiting"_qs, u"moving"_qs, u"succeeded"_qs};
        QTest::newRow("rolled back in silence")
            << v3Serves
            << Looks{{0, u"Updating"_qs, u"v3"_qs, {}, {}}, {3, u"InService"_qs, u"v3"_qs, {}, {}}}
            << States{u"moving"_qs, u"rolled back"_qs};
        QTest::newRow("rolled back with a reason") << v3Serves
                                                   << Looks{{0, u"Updating"_qs, u"v3"_qs, {}, {}},
                                                            {3, u"RollingBack"_qs, u"v3"_qs, {}, u"bad"_qs},
                                                            {6, u"InService"_qs, u"v3"_qs, {}, u"bad"_qs}}
                                                   << States{u"moving"_qs, u"moving"_qs, u"rolled back"_qs};
        QTest::newRow("the roll-back failed too")
            << v3Serves
            << Looks{{0, u"Updating"_qs, u"v3"_qs, {}, {}},
                     {3, u"UpdateRollbackFailed"_qs, u"v3"_qs, {}, u"no capacity"_qs}}
            << States{u"moving"_qs, u"failed"_qs};
        QTest::newRow("an unknown word is moving") << v3Serves
                                                   << Looks{{0, u"Baking"_qs, u"v3"_qs, {}, {}},
                                                            {60, u"Cooling"_qs, u"v3"_qs, {}, {}},
                                                            {90, u"InService"_qs, u"v4"_qs, {}, {}}}
                                                   << States{u"moving"_qs, u"moving"_qs, u"succeeded"_qs};
        QTest::newRow("a reason from before is not this one's")
            << Look{0, u"InService"_qs, u"v3"_qs, {}, u"old trouble"_qs}
            << Looks{{0, u"InService"_qs, u"v3"_qs, {}, u"old trouble"_qs},
                     {5, u"Updating"_qs, u"v3"_qs, {}, {}},
                     {9, u"InService"_qs, u"v4"_qs, {}, {}}}
            << States{u"waiting"_qs, u"moving"_qs, u"succeeded"_qs};
        QTest::newRow("a new reason at once")
            << v3Serves << Looks{{1, u"InService"_qs, u"v3"_qs, {}, u"image not found"_qs}}
            << States{u"rolled back"_qs};
        QTest::newRow("too fast to be seen moving")
            << v3Serves << Looks{{2, u"InService"_qs, u"v4"_qs, {}, {}}} << States{u"succeeded"_qs};
        QTest::newRow("another one's version came instead")
            << v3Serves << Looks{{2, u"InService"_qs, u"v9"_qs, {}, {}}} << States{u"rolled back"_qs};
        QTest::newRow("ten minutes without a movement")
            << v3Serves
            << Looks{{599, u"InService"_qs, u"v3"_qs, {}, {}}, {600, u"InService"_qs, u"v3"_qs, {}, {}}}
            << States{u"waiting"_qs, u"overdue"_qs};
        QTest::newRow("ten minutes in one word") << v3Serves
                                                 << Looks{{10, u"Updating"_qs, u"v3"_qs, {}, {}},
                                                          {609, u"Updating"_qs, u"v3"_qs, {}, {}},
                                                          {610, u"Updating"_qs, u"v3"_qs, {}, {}}}
                                                 << States{u"moving"_qs, u"moving"_qs, u"overdue"_qs};
        QTest::newRow("overdue is withdrawn when it moves, and when it is live")
            << v3Serves
            << Looks{{600, u"InService"_qs, u"v3"_qs, {}, {}},
                     {700, u"Updating"_qs, u"v3"_qs, {}, {}},
                     {710, u"InService"_qs, u"v4"_qs, {}, {}}}
            << States{u"overdue"_qs, u"moving"_qs, u"succeeded"_qs};
        QTest::newRow("a failure is withdrawn when the version is live after all")
            << v3Serves
            << Looks{{0, u"Updating"_qs, u"v3"_qs, {}, {}},
                     {3, u"InService"_qs, u"v3"_qs, {}, {}},
                     {8, u"Updating"_qs, u"v3"_qs, u"v4"_qs, {}},
                     {9, u"InService"_qs, u"v4"_qs, {}, {}}}
            << States{u"moving"_qs, u"rolled back"_qs, u"moving"_qs, u"succeeded"_qs};
        QTest::newRow("another promotion does not make a failure move again")
            << v3Serves
            << Looks{{0, u"Updating"_qs, u"v3"_qs, {}, {}},
                     {3, u"InService"_qs, u"v3"_qs, {}, {}},
                     {8, u"Updating"_qs, u"v3"_qs, u"v9"_qs, {}},
                     {9, u"InService"_qs, u"v9"_qs, {}, {}}}
            << States{u"moving"_qs, u"rolled back"_qs, u"rolled back"_qs, u"rolled back"_qs};
        QTest::newRow("live, then replaced by another")
            << v3Serves
            << Looks{{0, u"InService"_qs, u"v4"_qs, {}, {}},
                     {50, u"Updating"_qs, u"v4"_qs, u"v5"_qs, {}},
                     {60, u"InService"_qs, u"v5"_qs, {}, {}},
                     {90, u"InService"_qs, u"v4"_qs, {}, {}}}
            << States{u"succeeded"_qs, u"succeeded"_qs, u"superseded"_qs, u"succeeded"_qs};
        QTest::newRow("the first one") << nothingServes
                                       << Looks{{0, u"OutOfService"_qs, {}, {}, {}},
                                                {1, u"Creating"_qs, {}, u"v4"_qs, {}},
                                                {9, u"InService"_qs, u"v4"_qs, {}, {}}}
                                       << States{u"waiting"_qs, u"moving"_qs, u"succeeded"_qs};
        QTest::newRow("the first one fails")
            << nothingServes
            << Looks{{1, u"Creating"_qs, {}, u"v4"_qs, {}}, {9, u"OutOfService"_qs, {}, {}, u"no disk"_qs}}
            << States{u"moving"_qs, u"failed"_qs};
        QTest::newRow("it was Failed already and has not moved")
            << Look{0, u"Failed"_qs, {}, {}, u"old"_qs}
            << Looks{{1, u"Failed"_qs, {}, {}, u"old"_qs}, {2, u"Creating"_qs, {}, {}, {}}}
            << States{u"waiting"_qs, u"moving"_qs};
        QTest::newRow("what is live is not told")
            << Look{0, u"InService"_qs, u"?"_qs, {}, {}}
            << Looks{{1, u"Updating"_qs, u"?"_qs, {}, {}}, {9, u"InService"_qs, u"?"_qs, {}, {}}}
            << States{u"moving"_qs, u"moving"_qs};
        QTest::newRow("no status at all")
            << Look{0, {}, u"v3"_qs, {}, {}} << Looks{{1, {}, u"v3"_qs, {}, {}}, {600, {}, u"v3"_qs, {}, {}}}
            << States{u"waiting"_qs, u"overdue"_qs};
    }

    void whatIsSaid()
    {
        QFETCH(Look, before);
        QFETCH(Looks, looks);
        QFETCH(States, said);
        PromotionOutcome outcome(versionOf(u"v4"_qs), before.endpoint(), sentAt);
        States heard;
        for (const Look &look : std::as_const(looks)) {
            const PromotionOutcome::State last = outcome.state();
            const bool changed = outcome.observe(look.endpoint(), sentAt.addSecs(look.second));
            QCOMPARE(changed, outcome.state() != last);
            heard += wordOf(outcome.state());
        }
        QCOMPARE(heard, said);
    }

    void theReasonIsTheServersOwn()
    {
        PromotionOutcome outcome(versionOf(u"v4"_qs), v3Serves.endpoint(), sentAt);
        outcome.observe(Look{1, u"Updating"_qs, u"v3"_qs, {}, {}}.endpoint(), sentAt.addSecs(1));
        outcome.observe(Look{2, u"Failed"_qs, u"v3"_qs, {}, u"no capacity"_qs}.endpoint(), sentAt.addSecs(2));
        QCOMPARE(outcome.reason(), u"no capacity"_qs);
        outcome.observe(Look{3, u"InService"_qs, u"v4"_qs, {}, {}}.endpoint(), sentAt.addSecs(3));
        QCOMPARE(outcome.reason(), QString());
    }

    void timePassesWithoutALook()
    {
        PromotionOutcome outcome(versionOf(u"v4"_qs), v3Serves.endpoint(), sentAt);
        QVERIFY(!outcome.tick(sentAt.addSecs(599)));
        QVERIFY(outcome.tick(sentAt.addSecs(600)));
        QVERIFY(!outcome.tick(sentAt.addSecs(601)));
        QCOMPARE(wordOf(outcome.state()), u"overdue"_qs);
        PromotionOutcome unanswered(versionOf(u"v4"_qs), v3Serves.endpoint(), sentAt,
                                    std::chrono::seconds(30));
        QVERIFY(unanswered.tick(sentAt.addSecs(30)));
    }

    void aTargetThatWasNotKnownBefore()
    {
        PromotionOutcome outcome(versionOf(u"v4"_qs), std::nullopt, sentAt);
        outcome.observe(Look{0, u"InService"_qs, u"v3"_qs, {}, {}}.endpoint(), sentAt);
        QCOMPARE(wordOf(outcome.state()), u"waiting"_qs);
        outcome.observe(Look{0, u"InService"_qs, u"v4"_qs, {}, {}}.endpoint(), sentAt);
        QCOMPARE(wordOf(outcome.state()), u"succeeded"_qs);
    }

    void anEmptyNameIsNoVersion()
    {
        Endpoint nameless = v3Serves.endpoint();
        nameless.activeVersion = VersionRef();
        PromotionOutcome outcome(VersionRef(), nameless, sentAt);
        outcome.observe(nameless, sentAt);
        QCOMPARE(wordOf(outcome.state()), u"waiting"_qs);
    }
};

QTEST_APPLESS_MAIN(tst_PromotionOutcome)
#include "tst_promotionoutcome.moc"
