// SPDX-License-Identifier: GPL-3.0-or-later
#include "router.h"

namespace nsl
{

namespace
{

const QString anySegment = u"{}"_qs;

QStringList segmentsOf(const QString &path)
{
    return path.mid(1).split(u'/');
}

bool matches(const QStringList &pattern, const QStringList &segments)
{
    if (pattern.size() != segments.size())
        return false;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        const bool fits =
            pattern.at(i) == anySegment ? !segments.at(i).isEmpty() : pattern.at(i) == segments.at(i);
        if (!fits)
            return false;
    }
    return true;
}

// Of two patterns that fit one path: whether the left one is literal where they first differ.
bool isMoreLiteral(const QStringList &left, const QStringList &right)
{
    for (qsizetype i = 0; i < left.size(); ++i) {
        const bool leftAny = left.at(i) == anySegment;
        const bool rightAny = right.at(i) == anySegment;
        if (leftAny != rightAny)
            return rightAny;
    }
    return false;
}

Router::AsyncHandler atOnce(Router::Handler handler)
{
    return
        [handler = std::move(handler)](const ApiCall &call, const ApiReply &reply) { reply(handler(call)); };
}

} // namespace

void Router::add(const QString &method, const QString &pattern, Handler handler, Access access)
{
    addAsync(method, pattern, atOnce(std::move(handler)), access);
}

void Router::addAsync(const QString &method, const QString &pattern, AsyncHandler handler, Access access)
{
    addRaw({method, segmentsOf(pattern), access, ErrorForm::Platform, std::move(handler), Lane::Main});
}

void Router::addCore(const QString &method, const QString &pattern, Access access, Handler handler)
{
    addCoreAsync(method, pattern, access, atOnce(std::move(handler)));
}

void Router::addCoreAsync(const QString &method, const QString &pattern, Access access, AsyncHandler handler,
                          Lane lane)
{
    addRaw({method, segmentsOf(u"/v1"_qs + pattern), access, ErrorForm::Core, handler, lane});
    addRaw({method, segmentsOf(pattern), access, ErrorForm::Core, std::move(handler), lane});
}

void Router::addRaw(Route route)
{
    m_routes.append(std::move(route));
}

Router::Match Router::find(const QString &method, const QString &path) const
{
    const QStringList segments = segmentsOf(path);
    const QStringList *best = nullptr;
    for (const Route &route : m_routes) {
        if (matches(route.pattern, segments) && (!best || isMoreLiteral(route.pattern, *best)))
            best = &route.pattern;
    }
    Match match;
    if (!best)
        return match;
    const QString wanted = method == u"HEAD" ? u"GET"_qs : method;
    for (const Route &route : m_routes) {
        if (route.pattern != *best)
            continue;
        match.allowed.append(route.method);
        match.errors = route.errors;
        if (route.method == wanted)
            match.route = &route;
    }
    if (match.allowed.contains(u"GET"_qs))
        match.allowed.append(u"HEAD"_qs);
    for (qsizetype i = 0; i < best->size(); ++i) {
        if (best->at(i) == anySegment)
            match.parameters.append(segments.at(i));
    }
    return match;
}

QStringList Router::describe() const
{
    QStringList result;
    for (const Route &route : m_routes)
        result.append(route.method + u" /"_qs + route.pattern.join(u'/'));
    return result;
}

} // namespace nsl
