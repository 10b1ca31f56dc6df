// SPDX-License-Identifier: GPL-3.0-or-later
#include "errortext.h"

#include <QCoreApplication>
#include <QStringList>

namespace nsl
{

namespace
{

struct Errors
{
    Q_DECLARE_TR_FUNCTIONS(Errors)
};

/// A process's end for people: its own sentence, or how it went where it said none.
QString howItEnded(const QString &detail)
{
    if (detail == u"crash")
        return Errors::tr("it was killed or crashed.");
    bool isCode = false;
    const int code = detail.toInt(&isCode);
    return isCode ? Errors::tr("it gave no reason (exit code %1).").arg(code) : detail;
}

/// What this program itself found out, by code; empty for any other code.
QString ownSentence(const QString &code, const QString &detail)
{
    if (code == u"connection_refused")
        return Errors::tr("Nothing answers at this address. Is the platform running?");
    if (code == u"host_not_found")
        return Errors::tr("This host is not known. Check the address and your network.");
    if (code == u"tls_failed")
        return Errors::tr("The server's identity could not be verified: %1").arg(detail);
    if (code == u"connection_broken")
        return Errors::tr("The connection broke: %1").arg(detail);
    if (code == u"timeout" || code == u"too_slow")
        return Errors::tr("The server did not answer in time. Try again.");
    if (code == u"redirect_refused")
        return Errors::tr("The server pointed to another address, which is not followed. Check the URL.");
    if (code == u"reply_too_large")
        return Errors::tr("The answer is larger than 64 MiB and was not read.");
    if (code == u"not_json")
        return Errors::tr("The answer is not JSON. Is this the address of a NeuronSearchLab platform?");
    if (code == u"missing_field")
        return Errors::tr("The answer lacks \"%1\". The server may be of another version.").arg(detail);
    if (code == u"unexpected_status")
        return Errors::tr("The server answered with the unexpected status %1.").arg(detail);
    if (code == u"platform_missing")
        return Errors::tr("The program nsl-platform was not found beside this one. Reinstall NSL Console.");
    if (code == u"platform_not_startable")
        return Errors::tr("The local platform could not be started: %1").arg(detail);
    if (code == u"platform_start_timeout")
        return Errors::tr("The local platform did not become ready in time. See the details and try again.");
    if (code == u"platform_exited")
        return Errors::tr("The local platform ended while starting: %1").arg(howItEnded(detail));
    if (code == u"platform_ended")
        return Errors::tr("The local platform ended unexpectedly: %1").arg(howItEnded(detail));
    if (code == u"no_identity")
        return Errors::tr("The server gave this run no name and no id, so nothing was sent.");
    if (code == u"platform_protocol")
        return Errors::tr(
            "The local platform gave an answer that is not understood. Is it of the same version?");
    if (code == u"platform_unreachable")
        return Errors::tr("The local platform started but does not answer. Try again.");
    if (code == u"proof_mismatch")
        return Errors::tr("Another program answers in place of the local platform. Nothing was sent to it.");
    if (code == u"handover_insecure")
        return Errors::tr(
                   "\"%1\" can be read or changed by others, so it is not trusted. Make it private to you.")
            .arg(detail);
    if (code == u"handover_unreadable")
        return Errors::tr("\"%1\" is damaged. Stop the platform of this workspace and delete the file.")
            .arg(detail);
    if (code == u"url_empty")
        return Errors::tr("Enter the platform's URL.");
    if (code == u"url_malformed")
        return Errors::tr("This is not a URL: it should look like https://console.example.com.");
    if (code == u"url_scheme")
        return Errors::tr("The URL must begin with https:// (or http:// for this machine).");
    if (code == u"url_extra")
        return Errors::tr(
            "The URL must be the platform's address alone, without user name, query or fragment.");
    if (code == u"url_insecure")
        return Errors::tr("Plain http:// would send your key in the clear. Use https://.");
    return {};
}

QString kindSentence(const PlatformError &error)
{
    using Kind = PlatformError::Kind;
    switch (error.kind) {
    case Kind::Network:
        return Errors::tr("The platform cannot be reached. Check your network.");
    case Kind::Timeout:
        return Errors::tr("The server did not answer in time. Try again.");
    case Kind::Cancelled:
        return Errors::tr("Cancelled.");
    case Kind::Unauthorized:
        return Errors::tr("The key is not accepted. Connect again with a valid one.");
    case Kind::Forbidden:
        return Errors::tr("The key lacks the scope for this. Use a key with the scope \"admin\".");
    case Kind::NotFound:
        return Errors::tr("It is not there any more. Refresh the page.");
    case Kind::Invalid:
        return Errors::tr("The server refused the request as invalid.");
    case Kind::Conflict:
        return Errors::tr("The current state does not allow this. Refresh and try again.");
    case Kind::RateLimited:
        return Errors::tr("The server asks to slow down. Try again in a moment.");
    case Kind::Unavailable:
        return Errors::tr("The server is not available at the moment. Try again.");
    case Kind::Server:
        return Errors::tr("The server failed. Try again; if it persists, report the request id.");
    case Kind::Unsupported:
        return Errors::tr("This server does not offer that.");
    case Kind::Protocol:
        return Errors::tr("The server's answer could not be understood.");
    case Kind::Storage:
        return Errors::tr("A file on this machine could not be used.");
    }
    return {};
}

QString kindWord(PlatformError::Kind kind)
{
    using Kind = PlatformError::Kind;
    switch (kind) {
    case Kind::Network:
        return u"network"_qs;
    case Kind::Timeout:
        return u"timeout"_qs;
    case Kind::Cancelled:
        return u"cancelled"_qs;
    case Kind::Unauthorized:
        return u"unauthorized"_qs;
    case Kind::Forbidden:
        return u"forbidden"_qs;
    case Kind::NotFound:
        return u"not found"_qs;
    case Kind::Invalid:
        return u"invalid"_qs;
    case Kind::Conflict:
        return u"conflict"_qs;
    case Kind::RateLimited:
        return u"rate limited"_qs;
    case Kind::Unavailable:
        return u"unavailable"_qs;
    case Kind::Server:
        return u"server"_qs;
    case Kind::Unsupported:
        return u"unsupported"_qs;
    case Kind::Protocol:
        return u"protocol"_qs;
    case Kind::Storage:
        return u"storage"_qs;
    }
    return {};
}

} // namespace

QString errorSentence(const PlatformError &error)
{
    // A server's own codes are never these, and its message is about the thing at hand.
    const QString own = error.httpStatus < 400 ? ownSentence(error.code, error.message) : QString();
    if (!own.isEmpty())
        return own;
    // A bare word ("Unauthorized") is no sentence that a person can act on.
    const bool bare = !error.message.contains(u' ');
    if (error.message.isEmpty() || (bare && error.httpStatus >= 400))
        return kindSentence(error);
    return error.message;
}

QString errorDetails(const PlatformError &error)
{
    QStringList lines{Errors::tr("Kind: %1").arg(kindWord(error.kind))};
    if (error.httpStatus > 0)
        lines += Errors::tr("HTTP status: %1").arg(error.httpStatus);
    if (!error.code.isEmpty())
        lines += Errors::tr("Code: %1").arg(error.code);
    if (!error.requestId.isEmpty())
        lines += Errors::tr("Request id: %1").arg(error.requestId);
    if (!error.message.isEmpty())
        lines += Errors::tr("Message: %1").arg(error.message);
    return lines.join(u'\n');
}

} // namespace nsl
