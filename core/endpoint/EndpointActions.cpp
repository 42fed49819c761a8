#include "Endpoint.h"
#include "Uri.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace siprace {

namespace {
constexpr auto defaultExpires = 3600s; // RFC 3261 §10.2.1.1

bool isAddress(const QString& to)
{
    return to.startsWith(u"sip:"_s) || to.startsWith(u"sips:"_s);
}
} // namespace

QString firstNodeOf(const Trace& trace, Role role)
{
    const auto node = std::ranges::find(trace.nodes, role, &TraceNode::part);
    return node == trace.nodes.end() ? QString() : node->id;
}

Result<void> Endpoint::perform(const QString& action, const QMap<QString, QString>& arguments)
{
    const SessionPtr session = current();
    if (!m_context.agent || performOwn(action, arguments))
        return {};
    if (action == u"hang-up")
        hangUp();
    else if (action == u"register")
        sendRegister(arguments);
    else if (action == u"options" && (!session || arguments.contains(u"to"_s)))
        sendOptions(arguments.value(u"to"_s));
    else if (!performInSession(session, action, arguments))
        return fail({}, u"%1 cannot \"%2\""_s.arg(m_context.environment.id, action));
    return {};
}

bool Endpoint::performInSession(
    const SessionPtr& session, const QString& action, const QMap<QString, QString>& arguments)
{
    // Without a call there is nothing to do it in; the action is known all the same.
    const bool hasOffer = arguments.value(u"offer"_s, u"true"_s) == u"true";
    if (action == u"reinvite") {
        if (session)
            session->sendReinvite(hasOffer);
    } else if (action == u"update") {
        if (session)
            session->sendUpdate(hasOffer);
    } else if (action == u"info") {
        bool isNumber = false;
        const quint32 cseq = arguments.value(u"cseq"_s).toUInt(&isNumber);
        if (session)
            session->sendInfo(isNumber ? std::optional(cseq) : infoCseq(session->dialog().inviteCseq));
    } else if (action == u"refer") {
        if (session)
            session->sendRefer(addressFor(arguments.value(u"to"_s)));
    } else if (action == u"options") {
        if (session)
            session->sendOptions();
    } else {
        return false;
    }
    return true;
}

SessionPtr Endpoint::current() const
{
    const auto up = std::find_if(
        m_sessions.rbegin(), m_sessions.rend(), [](const SessionPtr& session) { return session->isUp(); });
    return up == m_sessions.rend() ? nullptr : *up;
}

void Endpoint::hangUp()
{
    const SessionPtr newest = current();
    const QByteArray callId = newest ? newest->dialog().callId : QByteArray();
    for (const SessionPtr& session : m_sessions) { // all that one call has left, where a behaviour keeps several
        if (session->isUp() && session->dialog().callId == callId)
            session->sendBye({u"R-531"_s, u"%1 hangs up."_s.arg(m_context.environment.name)}, 0);
    }
}

// ---- requests outside a dialog ----

QByteArray Endpoint::addressFor(const QString& to) const
{
    if (isAddress(to))
        return to.toUtf8();
    const QString node = to.isEmpty() ? firstNodeOf(m_context.environment.recorder->trace(), Role::Callee) : to;
    return contactUri(node.toUtf8(), m_context.environment.addressOf(node));
}

RequestDraft Endpoint::outsideDraft(const QByteArray& method, const QByteArray& uri, const QByteArray& address)
{
    RequestDraft draft;
    draft.method = method;
    draft.uri = uri;
    draft.to = '<' + address + '>';
    draft.callId = m_context.newCallId();
    draft.self = m_context.self(outboundHop());
    draft.headers = {m_context.contact(outboundHop())};
    return draft;
}

void Endpoint::sendOptions(const QString& to)
{
    const QByteArray uri = addressFor(to);
    RequestDraft draft = outsideDraft("OPTIONS", uri, uri);
    draft.from = '<' + contactUri(m_context.id(), m_context.self(outboundHop())) + ">;tag=" + m_context.newOutsideTag();
    m_outside.push_back(std::make_shared<OutsideRequest>(m_context, draft, outboundHop()));
    m_outside.back()->send(
        {u"R-161"_s, u"%1 asks what %2 can do."_s.arg(m_context.environment.name, m_context.readable(uri))}, 0);
}

void Endpoint::sendRegister(const QMap<QString, QString>& arguments)
{
    const QByteArray address = addressFor(arguments.value(u"to"_s));
    const auto uri = sip::Uri::parse(address);
    RequestDraft draft = outsideDraft("REGISTER", "sip:" + (uri ? uri->host : QByteArray()), address);
    if (m_registrationTag.isEmpty()) {
        m_registrationTag = m_context.newOutsideTag();
        m_registrationId = draft.callId;
    }
    draft.callId = m_registrationId; // one Call-ID for all REGISTERs of a life, its numbers rising, §10.2
    draft.cseq = m_registration ? m_registration->cseq() + 1 : 1;
    draft.from = '<' + address + ">;tag=" + m_registrationTag;
    const auto expires
        = parseDuration(arguments.value(u"expires"_s), m_context.timers()).value_or(registrationExpires());
    QByteArray contact = m_context.contact(outboundHop());
    if (arguments.contains(u"q"_s))
        contact += ";q=" + arguments.value(u"q"_s).toLatin1();
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(expires).count();
    draft.headers = {contact, "Expires: " + QByteArray::number(qint64(seconds))};
    m_registration = std::make_shared<OutsideRequest>(m_context, draft, outboundHop());
    m_outside.push_back(m_registration);
    m_registration->send(
        {u"R-161"_s, u"%1 registers as %2."_s.arg(m_context.environment.name, m_context.readable(address))}, 0);
}

Duration Endpoint::registrationExpires() const
{
    return defaultExpires;
}

} // namespace siprace
