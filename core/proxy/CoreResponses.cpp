#include "CoreImpl.h"
#include "LateDialogs.h"
#include "MessageBuilder.h"

using namespace Qt::StringLiterals;

namespace siprace::proxy {

namespace {
Why noMatch(const sip::Message& response)
{
    return {u"R-014"_s, u"%1 matches no client transaction here."_s.arg(describe(response))};
}
} // namespace

ProxyCore::Impl::Impl(ProxySettings settings, Identity identity, Location* location, CancelLedger* ledger)
    : core(std::move(settings), std::move(identity), location, ledger)
{
}

void ProxyCore::Impl::on(const MessageReceived& received)
{
    sip::Message message = received.message;
    core.source = received.source;
    if (!message.topVia()) {
        core.out.discard({u"R-254"_s, u"A message without a Via: nobody could be answered."_s}, true);
        return;
    }
    if (!message.isRequest()) {
        response(message, received.source);
        return;
    }
    message.setTopViaReceived(received.source.host, received.source.port);
    request(std::move(message));
}

void ProxyCore::Impl::response(const sip::Message& message, const sip::Hop& source)
{
    const sip::Via via = *message.topVia();
    if (via.host != core.identity.address.host || via.port != core.identity.address.port) {
        core.out.discard(
            {u"R-010"_s, u"%1 whose top Via names another element: discarded."_s.arg(describe(message))}, true);
        return;
    }
    if (!core.isOwnBranch(via.branch)) {
        core.out.discard(
            {u"R-010"_s, u"%1 to a branch that this proxy never made: discarded."_s.arg(describe(message))}, true);
        return;
    }
    Transaction* found = core.transactions.matchResponse(via.branch, message.cseqMethod());
    if (found && !core.identity.secret.isEmpty() && found->peer.host != source.host) {
        core.out.discard({u"R-010"_s,
                             u"%1 comes from %2, but its request went to %3: discarded."_s.arg(describe(message),
                                 QString::fromLatin1(source.host), QString::fromLatin1(found->peer.host))},
            true);
        return;
    }
    if (!found) {
        stray(message, via);
        return;
    }
    const Transaction about = *found; // it may end by this response
    const bool isOpen = about.state == TxState::Calling || about.state == TxState::Proceeding;
    ResponseContext* waiting = isOpen && about.role == TxRole::Forwarded ? contextOf(about.context) : nullptr;
    if (waiting && waiting->keepsBack(about.branch, message))
        return;
    const TxEvent event = core.transactions.receive(*found, message);
    if (event == TxEvent::Nothing) {
        const bool isCopy = about.state == TxState::Completed && message.status() >= 300;
        core.out.discard(isCopy
                ? Why{u"R-108"_s, u"%1 again: a copy, taken by its transaction."_s.arg(describe(message))}
                : Why{about.state == TxState::Accepted ? u"R-901"_s : u"R-902"_s,
                    u"%1 means nothing in state %2: absorbed."_s.arg(describe(message), toString(about.state))},
            false);
        return;
    }
    switch (about.role) {
    case TxRole::Forwarded:
        if (ResponseContext* context = contextOf(about.context))
            context->responseArrived(about.branch, message);
        return;
    case TxRole::OwnCancel:
        core.out.discard({u"R-254"_s, u"%1 to the proxy's own CANCEL: consumed."_s.arg(message.status())}, false);
        return;
    default:
        core.out.discard(
            {u"R-911"_s, u"%1 to the BYE that the proxy sent: consumed here."_s.arg(describe(message))}, false);
    }
}

void ProxyCore::Impl::stray(const sip::Message& message, const sip::Via& own)
{
    sip::Message forwarded = message;
    forwarded.popVia();
    const auto next = forwarded.topVia();
    const bool isInvite = message.cseqMethod() == "INVITE";
    if (!isInvite && !core.isStateless(own.branch)) {
        core.out.note(noMatch(message), true);
        core.out.discard({u"R-188"_s,
                             u"%1 to %2 matches no transaction: never forwarded (RFC 4320)."_s.arg(
                                 describe(message), QString::fromUtf8(message.cseqMethod()))},
            true);
        return;
    }
    if (!isInvite && next) {
        core.out.note(noMatch(message), true);
        core.out.send(forwarded, next->responseHop(),
            {u"R-334"_s,
                u"%1 to a request that was passed on without state: so is its response."_s.arg(describe(message))},
            0, true);
        return;
    }
    if (message.status() == 100) {
        core.out.note(noMatch(message), true);
        core.out.discard(
            {u"R-257"_s, u"A 100 speaks of one hop only: not forwarded, with or without a transaction."_s}, true);
        return;
    }
    const Answered<StrayAnswer> answered = core.policy.stray(message, core.out.now());
    core.out.note(noMatch(message), true);
    if (answered.answer == StrayAnswer::AckBye)
        hangUp(core, message, answered.why);
    else if (answered.answer == StrayAnswer::Forward && next)
        core.out.send(forwarded, next->responseHop(), answered.why, 0, true);
    else
        core.out.discard(next
                ? answered.why
                : Why{u"R-254"_s, u"%1 was for the proxy itself, which expects none."_s.arg(describe(message))},
            true);
}

void ProxyCore::Impl::on(const TimerFired& fired)
{
    const auto target = core.out.fired(fired.timer);
    if (!target)
        return;
    if (!target->isTransaction) {
        if (ResponseContext* context = contextOf(target->owner))
            context->timerFired(*target);
        return;
    }
    Transaction* transaction = core.transactions.find(target->owner);
    if (!transaction)
        return;
    const Transaction about = *transaction;
    report(about, core.transactions.fire(*transaction, target->kind));
}

void ProxyCore::Impl::on(const SendFailed& failed)
{
    Transaction* transaction = core.transactions.find(failed.key);
    if (!transaction)
        return;
    const Transaction about = *transaction;
    report(about, core.transactions.drive(*transaction, TxInput::TransportError));
}

/// A timeout or an error of a transaction, to whom it concerns.
void ProxyCore::Impl::report(const Transaction& transaction, TxEvent event)
{
    if (event != TxEvent::Timeout && event != TxEvent::Error)
        return;
    ResponseContext* context = transaction.role == TxRole::Forwarded ? contextOf(transaction.context) : nullptr;
    if (context && event == TxEvent::Timeout)
        context->branchTimedOut(transaction.branch);
    else if (context)
        context->branchFailed(transaction.branch);
    else if (transaction.role == TxRole::Upstream && event == TxEvent::Error)
        core.out.note({u"R-278"_s, u"The response could not be sent upstream: it is dropped, the branches go on."_s});
    else if (transaction.kind == MachineKind::InviteServer)
        core.out.note({u"R-140"_s, u"The failure response was never acknowledged."_s});
}

ResponseContext* ProxyCore::Impl::contextOf(quint64 id)
{
    const auto found = contexts.find(id);
    return found == contexts.end() ? nullptr : found->second.get();
}

void ProxyCore::Impl::closeFinished()
{
    for (const quint64 id : core.transactions.takeEnded()) {
        ResponseContext* context = contextOf(id);
        if (!context)
            continue;
        context->transactionEnded();
        if (!context->isOver())
            continue;
        context->close();
        if (contextsByUpstream.value(context->upstreamKey()) == id)
            contextsByUpstream.remove(context->upstreamKey());
        contexts.erase(id);
    }
}

} // namespace siprace::proxy
