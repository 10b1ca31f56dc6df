// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/router.h"
#include "httpserver.h"
#include "outcome.h"
#include "store/replyrepository.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <map>
#include <string>

namespace nsl
{

/// The text of an error's body as its API has it.
QByteArray errorText(PlatformError error, int status, ErrorForm form);

/// Answers one request: adds what every response carries. send() may be called on any thread.
class Reply
{
public:
    Reply(http::Responder responder, QString requestId);

    /// A header of every answer to this request.
    void addHeader(const char *name, const std::string &value) { m_headers.emplace(name, value); }

    /// An answer that is written and not sent yet.
    struct Draft
    {
        http::Response response; ///< without its body
        QByteArray body;
    };
    Draft draft(const ApiAnswer &answer) const;
    Draft draft(PlatformError error, ErrorForm form, const QStringList &allowed = {}) const;
    void send(const Draft &draft) const;
    void send(const ApiAnswer &answer) const { send(draft(answer)); }
    void send(const PlatformError &error, ErrorForm form, const QStringList &allowed = {}) const
    {
        send(draft(error, form, allowed));
    }
    /// What was answered when the request came first.
    void send(const KeptReply &kept) const;

private:
    http::Response start(int status) const;

    http::Responder m_responder;
    QString m_requestId;
    std::multimap<std::string, std::string> m_headers;
};

} // namespace nsl
