#include "RequestRouter.h"

#include "DigestAuth.h"
#include "MessageBuilder.h"
#include "Registrar.h"
#include "Uri.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace siprace::proxy {

namespace {
bool isAddressLiteral(const QByteArray& host)
{
    if (host.startsWith('['))
        return true;
    return std::all_of(host.begin(), host.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

bool isOwnUri(const CoreState& core, const QByteArray& uri)
{
    const auto parsed = sip::Uri::parse(uri);
    return parsed && parsed->isSip() && core.isOwnAddress(parsed->hop());
}

LocalAnswer refuse(int status, const QByteArray& reason, QString rule, QString text)
{
    return {status, reason, {std::move(rule), std::move(text)}, {}};
}

/// RFC 3261 §16.3; nothing when the request may go on.
std::optional<LocalAnswer> check(const sip::Message& request)
{
    const auto uri = sip::Uri::parse(request.requestUri());
    if (!uri && request.requestUri().startsWith("sip"))
        return refuse(400, "Bad Request-URI", u"R-203"_s,
            u"The Request-URI %1 cannot be read."_s.arg(QString::fromUtf8(request.requestUri())));
    if (!uri || !uri->isSip())
        return refuse(416, "Unsupported URI Scheme", u"R-204"_s,
            u"The Request-URI %1 is no sip: URI."_s.arg(QString::fromUtf8(request.requestUri())));
    if (request.maxForwards() == 0)
        return refuse(483, "Too Many Hops", u"R-205"_s, u"Max-Forwards is 0: the request goes no further."_s);
    const QByteArrayList required = request.headers("Proxy-Require");
    if (!required.isEmpty()) {
        LocalAnswer refusal = refuse(420, "Bad Extension", u"R-207"_s,
            u"Proxy-Require asks for %1, which this proxy does not know."_s.arg(
                QString::fromUtf8(required.join(", "))));
        refusal.headers.append({"Unsupported", required.join(", ")});
        return refusal;
    }
    return {};
}

/// What the choice of targets depends on, and nothing else: the address looked up, and the Routes. RFC 5393 §4.2.1.
QByteArray loopKeyOf(const sip::Message& request)
{
    const auto uri = sip::Uri::parse(request.requestUri());
    QByteArray key = uri ? uri->addressOfRecord() : request.requestUri();
    if (uri && uri->port)
        key += ':' + QByteArray::number(*uri->port);
    for (const sip::RouteValue& route : request.routes())
        key += ',' + route.uri;
    return key;
}

bool isLooping(const CoreState& core, const sip::Message& received, const QByteArray& loopKey,
    const std::function<bool(const QByteArray&, const QByteArray&)>& isLoop)
{
    const QList<sip::Via> vias = received.vias();
    return std::any_of(vias.begin(), vias.end(), [&](const sip::Via& via) {
        return via.host == core.identity.address.host && via.port == core.identity.address.port
            && isLoop(via.branch, loopKey);
    });
}

int breadthOf(const CoreState& core, const sip::Message& request)
{
    const QByteArrayList values = request.headers("Max-Breadth");
    bool isNumber = false;
    const int value = values.isEmpty() ? 0 : values.first().toInt(&isNumber);
    return isNumber && value >= 0 ? qMin(value, core.settings.maxBreadth) : core.settings.maxBreadth;
}

/// REGISTER for our domain, OPTIONS to the proxy itself, and whatever lacks credentials; nothing: forward it.
std::optional<LocalAnswer> answeredHere(const CoreState& core, const sip::Message& request, bool isInDialog)
{
    const QByteArray method = request.method();
    const bool isHere = request.routes().isEmpty() && isOwnDomain(core, request.requestUri());
    const bool isRegistrar = isHere && method == "REGISTER";
    // Usually nobody is asked again in a dialog: the callee, who may be no user of ours, sends requests there too.
    // ACK and CANCEL, which nobody could repeat with credentials, do not come here at all. RFC 3261 §22.1.
    // On an open network a To tag alone says nothing: it takes the route that this proxy has recorded in that call.
    const bool isAsked = isRegistrar || !isInDialog || core.settings.authInDialog;
    if (core.settings.auth && isAsked) {
        if (auto refused = authenticate(core, request, isRegistrar))
            return refused;
    }
    if (isRegistrar)
        return registerContacts(core, request);
    const auto uri = sip::Uri::parse(request.requestUri());
    if (isHere && method == "OPTIONS" && uri && uri->user.isEmpty())
        return LocalAnswer{200, "OK", {u"R-205"_s, u"OPTIONS to the proxy itself."_s}, {}};
    return {};
}

/// The targets of a request for this proxy's own domain, or why there are none. RFC 3261 §16.5.
std::variant<LocalAnswer, QList<Contact>> lookUp(const CoreState& core, const QByteArray& addressed, Instant now)
{
    const auto contacts = core.location->lookup(addressed, now);
    const QString who = QString::fromUtf8(addressed);
    if (!contacts)
        return refuse(404, "Not Found", u"R-211"_s, u"%1 is not known here."_s.arg(who));
    QList<Contact> targets;
    for (const Contact& contact : *contacts) {
        const bool isKnown = std::any_of(
            targets.begin(), targets.end(), [&](const Contact& other) { return sip::sameUri(other.uri, contact.uri); });
        if (!isKnown)
            targets.append(contact); // a URI is a target once only
    }
    if (targets.isEmpty())
        return refuse(480, "Temporarily Unavailable", u"R-211"_s, u"%1 has no contact now."_s.arg(who));
    return targets;
}
} // namespace

bool isOwnDomain(const CoreState& core, const QByteArray& uri)
{
    const auto parsed = sip::Uri::parse(uri);
    if (!parsed || !parsed->isSip())
        return false;
    return !isAddressLiteral(parsed->host) || core.isOwnAddress({parsed->host, parsed->hop().port, "udp"});
}

void takeOwnRoutes(const CoreState& core, sip::Message& request)
{
    QList<sip::RouteValue> routes = request.routes();
    // A strict router has put our Record-Route value into the Request-URI and the true one behind the Routes.
    const auto uri = sip::Uri::parse(request.requestUri());
    if (!routes.isEmpty() && uri && uri->isLoose() && uri->user.isEmpty() && isOwnUri(core, request.requestUri())) {
        request.setRequestUri(routes.takeLast().uri);
        QByteArrayList rest;
        for (const sip::RouteValue& route : std::as_const(routes))
            rest.append(route.uri);
        request.setRoutes(rest);
    }
    while (!routes.isEmpty() && core.isOwnAddress(routes.first().hop)) {
        request.popRoute();
        routes.removeFirst();
    }
}

Routing routeRequest(const CoreState& core, const sip::Message& received,
    const std::function<bool(const QByteArray& viaBranch, const QByteArray& loopKey)>& isLoop)
{
    if (auto refusal = check(received))
        return *refusal;
    RoutedRequest routed;
    routed.loopKey = loopKeyOf(received);
    if (isLooping(core, received, routed.loopKey, isLoop))
        return refuse(482, "Loop Detected", u"R-353"_s,
            u"The request has been here before, with the same Request-URI and Routes: it loops."_s);
    routed.request = received;
    takeOwnRoutes(core, routed.request);
    const bool isInDialog
        = !received.toTag().isEmpty() && (core.identity.secret.isEmpty() || core.isOnRecordedRoute(received));
    routed.breadth = breadthOf(core, received);
    if (routed.breadth == 0 && received.method() == "INVITE")
        return refuse(440, "Max-Breadth Exceeded", u"R-357"_s, u"Max-Breadth is 0: no branch may be started."_s);
    const QByteArray requestUri = routed.request.requestUri();
    if (auto own = answeredHere(core, routed.request, isInDialog))
        return *own;
    if (!routed.request.routes().isEmpty() || !isOwnDomain(core, requestUri)) {
        routed.isForkable = false;
        routed.targets.append({requestUri, 1.0});
        return routed;
    }
    const auto uri = sip::Uri::parse(requestUri);
    routed.addressed = core.addressOfRecord(*uri);
    auto found = lookUp(core, routed.addressed, core.out.now());
    if (const auto* refusal = std::get_if<LocalAnswer>(&found))
        return *refusal;
    routed.targets = std::get<QList<Contact>>(std::move(found));
    return routed;
}

std::optional<Outgoing> routeStateless(const CoreState& core, const sip::Message& received)
{
    if (received.maxForwards() == 0)
        return {};
    sip::Message request = received;
    takeOwnRoutes(core, request);
    const QByteArray requestUri = request.requestUri();
    if (request.routes().isEmpty() && isOwnDomain(core, requestUri)) {
        const auto uri = sip::Uri::parse(requestUri);
        const auto contacts = core.location->lookup(core.addressOfRecord(*uri), core.out.now());
        if (!contacts || contacts->isEmpty())
            return {};
        request.setRequestUri(contacts->first().uri); // one target, the same for every copy: R-332
    }
    request.setMaxForwards(request.maxForwards().value_or(71) - 1);
    const sip::Hop hop = settleRoute(request);
    if (!hop.isValid())
        return {};
    request.pushVia(core.statelessVia(received, hop.transport));
    return Outgoing{request, hop};
}

} // namespace siprace::proxy
