// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/evaluationrepository.h"

#include "jsonread.h"
#include "jsonwrite.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

/// Any JSON value, scalars included, as text.
QString scalarText(const QJsonValue &value)
{
    return QString::fromUtf8(
        QJsonDocument(QJsonArray{value.isUndefined() ? QJsonValue() : value}).toJson(QJsonDocument::Compact));
}

QJsonValue scalarFrom(const QString &text)
{
    return QJsonDocument::fromJson(text.toUtf8()).array().at(0);
}

} // namespace

PackedEvaluation::PackedEvaluation(StoredEvaluation evaluation)
    : m_facts(std::move(evaluation))
    , m_perUser(qCompress(m_facts.perUserCsv))
{
    m_facts.perUserCsv.clear();
}

std::optional<StoredEvaluation> EvaluationRepository::find(const QString &artifactSha256,
                                                           const QString &splitDigest) const
{
    Statement row = m_database.run(
        u"SELECT protocol, k, candidates, users, dropped_pairs, metrics, per_user FROM evaluation "
        "WHERE artifact_sha256 = ? AND split_digest = ?"_s,
        {artifactSha256, splitDigest});
    if (!row.next())
        return std::nullopt;
    StoredEvaluation result;
    result.artifactSha256 = artifactSha256;
    result.splitDigest = splitDigest;
    result.basis = {QJsonValue(splitDigest), scalarFrom(row.text(1)), scalarFrom(row.text(2)),
                    scalarFrom(row.text(0)), row.integer(4)};
    result.users = row.integer(3);
    result.metrics = json::metrics(row.json(5));
    result.perUserCsv = qUncompress(row.bytes(6));
    return result;
}

Outcome<Done> EvaluationRepository::save(DataWrite &write, const PackedEvaluation &packed)
{
    if (packed.perUser().size() > maximumBytes)
        return Done{};
    const StoredEvaluation &evaluation = packed.facts();
    write.run(u"INSERT OR REPLACE INTO evaluation (artifact_sha256, split_digest, protocol, k, candidates, "
              "users, dropped_pairs, metrics, per_user, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
              {evaluation.artifactSha256, evaluation.splitDigest, scalarText(evaluation.basis.protocol),
               scalarText(evaluation.basis.k), scalarText(evaluation.basis.candidates), evaluation.users,
               evaluation.basis.droppedPairs, toColumn(QJsonValue(json::metricsJson(evaluation.metrics))),
               packed.perUser(), toColumn(write.now())});
    write.run(u"DELETE FROM evaluation WHERE rowid IN (SELECT rowid FROM (SELECT rowid, "
              "row_number() OVER newest AS place, sum(length(per_user)) OVER newest AS bytes FROM evaluation "
              "WINDOW newest AS (ORDER BY created_at DESC, rowid DESC)) WHERE place > ? OR bytes > ?)"_s,
              {maximumEntries, maximumBytes});
    return Done{};
}

qint64 EvaluationRepository::count() const
{
    Statement row = m_database.run(u"SELECT count(*) FROM evaluation"_s);
    row.next();
    return row.integer(0);
}

} // namespace nsl
