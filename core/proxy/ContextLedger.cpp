#include "MessageBuilder.h"
#include "ResponseContext.h"

// What a response context writes into the cancel ledger, and what it takes up again after a restart.

using namespace Qt::StringLiterals;

namespace siprace::proxy {

namespace {
/// The INVITE of one ledger entry, as far as its CANCEL and ACK need it.
sip::Message inviteOf(const LedgerEntry& entry, sip::Via via)
{
    sip::Message invite = sip::Message::request("INVITE", entry.requestUri);
    via.branch = entry.viaBranch;
    invite.pushVia(via);
    invite.setRoutes(entry.routes);
    invite.addHeader("From", entry.from);
    invite.addHeader("To", entry.to);
    invite.addHeader("Call-ID", entry.callId);
    invite.addHeader("CSeq", QByteArray::number(entry.cseq) + " INVITE");
    return invite;
}

Why takenUp()
{
    return {u"R-315"_s, u"The ledger knows this INVITE from before the restart: its branches are taken up again."_s};
}
} // namespace

void ResponseContext::writeDown(const Branch& branch)
{
    if (!m_core.ledger)
        return;
    LedgerEntry entry;
    entry.requestUri = branch.request.requestUri();
    entry.hop = branch.hop;
    entry.viaBranch = branch.viaBranch;
    entry.callId = branch.request.callId();
    entry.from = branch.request.headers("From").value(0);
    entry.to = branch.request.headers("To").value(0);
    entry.cseq = branch.request.cseq();
    for (const sip::RouteValue& route : branch.request.routes())
        entry.routes.append(route.uri);
    m_core.ledger->remember(m_upstreamKey, entry);
}

void ResponseContext::restore(
    const QByteArray& upstreamKey, const QList<LedgerEntry>& entries, const sip::Message& cancel)
{
    m_upstreamKey = upstreamKey;
    m_isInvite = true;
    Transaction server;
    server.kind = MachineKind::InviteServer;
    server.role = TxRole::Upstream;
    server.key = upstreamKey;
    server.machine = QString::fromUtf8(upstreamKey.left(upstreamKey.indexOf('|')));
    server.label = u"server ← %1"_s.arg(QString::fromUtf8(cancel.fromTag()));
    server.peer = cancel.topVia()->responseHop();
    m_upstream = server.peer;
    server.context = m_id;
    server.lingers = m_core.settings.policy.linger.has_value();
    m_server = m_core.transactions.restore(std::move(server), takenUp()).id;
    ++m_live;
    for (const LedgerEntry& entry : entries)
        restoreBranch(entry);
    // A 408 or 500 of our own is made from the CANCEL: it carries the INVITE's Via, From, To, Call-ID and CSeq number.
    m_routed.request = cancel;
    m_routed.request.setHeader("CSeq", QByteArray::number(cancel.cseq()) + " INVITE");
    cancelAll(cancel);
}

void ResponseContext::restoreBranch(const LedgerEntry& entry)
{
    Branch branch;
    branch.name = nameOf(entry.requestUri);
    branch.request = inviteOf(entry, m_core.ownVia(entry.hop.transport));
    branch.hop = entry.hop;
    branch.viaBranch = entry.viaBranch;
    branch.state = Branch::State::Pending; // whether it rang is not known; a CANCEL too early does no harm
    Transaction client;
    client.kind = MachineKind::InviteClient;
    client.role = TxRole::Forwarded;
    client.key = entry.viaBranch + "|INVITE";
    client.machine = QString::fromUtf8(entry.viaBranch);
    client.label = u"client → %1"_s.arg(branch.name);
    client.peer = entry.hop;
    client.request = branch.request;
    client.context = m_id;
    client.branch = int(m_branches.size());
    client.lingers = m_core.settings.policy.linger.has_value();
    branch.transaction = m_core.transactions.restore(std::move(client), takenUp()).id;
    ++m_live;
    m_branches.push_back(std::move(branch));
}

} // namespace siprace::proxy
