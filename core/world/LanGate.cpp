#include "LanGate.h"

#include "Engine.h"
#include "Message.h"
#include "Uri.h"

#include <algorithm>

namespace siprace {

using namespace Qt::StringLiterals;

void LanGate::admit(int phone, const QByteArray& callId, std::uint32_t host)
{
    const Call call{phone, callId};
    if (!m_parties.contains(call)) {
        if (m_parties.size() >= mostCalls) {
            m_parties.remove(m_calls.front());
            m_calls.pop_front();
        }
        m_calls.push_back(call);
    }
    m_parties[call].insert(host);
}

bool LanGate::isParty(int phone, const QByteArray& callId, std::uint32_t host) const
{
    const auto call = m_parties.constFind({phone, callId});
    return call != m_parties.cend() && call->contains(host);
}

/// Whether this message may go to the phone of ours that it is for. What may not gets 481 or 403, a response nothing.
bool Engine::passesGate(int node, int n, const QByteArray& datagram, const sip::Hop& source)
{
    const TraceMessage& message = trace().messages.at(n - 1);
    const int from = message.from;
    const auto isPhone
        = [this](int one) { return !m_fabric->isOutside(one) && m_scenario.nodes.at(one).role != Role::Proxy; };
    if (m_fabric->isOutside(node) && isPhone(from))
        m_gate.admit(from, message.callId, m_scenario.nodes.at(node).outside.address.address);
    if (!isPhone(node) || !message.isSip())
        return true;
    const bool isStraight = m_fabric->isOutside(from);
    const std::uint32_t host = isStraight ? m_scenario.nodes.at(from).outside.address.address : 0;
    const bool isOfDialog = !message.isRequest() || !message.toTag.isEmpty();
    const bool isAsked = std::ranges::any_of(
        m_scenario.nodes, [](const ScenarioNode& one) { return one.role == Role::Proxy && one.proxy.auth; });
    const bool isRefused
        = isStraight && (isOfDialog ? !m_gate.isParty(node, message.callId, host) : isAsked && message.method != "ACK");
    if (!isRefused) {
        if (isStraight)
            m_gate.admit(node, message.callId, host);
        if (const auto contact = sip::Uri::parse(message.contact); contact && sip::undotted(contact->host) != 0)
            m_gate.admit(
                node, message.callId, sip::undotted(contact->host)); // without Record-Route it comes from there
        return true;
    }
    const QString what = message.isRequest() ? QString::fromLatin1(message.method) : QString::number(message.status);
    const QString text = isOfDialog
        ? u"Refused: %1 of a call in which %2 takes no part."_s.arg(what, QString::fromLatin1(source.host))
        : u"Refused: %1 straight to a phone; here calls come by the proxy, which asks for credentials."_s.arg(what);
    const bool isAnswered = message.isRequest() && message.method != "ACK";
    m_recorder.discarded(now(), n, Why{{}, text});
    auto request = sip::Message::parse(datagram);
    if (!isAnswered || !request || !request->topVia())
        return false;
    request->setTopViaReceived(source.host, source.port);
    const auto refusal = isOfDialog ? sip::Message::response(*request, 481, "Call/Transaction Does Not Exist", "gate")
                                    : sip::Message::response(*request, 403, "Forbidden", "gate");
    std::ignore = m_fabric->transmit(node, refusal.toBytes(), request->topVia()->responseHop());
    return false;
}

} // namespace siprace
