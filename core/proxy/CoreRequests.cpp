#include "CoreImpl.h"
#include "MessageBuilder.h"
#include "Refusal.h"
#include "RequestRouter.h"

using namespace Qt::StringLiterals;

namespace siprace::proxy {

namespace {
constexpr int mostTransactions = 50'000; ///< beyond it new requests are refused
}

/// Nothing is kept of what cannot be read: it is answered without state where it can be answered at all.
void ProxyCore::Impl::on(const GarbageReceived& garbage)
{
    const QString rule = garbage.complaint.contains("Content-Length"_L1) ? u"R-012"_s : u"R-203"_s;
    const auto refusal = sip::refusalOf(garbage.datagram, garbage.complaint, garbage.source, core.identity.id.toUtf8());
    if (!refusal) {
        core.out.discard({rule, u"Not readable, and nobody could be answered: %1."_s.arg(garbage.complaint)}, true);
        return;
    }
    core.out.send(refusal->response, refusal->hop,
        {rule, u"This request cannot be read: %1. It is refused without state."_s.arg(garbage.complaint)});
}

void ProxyCore::Impl::request(const sip::Message& message)
{
    Transaction* known = core.transactions.matchRequest(message);
    const QByteArray method = message.method();
    if (known && method == "ACK") {
        const TxEvent event = core.transactions.drive(*known, TxInput::Ack);
        if (event == TxEvent::Message)
            ack(message);
        else
            core.out.discard({u"R-139"_s, u"ACK to a failure: it ends here, at its hop."_s}, false);
        return;
    }
    if (known) {
        copyOf(*known, message);
        return;
    }
    if (method == "ACK") {
        ack(message);
        return;
    }
    const Instant now = core.out.now();
    if (!core.refused.isEmpty(now) && core.refused.knows(TransactionLayer::requestKey(message), now)) {
        refuseBusy(message, u"A copy of what was refused"_s);
        return;
    }
    if (core.transactions.count() >= mostTransactions) {
        refuseBusy(message, u"Too many transactions are alive"_s);
        return;
    }
    if (method == "INVITE" && core.pendingInvites >= core.settings.maxPending) {
        refuseBusy(message, u"%1 INVITEs wait for a final response (max-pending)"_s.arg(core.pendingInvites));
        return;
    }
    if (method == "CANCEL")
        cancel(message);
    else
        begin(message);
}

/// Keeps next to nothing of it: a flood must not cost memory. Copies of it are refused too, room or not.
void ProxyCore::Impl::refuseBusy(const sip::Message& message, const QString& what)
{
    const Instant now = core.out.now();
    core.refused.remember(TransactionLayer::requestKey(message), now, now + core.settings.timers.T1x64());
    sip::Message busy = sip::Message::response(message, 503, "Service Unavailable", core.ownTag(message));
    busy.addHeader("Retry-After", "10");
    core.out.send(busy, message.topVia()->responseHop(), {u"R-201"_s, what + u": 503, without state."_s});
}

void ProxyCore::Impl::copyOf(Transaction& transaction, const sip::Message& message)
{
    const QString what = QString::fromUtf8(message.method());
    const bool isAccepted = transaction.state == TxState::Accepted;
    core.transactions.drive(transaction, TxInput::Copy);
    core.out.discard(isAccepted ? Why{u"R-142"_s, u"%1 again, after its 2xx: absorbed without an answer."_s.arg(what)}
                                : Why{u"R-201"_s, u"%1 again: a copy, its transaction deals with it."_s.arg(what)},
        false);
}

/// An ACK that no transaction takes belongs to a 2xx and is a request of its own. RFC 3261 §17.1, rule R-221.
void ProxyCore::Impl::ack(const sip::Message& message)
{
    // The ACK to a 2xx goes to a Contact. One to an address of this domain belongs to a failure, and the transaction
    // that would have taken it is gone: looked up anew it would reach a phone that never sent that failure.
    if (message.routes().isEmpty() && isOwnDomain(core, message.requestUri())) {
        core.out.discard(
            {u"R-139"_s, u"ACK to a failure that this proxy has forgotten: it goes no further than this hop."_s}, true);
        return;
    }
    const auto forwarded = routeStateless(core, message);
    if (!forwarded) {
        core.out.discard({u"R-018"_s, u"This ACK leads nowhere from here, and an ACK is never answered."_s}, true);
        return;
    }
    const QByteArray tag = message.toTag();
    core.out.send(forwarded->message, forwarded->hop,
        {u"R-221"_s,
            u"ACK to the 2xx of %1: routed by its Route and Request-URI, without a transaction."_s.arg(
                tag.isEmpty() ? u"an unknown phone"_s : QString::fromUtf8(tag))});
}

void ProxyCore::Impl::cancel(const sip::Message& message)
{
    const QByteArray key = TransactionLayer::inviteKey(message);
    ResponseContext* context = contextOf(contextsByUpstream.value(key));
    if (context && !context->isFrom(message.topVia()->responseHop())) {
        core.out.note({u"R-313"_s, u"This CANCEL comes from another place than its INVITE: it cancels nothing."_s});
        answer(message,
            {481, "Call/Transaction Does Not Exist", {u"R-315"_s, u"A CANCEL of somebody else's call: 481."_s}, {}});
        return;
    }
    if (context) {
        answer(message,
            {200, cancellingPhrase(core.settings.personality),
                {u"R-313"_s, u"The INVITE of this CANCEL is known: the proxy answers it at once, by itself."_s}, {}});
        context->cancelAll(message);
        return;
    }
    unmatchedCancel(message);
}

/// No INVITE here matches. RFC 3261 §16.10 wants it forwarded; what is done is a setting.
void ProxyCore::Impl::unmatchedCancel(const sip::Message& message)
{
    const QByteArray key = TransactionLayer::inviteKey(message);
    switch (core.settings.unmatchedCancel) {
    case UnmatchedCancel::Ignore:
        core.out.discard(
            {u"R-315"_s, u"This CANCEL matches no INVITE: ignored, without an answer (unmatched-cancel: ignore)."_s},
            true);
        return;
    case UnmatchedCancel::Forward:
        if (const auto forwarded = routeStateless(core, message)) {
            core.out.send(forwarded->message, forwarded->hop,
                {u"R-315"_s,
                    u"This CANCEL matches no INVITE: passed on without state, on a branch that nobody below knows."_s});
            return;
        }
        break;
    case UnmatchedCancel::Ledger:
        if (const QList<LedgerEntry> entries = core.ledger ? core.ledger->entries(key) : QList<LedgerEntry>{};
            !entries.isEmpty()) {
            answer(message,
                {200, "OK", {u"R-313"_s, u"The ledger knows the INVITE of this CANCEL: answered at once."_s}, {}});
            addContext({}, key).restore(key, entries, message);
            return;
        }
        break;
    case UnmatchedCancel::Reply481:
        break;
    }
    answer(message,
        {481, "Call/Transaction Does Not Exist",
            {u"R-315"_s, u"This CANCEL matches no INVITE here: 481, and nothing goes downstream."_s}, {}});
}

void ProxyCore::Impl::begin(const sip::Message& message)
{
    const auto isLoop = [this](const QByteArray& viaBranch, const QByteArray& loopKey) {
        for (const auto& [id, context] : contexts) {
            if (context->loopKey() == loopKey && context->hasBranch(viaBranch))
                return true;
        }
        return false;
    };
    Routing routing = routeRequest(core, message, isLoop);
    if (const auto* own = std::get_if<LocalAnswer>(&routing)) {
        answer(message, *own);
        return;
    }
    addContext(std::get<RoutedRequest>(std::move(routing)), TransactionLayer::inviteKey(message)).start();
}

ResponseContext& ProxyCore::Impl::addContext(RoutedRequest routed, const QByteArray& upstreamKey)
{
    const quint64 id = ++lastContext;
    const bool isInvite = routed.request.isNull() || routed.request.method() == "INVITE";
    auto context = std::make_unique<ResponseContext>(core, id, std::move(routed));
    if (isInvite)
        contextsByUpstream.insert(upstreamKey, id);
    return *contexts.emplace(id, std::move(context)).first->second;
}

void ProxyCore::Impl::answer(const sip::Message& message, const LocalAnswer& own)
{
    sip::Message response = sip::Message::response(message, own.status, own.reason, core.ownTag(message));
    for (const auto& [name, value] : own.headers)
        response.addHeader(name, value);
    Transaction& server = core.transactions.beginServer(message, TxRole::Local, 0);
    core.transactions.respond(server, response, own.why);
}

} // namespace siprace::proxy
