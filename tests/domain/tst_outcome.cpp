// SPDX-License-Identifier: GPL-3.0-or-later
#include "outcome.h"

#include <QTest>

#include <memory>

using namespace nsl;

class TestOutcome : public QObject
{
    Q_OBJECT

private slots:
    void holdsAValueOrAnError()
    {
        const Outcome<int> good(3);
        QVERIFY(good);
        QCOMPARE(*good, 3);
        QVERIFY_THROWS_EXCEPTION(std::bad_variant_access, (void)good.error());
        const Outcome<int> bad(PlatformError::conflict(u"busy"_qs, u"endpoint_updating"_qs));
        QVERIFY(!bad);
        QCOMPARE(bad.error().code, u"endpoint_updating"_qs);
        QVERIFY_THROWS_EXCEPTION(std::bad_variant_access, (void)bad.value());
    }

    void movesWhatCannotBeCopied()
    {
        Outcome<std::unique_ptr<int>> outcome(std::make_unique<int>(7));
        const std::unique_ptr<int> taken = std::move(outcome).value();
        QCOMPARE(*taken, 7);
    }

    void statusesAndKindsAgree()
    {
        for (const int status : {400, 401, 403, 404, 405, 409, 429, 500, 503}) {
            PlatformError error;
            error.kind = errorKindForStatus(status);
            QCOMPARE(httpStatusFor(error), status);
        }
        QCOMPARE(errorKindForStatus(422), PlatformError::Kind::Invalid);
        QCOMPARE(errorKindForStatus(410), PlatformError::Kind::NotFound);
        QCOMPARE(errorKindForStatus(200), PlatformError::Kind::Protocol);
    }
};

QTEST_APPLESS_MAIN(TestOutcome)
#include "tst_outcome.moc"
