// SPDX-License-Identifier: GPL-3.0-or-later
#include "corecontroller.h"

#include "api/recommendationjson.h"
#include "httpmessage.h"

namespace nsl
{

namespace
{

PlatformError oauthError(PlatformError::Kind kind, const QString &code, const QString &message)
{
    PlatformError error;
    error.kind = kind;
    error.code = code;
    error.message = message;
    return error;
}

} // namespace

void CoreController::addRoutes(Router &router)
{
    const auto bind = [this](ApiResult (CoreController::*method)(const ApiCall &)) {
        return [this, method](const ApiCall &call) { return (this->*method)(call); };
    };
    using Self = CoreController;
    Route tokenRoute;
    tokenRoute.method = u"POST"_qs;
    tokenRoute.pattern = {u"oauth2"_qs, u"token"_qs};
    tokenRoute.access = Access::Open;
    tokenRoute.errors = ErrorForm::OAuth;
    tokenRoute.handler = [this](const ApiCall &call, const ApiReply &reply) { reply(token(call)); };
    router.addRaw(std::move(tokenRoute));
    router.addCore(u"POST"_qs, u"/search"_qs, Access::CoreRead, bind(&Self::search));
    router.addCoreAsync(
        u"GET"_qs, u"/recommendations"_qs, Access::CoreRead,
        [this](const ApiCall &call, const ApiReply &reply) { recommendations(call, reply); }, Lane::Serving);
}

ApiResult CoreController::token(const ApiCall &call)
{
    using Kind = PlatformError::Kind;
    const auto form = http::formDecoded(
        std::string_view(call.body.constData(), static_cast<std::size_t>(call.body.size())));
    if (!form)
        return oauthError(Kind::Invalid, u"invalid_request"_qs, u"The form body cannot be decoded."_qs);
    const auto field = [&form](const char *name) {
        const auto it = form->find(name);
        return it == form->end() ? QString() : QString::fromStdString(it->second);
    };
    const QString grant = field("grant_type");
    if (grant != u"client_credentials") {
        return oauthError(Kind::Invalid,
                          grant.isEmpty() ? u"invalid_request"_qs : u"unsupported_grant_type"_qs,
                          u"grant_type must be client_credentials."_qs);
    }
    const QByteArray authorization = call.header("authorization");
    QByteArray pair;
    if (authorization.left(6).toLower() == "basic ") {
        const auto decoded = QByteArray::fromBase64Encoding(authorization.mid(6).trimmed(),
                                                            QByteArray::AbortOnBase64DecodingErrors);
        pair = decoded ? *decoded : QByteArray();
    }
    const qsizetype colon = pair.indexOf(':');
    if (colon <= 0) {
        return oauthError(Kind::Unauthorized, u"invalid_client"_qs,
                          u"The client id and secret are expected in an Authorization: Basic header."_qs);
    }
    const auto issued =
        m_credentials.issueToken(QString::fromUtf8(pair.left(colon)), pair.mid(colon + 1), field("scope"));
    if (!issued.ok())
        return issued.error();
    return ApiAnswer(QJsonObject{{u"access_token"_qs, QString::fromLatin1(issued->accessToken)},
                                 {u"expires_in"_qs, issued->expiresInSeconds},
                                 {u"token_type"_qs, u"Bearer"_qs},
                                 {u"scope"_qs, issued->scopes.join(u' ')}});
}

ApiResult CoreController::search(const ApiCall &)
{
    PlatformError error = PlatformError::invalid(
        u"This platform has no model that embeds a query: ask for recommendations instead."_qs,
        u"query_embedding_unavailable"_qs);
    error.httpStatus = 422;
    return error;
}

void CoreController::recommendations(const ApiCall &call, const ApiReply &reply)
{
    const auto query = recommendationQueryFrom(call);
    if (!query.ok()) {
        reply(query.error());
        return;
    }
    m_lane.recommend(*query, [call, reply, limit = query->limit](const Outcome<Recommended> &result) {
        if (result.ok())
            reply(recommendationsAnswer(*result, call, limit));
        else
            reply(result.error());
    });
}

} // namespace nsl
