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

    /// The bytes of the answer's body.
    QByteArray send(const ApiAnswer &answer) const;
    QByteArray send(PlatformError error, ErrorForm form, const QStringList &allowed = {}) const;
    /// What was answered when the request came first.
    void send(const KeptReply &kept) const;

private:
    http::Response start(int status) const;
    QByteArray finish(http::Response response, const QByteArray &body) const;

    http::Responder m_responder;
    QString m_requestId;
    std::multimap<std::string, std::string> m_headers;
};

} // namespace nsl
