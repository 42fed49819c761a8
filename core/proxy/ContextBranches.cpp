#include "MessageBuilder.h"
#include "RequestRouter.h"
#include "ResponseContext.h"

#include <algorithm>

// The downward half of a response context: starting, cancelling and giving up branches.

using namespace Qt::StringLiterals;

namespace siprace::proxy {

/// Parallel: equal q together, lower q after. Serial: one after the other.
void ResponseContext::planGroups()
{
    const bool isSerial = m_core.settings.fork == Fork::Serial;
    for (const Contact& target : m_routed.targets) {
        const bool joins = !isSerial && !m_groups.empty() && m_groups.back().first().q == target.q;
        if (joins)
            m_groups.back().append(target);
        else
            m_groups.push_back({target});
    }
}

int ResponseContext::freeBreadth() const
{
    int used = 0;
    for (const Branch& branch : m_branches) {
        if (branch.state != Branch::State::Done)
            used += branch.breadth;
    }
    return m_routed.breadth - used;
}

/// Starts the next group when no branch is being waited for, as far as Max-Breadth allows. RFC 5393 §5.3.3.
void ResponseContext::startMore()
{
    const bool isWaiting = std::any_of(m_branches.begin(), m_branches.end(),
        [](const Branch& branch) { return branch.state != Branch::State::Done && !branch.isGivenUp; });
    if (m_groups.empty() || m_hasFinal || (isWaiting && !m_isGroupCut))
        return;
    const int available = freeBreadth();
    QList<Contact> group = m_groups.front();
    const int starting = qMin(int(group.size()), available);
    if (starting <= 0)
        return;
    m_groups.pop_front();
    m_isGroupCut = starting < group.size();
    if (m_isGroupCut)
        m_groups.push_front(group.mid(starting)); // they wait until a branch is done, rather than 440
    // In a serial fork with a timeout the next branch runs beside the one that was given up, so it needs a share too.
    const int sharers = m_core.settings.serialTimeout ? starting + int(m_groups.size()) : starting;
    for (int i = 0; i < starting; ++i)
        startBranch(group[i], qMax(available / qMax(sharers, 1), 1));
}

void ResponseContext::startBranch(const Contact& target, int breadth)
{
    const int index = int(m_branches.size());
    Branch branch;
    branch.name = nameOf(target.uri);
    branch.target = target;
    branch.breadth = breadth;
    const Outgoing outgoing = requestFor(target, breadth);
    branch.request = outgoing.message;
    branch.hop = outgoing.hop;
    branch.viaBranch = branch.request.topVia()->branch;
    Transaction client;
    client.role = TxRole::Forwarded;
    client.request = branch.request;
    client.peer = branch.hop;
    client.label = u"client → %1"_s.arg(branch.name);
    client.context = m_id;
    client.branch = index;
    client.lingers = m_isInvite && m_core.settings.policy.linger.has_value();
    client.sendWhy = m_routed.isForkable
        ? Why{u"R-219"_s,
            u"%1 leads to %2 (target %3 of %4): forwarded on a branch of its own."_s.arg(
                QString::fromUtf8(m_routed.addressed), branch.name, QString::number(index + 1),
                QString::number(m_routed.targets.size()))}
        : Why{u"R-217"_s, u"Forwarded to %1, where its Route or Request-URI leads."_s.arg(branch.name)};
    const Transaction& started = m_core.transactions.beginClient(std::move(client));
    branch.transaction = started.id;
    ++m_live;
    m_branches.push_back(std::move(branch));
    if (!m_isInvite)
        return;
    restartTimerC(
        m_branches.back(), index, {u"R-220"_s, u"Every forwarded INVITE has a Timer C of more than three minutes."_s});
    restartSerial(m_branches.back(), index);
    writeDown(m_branches.back());
}

/// A copy of the received request for one target. RFC 3261 §16.6 steps 1 to 8.
Outgoing ResponseContext::requestFor(const Contact& target, int breadth)
{
    sip::Message request = m_routed.request;
    const QByteArray uri = target.uri.left(target.uri.contains('?') ? target.uri.indexOf('?') : target.uri.size());
    if (uri != request.requestUri())
        request.setRequestUri(uri);
    request.setMaxForwards(request.maxForwards().value_or(71) - 1);
    const QByteArray method = request.method();
    const sip::Hop hop = settleRoute(request);
    if (m_core.settings.recordRoute && (method == "INVITE" || method == "SUBSCRIBE" || method == "REFER"))
        recordRoute(request, hop);
    if (m_isInvite)
        request.setHeader("Max-Breadth", QByteArray::number(breadth));
    request.pushVia(m_core.numberedVia(hop.transport));
    return {request, hop};
}

/// Each side of the dialog comes back over the transport it was reached by; where they differ, two values stand side by
/// side, the one for below on top. RFC 3261 §16.6 step 4, RFC 5658 §3.
void ResponseContext::recordRoute(sip::Message& request, const sip::Hop& below) const
{
    const QByteArray above = request.topVia()->transport.toLower();
    request.pushRecordRoute(m_core.recordRouteUri(above, request.callId()));
    if (below.transport != above)
        request.pushRecordRoute(m_core.recordRouteUri(below.transport, request.callId()));
}

void ResponseContext::branchDone(Branch& branch)
{
    if (branch.state == Branch::State::Done)
        return;
    branch.state = Branch::State::Done;
    branch.wish.reset();
    const Why done{u"R-904"_s, u"The branch is done."_s};
    m_core.out.stop(branch.timerC, done);
    m_core.out.stop(branch.serial, done);
    m_core.out.stop(branch.giveUp, done);
    if (m_core.ledger && m_isInvite)
        m_core.ledger->forget(m_upstreamKey, branch.viaBranch);
}

void ResponseContext::cancelBranches(CancelCause cause)
{
    for (std::size_t i = 0; i < m_branches.size(); ++i)
        cancel(m_branches[i], int(i), cause);
}

/// CANCEL for a pending branch; a branch without a provisional gets it with its first one. RFC 3261 §9.1, §16.7
/// step 10.
void ResponseContext::cancel(Branch& branch, int index, CancelCause cause)
{
    Transaction* client = m_core.transactions.find(branch.transaction);
    if (branch.state != Branch::State::Done && (branch.isMute || !client)) {
        // Its 2xx came and the policy dropped it: there is nothing to cancel any more, R-304.
        branchDone(branch);
        if (client)
            m_core.transactions.destroy(*client, {u"R-304"_s, u"It has answered: there is nothing to cancel."_s});
        m_outcomes.push_back({408, {}, branch.name});
        return;
    }
    if (branch.state == Branch::State::Pending) {
        sendCancel(branch, index, cause);
    } else if (branch.state == Branch::State::Calling) {
        if (m_core.settings.cancelUnreplied == CancelUnreplied::AtOnce && !branch.wish) {
            sendCancel(branch, index, cause);
        } else if (!branch.wish) {
            branch.wish = cause;
            m_core.out.note({u"R-905"_s,
                u"%1 has sent no provisional yet: its CANCEL is held until one comes."_s.arg(branch.name)});
        }
        if (cause == CancelCause::Answered)
            silence(branch);
    }
}

void ResponseContext::silence(Branch& branch)
{
    Transaction* client = m_core.transactions.find(branch.transaction);
    if (m_core.settings.silentBranches == SilentBranches::Abandon && client)
        m_core.transactions.abandon(*client,
            {u"R-102"_s,
                u"Another branch has won and this one is silent: its INVITE is not repeated (silent-branches: abandon)."_s});
}

/// The policy has dropped the only 2xx, and upstream still waits for a final response. Copies may come for 64*T1; then
/// the branch counts as unanswered, much as at a proxy whose timer for final responses never saw what its script
/// dropped. Timer C is for an INVITE that gets no final response at all. RFC 3261 §13.3.1.4, §16.6 step 11.
void ResponseContext::makeMute(Branch& branch, int index)
{
    if (branch.isMute)
        return;
    branch.isMute = true;
    const Why why{u"R-264"_s,
        u"%1 has answered, but the policy keeps it from the caller: 64*T1 from now the branch counts as unanswered."_s
            .arg(branch.name)};
    m_core.out.stop(branch.timerC, why);
    m_core.out.stop(branch.serial, why);
    m_core.out.stop(branch.giveUp, why);
    if (Transaction* client = m_core.transactions.find(branch.transaction))
        m_core.transactions.hush(*client, why);
    branch.giveUp = m_core.out.start({false, m_id, index, TimerKind::GiveUp}, m_core.settings.timers.T1x64(),
        QString::fromUtf8(branch.viaBranch), true, why);
}

void ResponseContext::sendCancel(Branch& branch, int index, CancelCause cause)
{
    const Why why = cancelWhy(branch, cause, branch.wish.has_value());
    branch.wish.reset();
    branch.state = Branch::State::Cancelled;
    m_core.out.stop(branch.timerC, {u"R-307"_s, u"The CANCEL bounds the branch now."_s});
    m_core.out.stop(branch.serial, {u"R-307"_s, u"The CANCEL bounds the branch now."_s});
    QByteArray reason;
    if (cause == CancelCause::Answered && m_core.settings.cancelReason)
        reason = completedElsewhere(m_core.settings.personality);
    else if (cause == CancelCause::Upstream)
        reason = m_cancelReason;
    Transaction client;
    client.role = TxRole::OwnCancel;
    client.request = cancelOf(branch.request, reason);
    client.peer = branch.hop;
    client.label = u"client → %1"_s.arg(branch.name);
    client.context = m_id;
    client.branch = index;
    client.lingers = m_core.settings.policy.linger.has_value() && m_hasFinal;
    client.sendWhy = why;
    m_core.transactions.beginClient(std::move(client));
    ++m_live;
    branch.giveUp = m_core.out.start({false, m_id, index, TimerKind::GiveUp}, m_core.settings.timers.T1x64(),
        QString::fromUtf8(branch.viaBranch), !m_hasFinal,
        {u"R-307"_s, u"No final 64*T1 after the CANCEL ends the branch without a response."_s});
}

Why ResponseContext::cancelWhy(const Branch& branch, CancelCause cause, bool wasHeld) const
{
    const QString held
        = wasHeld ? u"%1 has sent its first provisional, so the held CANCEL goes now: "_s.arg(branch.name) : QString();
    switch (cause) {
    case CancelCause::Answered:
        return {wasHeld ? u"R-905"_s : u"R-275"_s,
            held
                + u"%1 has answered, so the pending branch to %2 is cancelled."_s.arg(
                    m_heard.isEmpty() ? u"another phone"_s : QString::fromUtf8(m_heard.first()), branch.name)};
    case CancelCause::SixHundred:
        return {wasHeld ? u"R-905"_s : u"R-261"_s,
            held + u"a 6xx ends the search, so the branch to %1 is cancelled."_s.arg(branch.name)};
    case CancelCause::Upstream:
        return {wasHeld ? u"R-905"_s : u"R-314"_s,
            held + u"the caller has cancelled, so the branch to %1 is cancelled."_s.arg(branch.name)};
    case CancelCause::TimerC:
        return {u"R-277"_s, u"Timer C has run out while %1 rang: its branch is cancelled."_s.arg(branch.name)};
    case CancelCause::SerialTimeout:
        break;
    }
    return {wasHeld ? u"R-905"_s : u"R-212"_s,
        held + u"%1 has taken too long (serial-timeout): its branch is given up."_s.arg(branch.name)};
}

void ResponseContext::restartTimerC(Branch& branch, int index, const Why& why)
{
    m_core.out.stop(branch.timerC, why);
    branch.timerC = m_core.out.start(
        {false, m_id, index, TimerKind::C}, m_core.settings.timerC, QString::fromUtf8(branch.viaBranch), true, why);
}

void ResponseContext::restartSerial(Branch& branch, int index)
{
    if (!m_core.settings.serialTimeout || branch.isGivenUp)
        return;
    const Why why{u"R-212"_s, u"serial-timeout counts from the INVITE, and again from each 101-199."_s};
    m_core.out.stop(branch.serial, why);
    branch.serial = m_core.out.start({false, m_id, index, TimerKind::Serial}, *m_core.settings.serialTimeout,
        QString::fromUtf8(branch.viaBranch), true, why);
}

void ResponseContext::timerFired(const TimerTarget& target)
{
    if (target.kind == TimerKind::Linger) {
        m_linger = 0;
        forget();
        return;
    }
    if (target.kind == TimerKind::Trying) {
        m_trying = 0;
        if (Transaction* server = m_core.transactions.find(m_server))
            m_core.transactions.respond(*server,
                sip::Message::response(m_routed.request, 100, tryingPhrase(m_core.settings.personality), {}),
                {u"R-186"_s, u"No final response for so long that copies come every T2: a 100 is due."_s});
        return;
    }
    Branch& branch = m_branches[std::size_t(target.branch)];
    if (target.kind == TimerKind::Serial) {
        branch.serial = 0;
        branch.isGivenUp = true;
        cancel(branch, target.branch, CancelCause::SerialTimeout);
        startMore();
        return;
    }
    (target.kind == TimerKind::C ? branch.timerC : branch.giveUp) = 0;
    Transaction* client = m_core.transactions.find(branch.transaction);
    if (target.kind == TimerKind::C && branch.state == Branch::State::Pending && client) {
        sendCancel(branch, target.branch, CancelCause::TimerC);
        return;
    }
    branchDone(branch);
    if (client)
        m_core.transactions.destroy(*client, endWhy(branch, target.kind));
    m_outcomes.push_back({408, {}, branch.name});
    startMore();
    finishIfDone();
}

/// Why a branch ends without a response.
Why ResponseContext::endWhy(const Branch& branch, TimerKind timer)
{
    if (timer == TimerKind::C)
        return {u"R-277"_s, u"Timer C has run out without a final response: %1 counts as 408."_s.arg(branch.name)};
    if (branch.isMute)
        return {u"R-264"_s, u"64*T1 since the policy dropped the 2xx of %1: it counts as 408."_s.arg(branch.name)};
    return {u"R-906"_s,
        u"No final from %1 within 64*T1 of its CANCEL: the branch is done without a response."_s.arg(branch.name)};
}

void ResponseContext::cancelAll(const sip::Message& cancel)
{
    m_groups.clear();
    const QByteArrayList reasons = cancel.headers("Reason");
    m_cancelReason = reasons.isEmpty() ? QByteArray() : reasons.first();
    if (m_hasFinal) {
        m_core.out.note(
            {u"R-313"_s, u"A final response has gone upstream already: there is nothing left to cancel."_s});
        return;
    }
    cancelBranches(CancelCause::Upstream);
    finishIfDone();
}

/// `linger` is over: every transaction of the INVITE goes at once.
void ResponseContext::forget()
{
    const Why why{u"R-107"_s, u"linger is over: the proxy forgets the INVITE, every branch of it."_s};
    if (Transaction* server = m_core.transactions.find(m_server))
        m_core.transactions.destroy(*server, why);
    for (Branch& branch : m_branches) {
        branchDone(branch);
        if (Transaction* client = m_core.transactions.find(branch.transaction))
            m_core.transactions.destroy(*client, why);
        if (Transaction* client = m_core.transactions.matchResponse(branch.viaBranch, "CANCEL"))
            m_core.transactions.destroy(*client, why);
    }
}

void ResponseContext::close()
{
    uncount();
    const Why why{u"R-274"_s, u"All its transactions have ended: the response context is gone."_s};
    for (Branch& branch : m_branches)
        branchDone(branch);
    m_core.out.stop(m_linger, why);
    m_core.out.stop(m_trying, why);
}

} // namespace siprace::proxy
