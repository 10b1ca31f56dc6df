// SPDX-License-Identifier: GPL-3.0-or-later
#include "writeguard.h"

#include <QCryptographicHash>
#include <QRegularExpression>

namespace nsl
{

namespace
{

QString keyOf(const ApiCall &call)
{
    return QString::fromLatin1(call.header("idempotency-key"));
}

/// Two callers may choose the same key.
QString callerOf(const ApiCall &call)
{
    const Actor &actor = call.actor();
    return u"%1/%2/%3"_qs.arg(actor.kind).arg(actor.keyId).arg(actor.name);
}

QString fingerprintOf(const ApiCall &call)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(call.method.toUtf8() + '\n' + call.path.toUtf8() + '\n');
    for (auto it = call.query.cbegin(); it != call.query.cend(); ++it)
        hash.addData(it.key().toUtf8() + '=' + it.value().toUtf8() + '\n');
    hash.addData(call.body);
    return QString::fromLatin1(hash.result().toHex());
}

} // namespace

bool WriteGuard::concerns(const ApiCall &call)
{
    return call.method != u"GET" && call.method != u"HEAD" && call.headers.contains("idempotency-key") &&
           !call.actor().kind.isEmpty();
}

Outcome<std::optional<KeptReply>> WriteGuard::earlier(const ApiCall &call) const
{
    static const QRegularExpression legal(u"\\A[\\x21-\\x7e]{1,255}\\z"_qs);
    if (!legal.match(keyOf(call)).hasMatch()) {
        return PlatformError::invalid(u"An Idempotency-Key has 1 to 255 visible ASCII characters."_qs,
                                      u"bad_idempotency_key"_qs);
    }
    return m_store.read([&]() -> Outcome<std::optional<KeptReply>> {
        auto kept = m_store.replies().find(callerOf(call), keyOf(call));
        if (kept && kept->request != fingerprintOf(call)) {
            return PlatformError::conflict(
                u"This Idempotency-Key was used for another request; choose a new one for each."_qs,
                u"idempotency_key_reused"_qs);
        }
        return kept;
    });
}

std::shared_ptr<OpenWrite> WriteGuard::begin(const ApiCall &call)
{
    const QString name = callerOf(call) + u'\n' + keyOf(call);
    return m_open->contains(name) ? nullptr : std::make_shared<OpenWrite>(m_open, name);
}

Outcome<Done> WriteGuard::keep(const ApiCall &call, int status, const QByteArray &body)
{
    if (status >= 500 || status == 429)
        return Done();
    auto kept = m_store.record([&](DataWrite &write) -> Outcome<Done> {
        return m_store.replies().keep(write, callerOf(call), keyOf(call),
                                      {fingerprintOf(call), status, body});
    });
    if (!kept.ok())
        qWarning("The reply of %s could not be kept for repetitions: %s", qUtf8Printable(call.requestId),
                 qUtf8Printable(kept.error().message));
    return kept;
}

} // namespace nsl
