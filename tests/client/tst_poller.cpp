// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectionstate.h"
#include "poller.h"

#include <QSignalSpy>
#include <QTest>

using namespace nsl;
using Status = ConnectionState::Status;

class tst_Poller : public QObject
{
    Q_OBJECT

    static PlatformError error(PlatformError::Kind kind) { return {kind, 0, {}, {}, {}}; }

private slots:
    void oneRoundAtATimeAndTheNextByItself()
    {
        int rounds = 0;
        Poller::Finish open;
        Poller poller(
            [&](QObject *, const Poller::Finish &finish) {
                ++rounds;
                open = finish;
            },
            Poller::Intervals{10, 100'000, 10, 100});
        poller.resume();
        QCOMPARE(rounds, 1);
        poller.pollNow();
        poller.pollNow();
        QCOMPARE(rounds, 1); // in flight: once more afterwards, not beside it
        open({});
        QCOMPARE(rounds, 2);
        open({std::nullopt, true});
        QTRY_COMPARE(rounds, 3);
        open({});
        QVERIFY(!poller.isInFlight());
        QVERIFY(poller.remainingMs() > 50'000); // at rest
    }

    void lateAnswersOfOldRoundsAreVoid()
    {
        QList<Poller::Finish> finishes;
        QList<QPointer<QObject>> contexts;
        Poller poller(
            [&](QObject *context, const Poller::Finish &finish) {
                contexts += context;
                finishes += finish;
            },
            Poller::Intervals{10'000, 10'000, 10'000, 10'000});
        QSignalSpy succeeded(&poller, &Poller::succeeded);
        poller.resume();
        poller.pause();
        QVERIFY(!contexts.first()); // what hangs on the round ends with it
        finishes.first()({});
        QCOMPARE(succeeded.size(), 0);
        poller.resume();
        finishes.first()({});
        QCOMPARE(succeeded.size(), 0);
        finishes.at(1)({});
        finishes.at(1)({});
        QCOMPARE(succeeded.size(), 1);
    }

    void failuresAreAskedAgainEverMoreRarely()
    {
        const Poller::Intervals intervals;
        QCOMPARE(Poller::retryDelayMs(1, intervals, 0), 1000);
        QCOMPARE(Poller::retryDelayMs(2, intervals, 0), 2000);
        QCOMPARE(Poller::retryDelayMs(5, intervals, 0), 16'000);
        QCOMPARE(Poller::retryDelayMs(7, intervals, 0), 60'000);
        QCOMPARE(Poller::retryDelayMs(1'000'000, intervals, 0), 60'000);
        QCOMPARE(Poller::retryDelayMs(7, intervals, 1), 48'000);

        int rounds = 0;
        Poller poller(
            [&rounds](QObject *, const Poller::Finish &finish) {
                ++rounds;
                finish({rounds < 4 ? std::optional(PlatformError{}) : std::nullopt});
            },
            Poller::Intervals{10'000, 10'000, 1, 4});
        QSignalSpy failed(&poller, &Poller::failed);
        QSignalSpy succeeded(&poller, &Poller::succeeded);
        poller.resume();
        QTRY_COMPARE(succeeded.size(), 1);
        QCOMPARE(failed.size(), 3);
        QCOMPARE(poller.failures(), 0);
    }

    void connectionStates()
    {
        using Kind = PlatformError::Kind;
        ConnectionState state;
        QSignalSpy updated(&state, &ConnectionState::updated);
        const QDateTime t0 = QDateTime::fromSecsSinceEpoch(1'000'000, Qt::UTC);
        QCOMPARE(state.status(), Status::Connecting);
        state.noteSuccess(t0);
        QCOMPARE(state.status(), Status::Online);
        state.noteSuccess(t0.addSecs(1));
        QCOMPARE(updated.size(), 1); // staying online is no news
        state.noteFailure(error(Kind::Conflict), t0, 1000);
        QCOMPARE(state.status(), Status::Online); // an answer is an answer
        state.noteFailure(error(Kind::Network), t0.addSecs(2), 4000);
        QCOMPARE(state.status(), Status::Reconnecting);
        QCOMPARE(state.nextAttempt(), t0.addSecs(6));
        state.noteFailure(error(Kind::Timeout), t0.addSecs(6), 8000);
        QCOMPARE(state.status(), Status::Reconnecting);
        state.noteFailure(error(Kind::Unavailable), t0.addSecs(14), 8000);
        QCOMPARE(state.status(), Status::Offline);
        QCOMPARE(state.lastSuccess(), t0);
        state.noteSuccess(t0.addSecs(20));
        QCOMPARE(state.status(), Status::Online);
        state.noteFailure(error(Kind::Network), t0, 1);
        QCOMPARE(state.status(), Status::Reconnecting); // counted from the start again
        state.noteFailure(error(Kind::Unauthorized), t0, 1);
        QCOMPARE(state.status(), Status::Unauthorized);
        state.noteFailure(error(Kind::Forbidden), t0, 1);
        QCOMPARE(state.status(), Status::Forbidden);
        state.noteSuccess(t0);
        QCOMPARE(state.status(), Status::Online);
        state.reset();
        QCOMPARE(state.status(), Status::Connecting);
    }
};

QTEST_GUILESS_MAIN(tst_Poller)
#include "tst_poller.moc"
