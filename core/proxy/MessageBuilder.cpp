#include "MessageBuilder.h"

#include "Personalities.h"
#include "Uri.h"

using namespace Qt::StringLiterals;

namespace siprace::proxy {

namespace {
const QByteArray seventy = "70";

QByteArray firstOf(const sip::Message& message, const QByteArray& name)
{
    const QByteArrayList values = message.headers(name);
    return values.isEmpty() ? QByteArray() : values.first();
}

/// Request of `method` on the hop of `invite`: its top Via, its Route, its From, Call-ID and CSeq number.
sip::Message onHopOf(const sip::Message& invite, const QByteArray& method, const QByteArray& to)
{
    sip::Message request = sip::Message::request(method, invite.requestUri());
    request.addHeader("Via", firstOf(invite, "Via"));
    for (const QByteArray& route : invite.headers("Route"))
        request.addHeader("Route", route);
    request.addHeader("Max-Forwards", seventy);
    request.addHeader("From", firstOf(invite, "From"));
    request.addHeader("To", to);
    request.addHeader("Call-ID", invite.callId());
    request.addHeader("CSeq", QByteArray::number(invite.cseq()) + ' ' + method);
    return request;
}
} // namespace

sip::Message ackToFailure(const sip::Message& invite, const sip::Message& response)
{
    sip::Message ack = onHopOf(invite, "ACK", firstOf(response, "To"));
    ack.addHeader("Content-Length", "0");
    return ack;
}

sip::Message cancelOf(const sip::Message& invite, const QByteArray& reason)
{
    sip::Message cancel = onHopOf(invite, "CANCEL", firstOf(invite, "To"));
    if (!reason.isEmpty())
        cancel.addHeader("Reason", reason);
    cancel.addHeader("Content-Length", "0");
    return cancel;
}

Outgoing inCallersPlace(const QByteArray& method, const sip::Message& success, qsizetype upstreamRoutes, sip::Via via)
{
    sip::Message request = sip::Message::request(method, success.contactUri());
    // Record-Route lists the callee's side first. What stands behind the values from above is the way down, reversed.
    const QList<sip::RouteValue> recorded = success.recordRoutes();
    QByteArrayList routes;
    for (qsizetype i = qMax(recorded.size() - upstreamRoutes, qsizetype(0)); i > 0; --i)
        routes.append(recorded[i - 1].uri);
    const auto next = sip::Uri::parse(routes.isEmpty() ? success.contactUri() : routes.first());
    via.transport = next ? next->hop().transport.toUpper() : via.transport;
    request.pushVia(via);
    if (!routes.isEmpty())
        request.setRoutes(routes);
    request.addHeader("Max-Forwards", seventy);
    request.addHeader("From", firstOf(success, "From"));
    request.addHeader("To", firstOf(success, "To"));
    request.addHeader("Call-ID", success.callId());
    const quint32 number = method == "ACK" ? success.cseq() : success.cseq() + 1;
    request.addHeader("CSeq", QByteArray::number(number) + ' ' + method);
    request.addHeader("Content-Length", "0");
    const sip::Hop hop = settleRoute(request);
    return {request, hop};
}

QByteArray completedElsewhere(const QString& personality)
{
    const Personality* product = findPersonality(personality);
    return product ? product->elsewhere.toByteArray() : "SIP;cause=200;text=\"Call completed elsewhere\"";
}

QByteArray tryingPhrase(const QString& personality)
{
    const Personality* product = findPersonality(personality);
    return product ? product->trying.toByteArray() : QByteArrayLiteral("Trying");
}

QByteArray cancellingPhrase(const QString& personality)
{
    const Personality* product = findPersonality(personality);
    return product ? product->cancelling.toByteArray() : QByteArrayLiteral("OK");
}

QString nameOf(const QByteArray& uri)
{
    const auto parsed = sip::Uri::parse(uri);
    if (!parsed || parsed->host.isEmpty())
        return QString::fromUtf8(uri);
    return QString::fromUtf8(parsed->user.isEmpty() ? parsed->host : parsed->user);
}

QString answererOf(const sip::Message& response)
{
    const QByteArray tag = response.toTag();
    return tag.isEmpty() ? u"downstream"_s : QString::fromUtf8(tag);
}

QString describe(const sip::Message& response)
{
    return QString::number(response.status()) + u" from "_s + answererOf(response);
}

QString ordinal(qsizetype n)
{
    static const QStringList words = {u"first"_s, u"second"_s, u"third"_s};
    return n >= 1 && n <= words.size() ? words[n - 1] : QString::number(n) + u"th"_s;
}

sip::Hop settleRoute(sip::Message& request)
{
    const QList<sip::RouteValue> routes = request.routes();
    if (routes.isEmpty()) {
        const auto uri = sip::Uri::parse(request.requestUri());
        return uri && uri->isSip() ? uri->hop() : sip::Hop{};
    }
    if (!routes.first().isLoose) {
        QByteArrayList rest;
        for (qsizetype i = 1; i < routes.size(); ++i)
            rest.append(routes[i].uri);
        rest.append(request.requestUri());
        request.setRequestUri(routes.first().uri);
        request.setRoutes(rest);
    }
    return routes.first().hop;
}

} // namespace siprace::proxy
