#include "Caller.h"

#include "Behaviours.h"
#include "Endpoints.h"
#include "Uri.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace siprace {

namespace {
bool isUriText(const QString& to)
{
    return to.startsWith(u"sip:"_s);
}

} // namespace

std::unique_ptr<Node> makeCaller(const NodeEnvironment& environment, const CallerSettings& settings)
{
    return std::make_unique<Caller>(environment, settings);
}

Caller::Caller(const NodeEnvironment& environment, const CallerSettings& settings)
    : Endpoint(environment, sip::UserAgent::Kind::Caller, settings.account)
    , m_settings(settings)
    , m_behaviours(makeCallerBehaviours(settings.behaviours))
{
}

bool Caller::isBusy() const
{
    return Endpoint::isBusy() || std::ranges::any_of(m_invites, [](const auto& invite) { return invite->isBusy(); });
}

void Caller::forgetAll()
{
    m_invites.clear();
}

bool Caller::performOwn(const QString& action, const QMap<QString, QString>& arguments)
{
    if (action == u"call") {
        call(arguments.value(u"to"_s));
        return true;
    }
    const auto pending
        = std::find_if(m_invites.rbegin(), m_invites.rend(), [](const auto& invite) { return invite->isPending(); });
    if (action == u"cancel") {
        if (pending != m_invites.rend())
            (*pending)->cancel();
        return true;
    }
    if (action == u"prack") {
        if (pending != m_invites.rend())
            (*pending)->prack();
        return true;
    }
    if (action == u"bye-early") {
        if (pending != m_invites.rend())
            (*pending)->earlyBye(arguments.value(u"tag"_s).toLatin1());
        return true;
    }
    return false;
}

sip::Hop Caller::outboundHop() const
{
    const NodeEnvironment& env = m_context.environment;
    const Trace& trace = env.recorder->trace();
    QString outbound = m_settings.outbound.isEmpty() ? firstNodeOf(trace, Role::Proxy) : m_settings.outbound;
    return env.addressOf(outbound.isEmpty() ? firstNodeOf(trace, Role::Callee) : outbound);
}

Caller::Destination Caller::destinationOf(const QString& to) const
{
    const NodeEnvironment& env = m_context.environment;
    const Trace& trace = env.recorder->trace();
    const bool isUri = isUriText(to);
    const QString callee = isUri || to.isEmpty() ? firstNodeOf(trace, Role::Callee) : to;
    const QByteArray contact = contactUri(callee.toLatin1(), env.addressOf(callee));
    const bool hasProxy = !m_settings.outbound.isEmpty() || !firstNodeOf(trace, Role::Proxy).isEmpty();
    if (!hasProxy)
        return {env.addressOf(callee), contact};
    return {outboundHop(), isUri ? to.toLatin1() : contact};
}

void Caller::call(const QString& to)
{
    const Destination destination = destinationOf(to);
    const auto uri = sip::Uri::parse(isUriText(to) ? to.toLatin1() : destination.uri);
    RequestDraft draft;
    draft.method = "INVITE";
    draft.uri = destination.uri;
    draft.self = m_context.self(destination.hop);
    draft.from = quotedName(m_context.environment.name) + " <sip:" + m_context.id() + '@'
        + (uri ? uri->host : m_context.environment.binding.advertised.host) + ">;tag=" + m_context.newTag();
    draft.to = '<' + (isUriText(to) ? to.toLatin1() : destination.uri) + '>';
    draft.callId = m_context.newCallId();
    draft.cseq = m_settings.cseq;
    draft.maxForwards = m_settings.maxForwards;
    draft.headers = {m_context.contact(destination.hop), allowLine()};
    if (!m_settings.supported.isEmpty())
        draft.headers.append("Supported: " + m_settings.supported.join(", "));
    if (!m_settings.require.isEmpty())
        draft.headers.append("Require: " + m_settings.require.join(", "));
    if (m_settings.expires)
        draft.headers.append("Expires: "
            + QByteArray::number(qlonglong(std::chrono::ceil<std::chrono::seconds>(*m_settings.expires).count())));
    if (!m_settings.lateOffer)
        draft.body = m_context.sdp.offer();
    auto invite = std::make_shared<OutgoingInvite>(
        m_context, m_behaviours, [this](const Dialog& dialog) { return addSession(dialog); });
    m_invites.push_back(invite);
    invite->start(draft, destination.hop);
}

bool Caller::takes(int n, const MessageFields& fields, const QByteArray&)
{
    if (fields.status >= 300 && fields.cseqMethod == "INVITE") {
        for (const auto& invite : m_invites) {
            if (invite->owns(fields))
                invite->noticeFailure(fields.status, n);
        }
    }
    return false;
}

void Caller::receiveInvite(const ServerTransactionPtr& invite)
{
    const int n = m_context.narrator.numberOf(invite->request());
    invite->setTag(m_context.newOutsideTag());
    m_context.refuse(invite, {480, {}, {}, {}}, {u"R-509"_s, u"This end only calls; nobody is there to answer."_s}, n);
}

std::optional<quint32> Caller::infoCseq(quint32 inviteCseq) const
{
    for (const auto& behaviour : m_behaviours) {
        if (const auto cseq = behaviour->infoCseq(inviteCseq))
            return cseq;
    }
    return std::nullopt;
}

void Caller::receiveStray(const sip::Message& response, int n)
{
    for (const auto& invite : m_invites) {
        if (invite->owns(response))
            invite->receiveStray(response, n);
    }
}

} // namespace siprace
