// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/sqlitestore.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace nsl
{

/// Builds a page in Prometheus' text format: families of samples, each with its help and type.
class PrometheusText
{
public:
    using Labels = QList<std::pair<QString, QString>>;

    static constexpr auto contentType = "text/plain; version=0.0.4; charset=utf-8";

    /// Begins a family; samples belong to the last one begun. `type` is "counter" or "gauge".
    void family(const QString &name, const QString &type, const QString &help);
    void sample(double value, const Labels &labels = {});
    void sample(qint64 value, const Labels &labels = {});
    const QByteArray &text() const { return m_text; }

private:
    void sampleText(const QByteArray &value, const Labels &labels);

    QByteArray m_text;
    QByteArray m_family;
};

/// The part of GET /metrics that the store and the process know: process, jobs by status, endpoints, imports,
/// events, items, size of the database. The server adds what it counted itself. Throws StoreFailure.
void addPlatformMetrics(PrometheusText &page, SqliteStore &store);

} // namespace nsl
