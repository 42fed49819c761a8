#include "Endpoint.h"

#include "Refusal.h"
#include "SipText.h"
#include "Uri.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace siprace {

namespace {

/// The option tags a request insists on and that this end does not know. RFC 3261 §8.2.2.3.
QByteArrayList unknownTags(const sip::Message& request)
{
    QByteArrayList unknown;
    for (const QByteArray& value : request.headers("Require")) {
        for (const QByteArray& tag : value.split(',')) {
            if (!tag.trimmed().isEmpty() && !sip::sameWord(tag.trimmed(), "100rel"))
                unknown.append(tag.trimmed());
        }
    }
    return unknown;
}

/// What an endpoint refuses whoever is called, and with what.
struct PlainRefusal
{
    sip::Answer answer;
    Why why;
};

/// "application/sdp" of "Application/SDP; charset=utf-8"
QByteArray withoutParameters(const QByteArray& mediaType)
{
    return mediaType.split(';').first().trimmed().toLower();
}

bool accepts(const QByteArrayList& accepted, QByteArrayView type)
{
    if (accepted.isEmpty())
        return true; // RFC 3261 §20.1: then it takes application/sdp
    for (const QByteArray& line : accepted) {
        for (const QByteArray& one : line.split(',')) {
            const QByteArray range = withoutParameters(one);
            if (range == "*/*" || range == "application/*" || range == type)
                return true;
        }
    }
    return false;
}

/// RFC 3261 §8.2.2.1, §8.2.3, §13.3.1 and §21.4.7.
std::optional<PlainRefusal> refusalOf(const sip::Message& request)
{
    const auto uri = sip::Uri::parse(request.requestUri());
    if (uri && !uri->isSip())
        return PlainRefusal{{416, {}, {}, {}}, {u"R-204"_s, u"The Request-URI is no sip: URI: 416."_s}};
    if (request.method() != "INVITE")
        return {};
    const QByteArray type = withoutParameters(request.headers("Content-Type").value(0));
    if (!request.body().isEmpty() && !type.isEmpty() && type != "application/sdp")
        return PlainRefusal{{415, {}, {"Accept: application/sdp"}, {}},
            {{}, u"A body of type %1, which this end cannot read: 415."_s.arg(QString::fromUtf8(type))}};
    if (!accepts(request.headers("Accept"), "application/sdp"))
        return PlainRefusal{{406, {}, {"Warning: 399 siprace \"an answer here is always SDP\""}, {}},
            {{}, u"Its Accept leaves no room for an answer in SDP: 406."_s}};
    return {};
}

constexpr std::size_t mostInviters = 1000; // whose CANCEL is told from a stranger's

bool isCommonMethod(QByteArrayView method)
{
    static constexpr QByteArrayView methods[] = {"INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "REGISTER", "PRACK",
        "UPDATE", "INFO", "SUBSCRIBE", "NOTIFY", "REFER", "MESSAGE", "PUBLISH"};
    return std::ranges::find(methods, method) != std::end(methods);
}

} // namespace

Endpoint::Endpoint(const NodeEnvironment& environment, sip::UserAgent::Kind kind, const Account& account)
    : m_context(environment, kind)
{
    m_context.account = account;
}

Result<void> Endpoint::start()
{
    const sip::UserAgent::Handlers handlers{
        [this](std::unique_ptr<sip::ServerTransaction> request) { receive(std::move(request)); },
        [this](const sip::Message& response) { receiveStray(response, m_context.narrator.numberOf(response)); },
    };
    const NodeEnvironment& env = m_context.environment;
    auto agent = sip::UserAgent::create(*env.loop, env.binding, env.timers, m_context.kind, handlers);
    if (!agent)
        return fail(std::move(agent.error()));
    m_context.agent = std::move(*agent);
    return {};
}

void Endpoint::stop()
{
    for (const SessionPtr& session : m_sessions)
        session->terminate(); // lost with its memory, and nobody is told
    shutDown();
}

void Endpoint::shutDown()
{
    m_context.agent.reset(); // first: a transaction that goes while its agent lives would still be answered
    forgetAll();
    m_sessions.clear();
    m_outside.clear();
    m_context.refused.clear();
    m_registration.reset();
    m_inviters.clear();
    m_registrationTag.clear(); // what comes up again registers anew
    m_context.narrator.forgetExpected();
}

bool Endpoint::isBusy() const
{
    const auto isBusy = [](const auto& part) { return part->isBusy(); };
    return !m_context.refused.empty() || std::ranges::any_of(m_sessions, isBusy)
        || std::ranges::any_of(m_outside, isBusy);
}

SessionPtr Endpoint::addSession(const Dialog& dialog)
{
    m_sessions.push_back(std::make_shared<Session>(m_context, dialog));
    return m_sessions.back();
}

SessionPtr Endpoint::sessionOf(const sip::Message& request) const
{
    const auto found = std::ranges::find_if(
        m_sessions, [&request](const SessionPtr& session) { return session->dialog().owns(request); });
    return found == m_sessions.end() ? nullptr : *found;
}

// ---- what arrives ----

bool Endpoint::intercept(int n, QByteArray& datagram, const sip::Hop& from)
{
    m_context.arrivedFrom = from;
    const MessageFields& fields = m_context.environment.recorder->fieldsOf(n); // mostly read when it was sent
    if (!m_context.agent)
        return false;
    auto message = sip::Message::parse(datagram);
    if (!message) {
        refuseGarbage(n, datagram, message.error().what, from);
        return true;
    }
    if (refusesStrangersCancel(n, *message, from))
        return true;
    const bool isTaken = takes(n, fields, datagram)
        || std::ranges::any_of(m_sessions, [&](const SessionPtr& session) { return session->takesCopy(fields, n); });
    if (isTaken)
        return true;
    const sip::Via via = message->topVia().value_or(sip::Via{});
    if (!sip::sameWord(via.transport, from.transport)) {
        // The stack drops what names another transport than it came by. Its answer goes back by that one anyhow.
        message->setTopViaTransport(from.transport.toUpper());
        datagram = message->toBytes();
    }
    if (!message->isPlain() && !sip::UserAgent::canRead(*message)) {
        answerUnread(n, *message, from);
        return true;
    }
    m_context.narrator.expect(n, fields);
    m_context.agent->expect(*message);
    return false;
}

bool Endpoint::refusesStrangersCancel(int n, const sip::Message& message, const sip::Hop& from)
{
    const bool isInvite = message.method() == "INVITE";
    const std::optional<sip::Via> via = message.topVia();
    if (!message.isRequest() || !via || (!isInvite && message.method() != "CANCEL"))
        return false;
    const QByteArray key = via->branch + ' ' + via->host + ':' + QByteArray::number(via->port); // RFC 3261 §17.2.3
    const auto known = std::ranges::find(m_inviters, key, &std::pair<QByteArray, sip::Hop>::first);
    if (isInvite) {
        if (known == m_inviters.end())
            m_inviters.emplace_back(key, from);
        if (m_inviters.size() > mostInviters)
            m_inviters.pop_front();
        return false;
    }
    // A connection may be another one by now, with another port.
    const bool isSamePort = from.transport == "tcp" || known == m_inviters.end() || known->second.port == from.port;
    if (known == m_inviters.end() || (known->second.host == from.host && isSamePort))
        return false;
    sip::Message request = message;
    request.setTopViaReceived(from.host, from.port);
    transmit(sip::Message::response(request, 481, "Call/Transaction Does Not Exist", m_context.newOutsideTag()),
        request.topVia()->responseHop(),
        {{}, u"This CANCEL comes from another place than its INVITE: 481, and it cancels nothing."_s}, n);
    return true;
}

void Endpoint::refuseGarbage(int n, const QByteArray& datagram, const QString& complaint, const sip::Hop& from)
{
    m_context.narrator.unreadable();
    const auto refusal = sip::refusalOf(datagram, complaint, from, m_context.newOutsideTag());
    if (refusal)
        transmit(refusal->response, refusal->hop, {{}, u"This request cannot be read: %1."_s.arg(complaint)}, n);
    else
        m_context.narrator.discarded(n, {{}, u"Not readable, and nobody could be answered: %1."_s.arg(complaint)});
}

void Endpoint::answerUnread(int n, const sip::Message& message, const sip::Hop& from)
{
    if (!message.isRequest() || message.method() == "ACK") {
        m_context.narrator.discarded(n, {{}, u"The stack cannot read it, and it takes no answer."_s});
        return;
    }
    sip::Message request = message;
    request.setTopViaReceived(from.host, from.port);
    const bool isKnown = isCommonMethod(message.method());
    sip::Message response = isKnown
        ? sip::Message::response(request, 400, "Bad Request", m_context.newOutsideTag())
        : sip::Message::response(request, 501, "Not Implemented", m_context.newOutsideTag());
    if (!isKnown)
        response.addHeader("Allow", allowLine().mid(QByteArrayView("Allow: ").size()));
    transmit(response, request.topVia()->responseHop(),
        {{}, isKnown ? u"The stack cannot read this request."_s : u"A method that this end does not know: 501."_s}, n);
}

void Endpoint::transmit(const sip::Message& response, const sip::Hop& to, Why why, int n)
{
    m_context.narrator.announce(response, response.status(), std::move(why), n);
    m_context.environment.transmit(response.toBytes(), m_context.environment.nextHop(to));
}

void Endpoint::receive(const ServerTransactionPtr& request)
{
    const sip::Message& message = request->request();
    if (message.method() == "ACK") {
        receiveAck(message);
        return;
    }
    if (const auto refusal = refusalOf(message)) {
        if (message.toTag().isEmpty())
            request->setTag(m_context.newOutsideTag());
        m_context.refuse(request, refusal->answer, refusal->why, m_context.narrator.numberOf(message));
        return;
    }
    const QByteArrayList unknown = message.method() == "CANCEL" ? QByteArrayList() : unknownTags(message);
    if (!unknown.isEmpty()) {
        if (message.toTag().isEmpty())
            request->setTag(m_context.newOutsideTag());
        m_context.refuse(request, {420, {}, {"Unsupported: " + unknown.join(", ")}, {}},
            {{}, u"It requires %1, which this end does not know: 420."_s.arg(QString::fromUtf8(unknown.join(", ")))},
            m_context.narrator.numberOf(message));
        return;
    }
    if (message.toTag().isEmpty()) {
        receiveOutside(request);
        return;
    }
    const SessionPtr session = sessionOf(message);
    if (session && session->knowsBye())
        session->receive(request);
    else
        m_context.refuse(request, {481, {}, {}, {}}, {u"R-510"_s, u"It knows no such dialog: 481."_s},
            m_context.narrator.numberOf(message));
}

void Endpoint::receiveAck(const sip::Message& ack)
{
    const int n = m_context.narrator.numberOf(ack);
    if (const SessionPtr session = sessionOf(ack))
        session->receiveAck(ack);
    else
        m_context.narrator.discarded(n, {u"R-910"_s, u"It knows no dialog with this To tag: the ACK is dropped."_s});
}

void Endpoint::receiveOutside(const ServerTransactionPtr& request)
{
    const sip::Message& message = request->request();
    if (message.method() == "INVITE") {
        receiveInvite(request);
        return;
    }
    const int n = m_context.narrator.numberOf(message);
    request->setTag(m_context.newOutsideTag());
    if (message.method() == "OPTIONS")
        m_context.answer(request, {200, {}, {m_context.contact(message), allowLine(), "Accept: application/sdp"}, {}},
            {u"R-184"_s, u"Asked what it can do, it answers at once."_s}, n);
    else if (message.method() == "CANCEL" || message.method() == "BYE")
        m_context.answer(
            request, {481, {}, {}, {}}, {u"R-309"_s, u"It matches no transaction and no dialog here: 481."_s}, n);
    else
        m_context.answer(request, {405, {}, {allowLine()}, {}},
            {u"R-184"_s, u"A method it does not take outside a call: 405."_s}, n);
}

} // namespace siprace
