// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contractplatform.h"
#include "shape.h"

/// A request as the contract writes it, in snake_case.
struct Ask
{
    QString path;
    QJsonValue body = QJsonValue::Undefined;
};

/// One row of the contract's tables: a method and a route with its documented request and answer.
struct Row
{
    QByteArray method;
    QString route;                ///< as the server declares it, for the Core API without /v1
    std::function<Ask()> request; ///< a request that succeeds, a new one each time
    QString answer;               ///< its shape
    QString missing = {};         ///< a path of this route whose object is not there; empty = no such path
    bool readsBody = true;        ///< a POST, PUT or PATCH whose body is looked at
    bool isSecret = false;        ///< the answer is shown once, so it is not repeated
    /// Entries of the journal that the request makes; absent: one for a write of the Platform API, else none.
    std::optional<int> entries = {};

    bool isCore() const { return !route.startsWith(u"/api/"_qs) && !isOpen() && route != u"/metrics"; }
    bool isOpen() const { return route == u"/healthz" || route == u"/api/instance"; }
    bool isWrite() const { return method != "GET"; }
    int expectedEntries() const { return entries.value_or(isWrite() && !isCore() ? 1 : 0); }
    QByteArray title() const { return method + ' ' + route.toLatin1(); }
};

/// Checks one row in every way in which it may be asked and refused. Each function gives what is wrong, or
/// an empty text.
class RowCheck
{
public:
    explicit RowCheck(const Row &row)
        : m_row(row)
        , m_platform(ContractPlatform::shared())
    {
    }

    /// In snake_case and camelCase, with keys that are not known, with and without /v1: status, headers,
    /// shape.
    QString succeeds();
    /// Without a key, with an unknown one, one of the other API, one without the scope; and one that is
    /// enough.
    QString asksForScope();
    /// A body that is no JSON, and an object that is not there: status and form of the error.
    QString refuses();
    /// The same Idempotency-Key again gives the same answer, and another body is a conflict. What it changed
    /// has its entries in the journal, once.
    QString repeats();

    /// The form that an error of this row must have.
    static QString errorComplaint(const HttpAnswer &answer, int status, bool isCore);

private:
    QStringList prefixes() const;
    QByteArray token() const;
    HttpAnswer send(const QString &path, const QJsonValue &body, const QByteArray &token,
                    const QMap<QByteArray, QByteArray> &headers = {});
    QString successComplaint(const HttpAnswer &answer, const QString &way);
    int entriesOf(const QByteArray &requestId) const;

    const Row &m_row;
    ContractPlatform &m_platform;
};

/// The same with camelCase keys; what stands under "metadata" is the caller's own.
QJsonValue camelCased(const QJsonValue &value);
QString camelCasedQuery(const QString &path);

/// A section of the contract: its rows, each walked by the one slot here, and slots of its own for sentences.
class RowTests : public QObject
{
    Q_OBJECT

protected:
    virtual QList<Row> table() const = 0;

    static ContractPlatform &platform() { return ContractPlatform::shared(); }
    /// A POST, PUT, PATCH or DELETE with the session's key.
    static HttpAnswer write(const QByteArray &method, const QString &path, const QJsonObject &body = {});
    /// The same with a Core token.
    static HttpAnswer writeCore(const QByteArray &method, const QString &path, const QJsonValue &body = {});

private Q_SLOTS:
    void rows_data();
    void rows();

private:
    QList<Row> m_rows;
};
