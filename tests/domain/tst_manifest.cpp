// SPDX-License-Identifier: GPL-3.0-or-later
#include "comparability.h"
#include "manifest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace nsl;

namespace
{

QJsonObject parse(const char *text)
{
    return QJsonDocument::fromJson(text).object();
}

const char *const evaluation =
    R"({"evaluation":{"split_digest":"abc","k":10,"candidates":400,"protocol":"leave-one-out"}})";

} // namespace

class TestManifest : public QObject
{
    Q_OBJECT

private slots:
    void differencesNameTheirPath()
    {
        const QList<ManifestDifference> differences = diffManifests(
            parse(R"({"options":{"epochs":5,"seed":1},"template":{"event_types":[{"weight":20}]}})"),
            parse(R"({"options":{"epochs":6,"seed":1},"template":{"event_types":[{"weight":30}]}})"));
        QCOMPARE(differences.size(), 2);
        QCOMPARE(differences[0].path, u"options.epochs"_qs);
        QCOMPARE(differences[0].left, QJsonValue(5));
        QCOMPARE(differences[0].right, QJsonValue(6));
        QCOMPARE(differences[1].path, u"template.event_types[0].weight"_qs);
    }

    void aMissingLeafIsUndefined()
    {
        const QList<ManifestDifference> differences =
            diffManifests(parse(R"({"a":1})"), parse(R"({"b":null})"));
        QCOMPARE(differences.size(), 2);
        QVERIFY(differences[0].right.isUndefined());
        QVERIFY(differences[1].left.isUndefined());
        QVERIFY(differences[1].right.isNull());
    }

    void equalManifestsDoNotDiffer()
    {
        QVERIFY(diffManifests(parse(evaluation), parse(evaluation)).isEmpty());
    }

    void emptyContainersAreLeaves()
    {
        const QList<ManifestLeaf> leaves = manifestLeaves(parse(R"({"dropped":[],"note":{}})"));
        QCOMPARE(leaves.size(), 2);
        QVERIFY(manifestLeaves({}).isEmpty());
    }

    void hostileDepthEnds()
    {
        QByteArray deep;
        for (int i = 0; i < 500; ++i)
            deep += "{\"a\":";
        deep += "1" + QByteArray(500, '}');
        QCOMPARE(manifestLeaves(QJsonDocument::fromJson(deep).object()).size(), 1);
    }

    void valueAtPath()
    {
        QCOMPARE(manifestValue(parse(evaluation), u"evaluation.k"_qs), QJsonValue(10));
        QVERIFY(manifestValue(parse(evaluation), u"evaluation.k.x"_qs).isUndefined());
    }

    void runsOnOneSplitAreComparable()
    {
        const Comparability result = compareEvaluations(parse(evaluation), parse(evaluation));
        QCOMPARE(result.verdict, Comparable::Yes);
        QVERIFY(result.reasons.isEmpty());
    }

    void anotherSplitIsNotComparable()
    {
        QJsonObject other = parse(evaluation);
        QJsonObject fields = other.value(u"evaluation"_qs).toObject();
        fields.insert(u"split_digest"_qs, u"def"_qs);
        other.insert(u"evaluation"_qs, fields);
        const Comparability result = compareEvaluations(parse(evaluation), other);
        QCOMPARE(result.verdict, Comparable::No);
        QCOMPARE(result.reasons, QStringList{u"evaluation.split_digest"_qs});
    }

    void twoManifestsThatSayNothingAreNotComparable()
    {
        QCOMPARE(compareEvaluations({}, {}).verdict, Comparable::No);
        QCOMPARE(compareEvaluations({}, {}).reasons.size(), 4);
    }
};

QTEST_APPLESS_MAIN(TestManifest)
#include "tst_manifest.moc"
