#include "ResponseContext.h"

#include "LateDialogs.h"
#include "MessageBuilder.h"
#include "Personalities.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace siprace::proxy {

namespace {
constexpr qsizetype mostTags = 100; ///< of one call; nobody has that many phones, but anybody may send that many

void addTag(QByteArrayList& tags, const QByteArray& tag)
{
    if (!tags.contains(tag) && tags.size() < mostTags)
        tags.append(tag);
}
} // namespace

ResponseContext::ResponseContext(CoreState& core, quint64 id, RoutedRequest routed)
    : m_core(core)
    , m_id(id)
    , m_routed(std::move(routed))
    , m_isInvite(m_routed.request.method() == "INVITE")
{
}

void ResponseContext::start()
{
    const sip::Message& request = m_routed.request;
    m_upstreamKey = TransactionLayer::inviteKey(request);
    m_upstreamRoutes = request.recordRoutes().size() + (m_core.settings.recordRoute ? 1 : 0);
    Transaction& server = m_core.transactions.beginServer(request, TxRole::Upstream, m_id);
    server.lingers = m_isInvite && m_core.settings.policy.linger.has_value();
    m_server = server.id;
    m_upstream = server.peer;
    ++m_live;
    if (m_isInvite) {
        ++m_core.pendingInvites;
        m_isCounted = true;
        m_core.transactions.respond(server,
            sip::Message::response(request, 100, tryingPhrase(m_core.settings.personality), {}),
            {u"R-202"_s, u"The proxy answers the INVITE itself with 100, so that the caller stops repeating it."_s});
    } else {
        // RFC 4320 §4.1: no 100 before Timer E of the client has grown to T2 (over TCP it may go at once); one then.
        Duration wait = m_core.settings.timers.T1;
        while (wait < m_core.settings.timers.T2)
            wait *= 2;
        m_trying = m_core.out.start({false, m_id, -1, TimerKind::Trying}, wait - m_core.settings.timers.T1,
            server.machine, true, {u"R-186"_s, u"If no final response comes until then, a 100 is due."_s});
    }
    planGroups();
    startMore();
    finishIfDone();
}

bool ResponseContext::keepsBack(int index, const sip::Message& response)
{
    if (!m_isInvite || m_hasFinal || response.status() < 200 || response.status() >= 300)
        return false;
    const Answered<SuccessAnswer> answered = m_core.policy.success(response, m_heard, m_core.out.now());
    if (answered.answer != SuccessAnswer::Drop)
        return false;
    m_core.out.discard(answered.why, true);
    makeMute(m_branches[std::size_t(index)], index);
    return true;
}

void ResponseContext::responseArrived(int index, const sip::Message& response)
{
    Branch& branch = m_branches[std::size_t(index)];
    const int status = response.status();
    if (status < 200)
        provisional(branch, index, response);
    else if (status < 300)
        success(branch, index, response);
    else
        failure(branch, index, response);
}

void ResponseContext::provisional(Branch& branch, int index, const sip::Message& response)
{
    const int status = response.status();
    if (branch.state == Branch::State::Calling)
        branch.state = Branch::State::Pending;
    const Personality* product = findPersonality(m_core.settings.personality);
    const bool counts = status != 100 || (product && product->tryingCounts);
    if (counts && branch.state == Branch::State::Pending && !branch.isMute) {
        restartTimerC(branch, index, {u"R-253"_s, u"A provisional other than 100 gives the branch another Timer C."_s});
        restartSerial(branch, index);
    }
    if (status == 100) {
        m_core.out.discard(
            {u"R-257"_s, u"100 from %1: it ends the repeating of the request and goes no further."_s.arg(branch.name)},
            false);
    } else if (!m_isInvite) {
        m_core.out.discard({u"R-185"_s, u"%1 to a request other than INVITE: not forwarded."_s.arg(status)}, false);
    } else if (m_hasFinal) {
        m_core.out.discard(
            {u"R-260"_s, u"%1 after a final has gone upstream: not forwarded."_s.arg(describe(response))}, false);
    } else {
        addTag(branch.earlyTags, response.toTag());
        if (status == 199)
            addTag(m_announced, response.toTag());
        forward(response, {u"R-256"_s, u"%1, no final sent yet: forwarded at once."_s.arg(describe(response))});
    }
    if (branch.wish && branch.state == Branch::State::Pending) {
        const CancelCause cause = *branch.wish;
        sendCancel(branch, index, cause);
    }
}

void ResponseContext::success(Branch& branch, int index, const sip::Message& response)
{
    Q_UNUSED(index);
    if (!m_isInvite) {
        branchDone(branch);
        if (m_hasFinal) {
            m_core.out.discard(
                {u"R-262"_s, u"%1 after the final: a request gets exactly one."_s.arg(describe(response))}, false);
            return;
        }
        forward(response, {u"R-258"_s, u"%1: forwarded at once."_s.arg(describe(response))});
        finalSent(true);
        return;
    }
    const Answered<SuccessAnswer> answered = m_core.policy.success(response, m_heard, m_core.out.now());
    switch (answered.answer) {
    case SuccessAnswer::First:
        branchDone(branch);
        m_core.policy.winners().remember(response, m_upstreamRoutes, m_core.out.now());
        [[fallthrough]];
    case SuccessAnswer::Forward:
        branchDone(branch);
        addTag(m_heard, response.toTag());
        forward(response, answered.why);
        finalSent(true);
        return;
    case SuccessAnswer::AckBye:
        branchDone(branch);
        hangUp(m_core, response, answered.why);
        break;
    case SuccessAnswer::Drop:
        m_core.out.discard(answered.why, true);
        branchDone(branch);
        break;
    }
    finishIfDone();
}

void ResponseContext::failure(Branch& branch, int index, const sip::Message& response)
{
    Q_UNUSED(index);
    const int status = response.status();
    branchDone(branch);
    if (m_hasFinal) {
        m_core.out.discard(
            {u"R-260"_s,
                u"%1 after a final has gone upstream: acknowledged here, not forwarded."_s.arg(describe(response))},
            false);
        return;
    }
    m_outcomes.push_back({status, response, branch.name});
    if (status == 401 || status == 407)
        m_challenges.push_back(response);
    if (status >= 600 && m_isInvite)
        m_groups.clear();
    if (hasOpenBranch() || !m_groups.empty()) {
        const QString text = status >= 600 && m_isInvite
            ? u"%1: nobody else is tried, and it waits until every branch is done."_s
            : u"%1: kept until every branch is done, the best one is sent then."_s;
        m_core.out.discard({status >= 600 ? u"R-261"_s : u"R-255"_s, text.arg(describe(response))}, false);
        announceEnded(branch, response);
    }
    if (status >= 600 && m_isInvite)
        cancelBranches(CancelCause::SixHundred);
    startMore();
    finishIfDone();
}

void ResponseContext::branchTimedOut(int index)
{
    Branch& branch = m_branches[std::size_t(index)];
    if (branch.state == Branch::State::Done)
        return;
    branchDone(branch);
    const Duration wait = clientWaits(m_core.settings).answer;
    const QString time
        = wait == m_core.settings.timers.T1x64() ? u"64*T1"_s : humanDuration(wait); // as the personality has it
    m_core.out.note({u"R-104"_s, u"%1 has not answered within %2: it counts as 408."_s.arg(branch.name, time)});
    m_outcomes.push_back({408, {}, branch.name});
    startMore();
    finishIfDone();
}

void ResponseContext::branchFailed(int index)
{
    Branch& branch = m_branches[std::size_t(index)];
    if (branch.state == Branch::State::Done)
        return;
    branchDone(branch);
    m_core.out.note({u"R-278"_s, u"%1 cannot be reached: it counts as 503."_s.arg(branch.name)});
    m_outcomes.push_back({503, {}, branch.name});
    startMore();
    finishIfDone();
}

/// RFC 6228: an early dialog that ended early is announced to a caller that asked for it.
void ResponseContext::announceEnded(const Branch& branch, const sip::Message& response)
{
    const sip::Message& request = m_routed.request;
    if (!m_isInvite || m_hasFinal || !request.headers("Supported").contains("199")
        || request.headers("Require").contains("100rel"))
        return;
    for (const QByteArray& tag : branch.earlyTags) {
        if (tag.isEmpty() || m_announced.contains(tag))
            continue;
        addTag(m_announced, tag);
        sip::Message ended = sip::Message::response(request, 199, "Early Dialog Terminated", tag);
        ended.addHeader("Reason", "SIP;cause=" + QByteArray::number(response.status()));
        upstream(ended,
            {u"R-372"_s,
                u"%1 has ended the early dialog with %2; the caller asked to be told."_s.arg(
                    QString::number(response.status()), QString::fromUtf8(tag))});
    }
}

/// A response from below goes up without the proxy's Via, else as it is. RFC 3261 §16.7 steps 3, 8.
void ResponseContext::forward(const sip::Message& response, const Why& why)
{
    sip::Message forwarded = response;
    forwarded.popVia();
    if (forwarded.topVia())
        upstream(forwarded, why);
    else
        m_core.out.discard({u"R-254"_s, u"%1 was for the proxy itself: consumed."_s.arg(describe(response))}, false);
}

/// Hands a response to the server transaction, or to the transport when that has ended. RFC 3261 §16.7 step 9.
void ResponseContext::upstream(const sip::Message& response, const Why& why)
{
    if (Transaction* server = m_core.transactions.find(m_server))
        m_core.transactions.respond(*server, response, why);
    else if (m_isInvite && m_core.policy.form() == TransactionForm::Rfc3261)
        m_core.out.send(response, response.topVia()->responseHop(), why);
    else
        m_core.out.discard(
            {u"R-273"_s, u"%1, but the server transaction has ended: discarded."_s.arg(describe(response))}, true);
}

void ResponseContext::uncount()
{
    if (m_isCounted)
        --m_core.pendingInvites;
    m_isCounted = false;
}

void ResponseContext::finalSent(bool isSuccess)
{
    uncount();
    if (isSuccess)
        m_groups.clear();
    if (!m_hasFinal) {
        m_hasFinal = true;
        m_core.out.stop(m_trying, {u"R-186"_s, u"The final response has gone: no 100 is due."_s});
        if (m_isInvite && m_core.settings.policy.linger)
            m_linger = m_core.out.start({false, m_id, -1, TimerKind::Linger}, *m_core.settings.policy.linger,
                m_core.transactions.find(m_server) ? m_core.transactions.find(m_server)->machine
                                                   : QString::fromUtf8(m_upstreamKey.left(m_upstreamKey.indexOf('|'))),
                false, {u"R-107"_s, u"After this the proxy forgets the INVITE and all its branches."_s});
    }
    if (isSuccess && m_isInvite)
        cancelBranches(CancelCause::Answered);
}

bool ResponseContext::hasOpenBranch() const
{
    return std::any_of(
        m_branches.begin(), m_branches.end(), [](const Branch& branch) { return branch.state != Branch::State::Done; });
}

bool ResponseContext::hasBranch(const QByteArray& viaBranch) const
{
    return std::any_of(
        m_branches.begin(), m_branches.end(), [&](const Branch& branch) { return branch.viaBranch == viaBranch; });
}

void ResponseContext::finishIfDone()
{
    if (m_hasFinal || hasOpenBranch() || !m_groups.empty())
        return;
    sendBest();
}

void ResponseContext::sendBest()
{
    const sip::Message& request = m_routed.request;
    const int best = bestOutcome(m_outcomes);
    const bool isSilence = best < 0 || m_outcomes[std::size_t(best)].status == 408;
    if (!m_isInvite && isSilence && (best < 0 || m_outcomes[std::size_t(best)].response.isNull())) {
        // RFC 4320 §4.2: no 408 to a non-INVITE. Whoever asked finds out by its own Timer F.
        m_hasFinal = true;
        const Why silent{
            u"R-187"_s, u"No branch has answered: a request other than INVITE gets no 408, it just ends."_s};
        m_core.out.stop(m_trying, silent);
        if (Transaction* server = m_core.transactions.find(m_server))
            m_core.transactions.destroy(*server, silent);
        return;
    }
    const Outcome outcome = best < 0 ? Outcome{} : m_outcomes[std::size_t(best)];
    if (outcome.status == 503 || (outcome.response.isNull() && request.isNull())) {
        upstream(sip::Message::response(request, 500, "Server Internal Error", m_core.ownTag(request)),
            {u"R-266"_s, u"Every branch is done and 503 is the best there is: it goes up as 500."_s});
    } else if (outcome.response.isNull()) {
        upstream(sip::Message::response(request, 408, "Request Timeout", m_core.ownTag(request)),
            {u"R-264"_s, u"Every branch is done without a final response: 408."_s});
    } else {
        const bool isChallenge = outcome.status == 401 || outcome.status == 407;
        forward(isChallenge ? withChallenges(outcome.response) : outcome.response,
            {u"R-265"_s, u"Every branch is done: %1 is the best response."_s.arg(describe(outcome.response))});
    }
    finalSent(false);
}

/// The challenges of every branch, so that the caller can answer all at once. RFC 3261 §16.7 step 7.
sip::Message ResponseContext::withChallenges(sip::Message response) const
{
    for (const QByteArray& name : {QByteArray("WWW-Authenticate"), QByteArray("Proxy-Authenticate")}) {
        QByteArrayList known = response.headers(name);
        for (const sip::Message& challenge : m_challenges) {
            for (const QByteArray& value : challenge.headers(name)) {
                if (known.contains(value))
                    continue;
                known.append(value);
                response.addHeader(name, value);
            }
        }
    }
    return response;
}

} // namespace siprace::proxy
