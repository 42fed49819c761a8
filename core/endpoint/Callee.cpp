#include "Callee.h"

#include "Behaviours.h"
#include "Endpoints.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace siprace {

std::unique_ptr<Node> makeCallee(const NodeEnvironment& environment, const CalleeSettings& settings)
{
    return std::make_unique<Callee>(environment, settings);
}

Callee::Callee(const NodeEnvironment& environment, const CalleeSettings& settings)
    : Endpoint(environment, sip::UserAgent::Kind::Callee, settings.account)
    , m_settings(settings)
    , m_behaviours(makeCalleeBehaviours(settings.behaviours))
{
    m_context.sendsEarly100 = std::ranges::any_of(m_behaviours, [](const auto& b) { return b->sendsEarly100(); });
}

bool Callee::isBusy() const
{
    return Endpoint::isBusy() || std::ranges::any_of(m_invites, [](const auto& invite) { return invite->isBusy(); });
}

void Callee::forgetAll()
{
    m_invites.clear();
}

bool Callee::takes(int n, const MessageFields& fields, const QByteArray& datagram)
{
    if (fields.method == "CANCEL")
        return takesCancel(n, datagram);
    if (fields.method == "PRACK")
        return takesPrack(n, datagram);
    if (fields.method != "ACK" || std::ranges::all_of(m_behaviours, [](const auto& b) { return b->hearsAck(); }))
        return false;
    m_context.narrator.discarded(n, {u"R-454"_s, u"It is deaf to ACK."_s});
    return true;
}

bool Callee::takesCancel(int n, const QByteArray& datagram)
{
    const auto cancel = sip::Message::parse(datagram);
    if (!cancel)
        return false;
    const auto invite
        = std::ranges::find_if(m_invites, [&](const auto& candidate) { return candidate->isCancelledBy(*cancel); });
    return invite != m_invites.end() && (*invite)->takesCancel(*cancel, n);
}

bool Callee::takesPrack(int n, const QByteArray& datagram)
{
    const auto prack = sip::Message::parse(datagram);
    if (!prack)
        return false;
    if (std::ranges::any_of(m_invites, [&](const auto& invite) { return invite->takesPrack(*prack, n); }))
        return true;
    m_context.narrator.announce(
        *prack, 481, {u"R-652"_s, u"It has no provisional response that waits for this PRACK: 481."_s}, n);
    m_context.answerStatelessly(m_context.asReceived(*prack), 481, m_context.id());
    return true;
}

void Callee::receiveInvite(const ServerTransactionPtr& invite)
{
    const sip::Message& message = invite->request();
    const bool isMerged
        = std::ranges::any_of(m_invites, [&](const auto& other) { return other->isMergedWith(message); });
    if (isMerged) {
        const int n = m_context.narrator.numberOf(message);
        invite->setTag(m_context.newOutsideTag());
        m_context.refuse(invite, {482, "Request Merged", {}, {}},
            {u"R-457"_s, u"The same INVITE came by another way while it is at work: 482."_s}, n);
        return;
    }
    m_invites.push_back(std::make_shared<IncomingInvite>(
        m_context, m_settings, m_behaviours, [this](const Dialog& dialog) { return addSession(dialog); }, invite));
    m_invites.back()->begin();
}

void Callee::receiveStray(const sip::Message&, int) { }

Duration Callee::registrationExpires() const
{
    return m_settings.expires.value_or(Endpoint::registrationExpires());
}

sip::Hop Callee::outboundHop() const
{
    const NodeEnvironment& env = m_context.environment;
    return env.addressOf(firstNodeOf(env.recorder->trace(), Role::Proxy));
}

/// A person changes when it rings and answers while it runs: "ring" and "answer", each a time or "never".
void Callee::change(const QMap<QString, QString>& habits)
{
    const auto read = [&habits](const QString& name, std::optional<Duration>& setting) {
        const QString text = habits.value(name);
        const auto after = parseDuration(text);
        if (after || text == u"never")
            setting = after;
    };
    read(u"ring"_s, m_settings.ring);
    read(u"answer"_s, m_settings.answer);
    for (const auto& invite : m_invites)
        invite->settingsChanged();
}

bool Callee::performOwn(const QString& action, const QMap<QString, QString>& arguments)
{
    if (action == u"set") {
        change(arguments);
        return true;
    }
    if (action != u"answer" && action != u"reject")
        return false;
    const auto pending
        = std::find_if(m_invites.rbegin(), m_invites.rend(), [](const auto& invite) { return invite->isPending(); });
    if (pending == m_invites.rend())
        return true;
    if (action == u"answer") {
        (*pending)->answerByHand();
        return true;
    }
    bool ok = false;
    const int status = arguments.value(u"status"_s).toInt(&ok);
    (*pending)->rejectByHand(ok ? status : 486);
    return true;
}

} // namespace siprace
