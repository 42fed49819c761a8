#include "TraceIndex.h"

#include <algorithm>

namespace siprace {

namespace {

/// Between a message and what it causes, where a trace does not say: rules.md, "At once".
constexpr Duration atOnceOnRealClocks = 50ms;

bool contains(const std::vector<quint32>& numbers, quint32 number)
{
    return std::ranges::find(numbers, number) != numbers.end();
}

void keepEarliest(std::optional<Instant>& end, Instant at)
{
    end = end ? std::min(*end, at) : at;
}

} // namespace

bool CallView::isInitial(const MessageFields& message) const
{
    return message.callId == id && message.fromTag == callerTag && contains(cseqs, message.cseq);
}

TraceIndex::TraceIndex(const Trace& trace)
    : m_trace(trace)
    , m_end(trace.end())
{
    const auto count = static_cast<std::size_t>(trace.messages.size());
    m_transactionOf.resize(count, -1);
    m_callOf.resize(count, -1);
    m_dialogOf.resize(count, -1);
    m_transactions.reserve(count / 2 + 1);
    for (const TraceMessage& message : trace.messages)
        m_knowsCauses = m_knowsCauses || message.causedBy != 0;
    for (const TraceMessage& message : trace.messages) {
        if (message.isSip())
            addMessage(message);
    }
    linkCauses();
    finishDialogs();
}

void TraceIndex::addMessage(const TraceMessage& message)
{
    const auto slot = static_cast<std::size_t>(message.n - 1);
    const int call = callFor(message);
    m_callOf[slot] = call;
    const int index = transactionFor(message);
    m_transactionOf[slot] = index;
    TransactionView& transaction = m_transactions[static_cast<std::size_t>(index)];
    if (transaction.call < 0)
        transaction.call = call;
    if (!message.isRequest()) {
        transaction.responses.push_back(message.n);
    } else if (message.method == "ACK" && transaction.method == "INVITE") {
        transaction.acks.push_back(message.n);
    } else {
        const bool isFirst = transaction.requests.empty();
        transaction.requests.push_back(message.n);
        transaction.isInDialog = !message.toTag.isEmpty();
        CallView& view = m_calls[static_cast<std::size_t>(call)];
        if (isFirst && message.method == "INVITE" && message.toTag.isEmpty() && message.from == view.caller)
            view.invites.push_back(index);
    }
    addToDialog(message, call);
}

int TraceIndex::callFor(const TraceMessage& message)
{
    const bool isInitialInvite = message.method == "INVITE" && message.toTag.isEmpty();
    const auto known = m_byCallId.constFind(message.callId);
    int index = known == m_byCallId.cend() ? -1 : *known;
    if (index < 0) {
        index = static_cast<int>(m_calls.size());
        m_byCallId.insert(message.callId, index);
        CallView call;
        call.id = message.callId;
        m_calls.push_back(std::move(call));
    }
    CallView& call = m_calls[static_cast<std::size_t>(index)];
    if (isInitialInvite && call.caller < 0) {
        call.caller = message.from;
        call.callerTag = message.fromTag;
    }
    if (isInitialInvite && message.fromTag == call.callerTag && !contains(call.cseqs, message.cseq))
        call.cseqs.push_back(message.cseq);
    return index;
}

int TraceIndex::transactionFor(const TraceMessage& message)
{
    // Without a branch (RFC 2543 peers) the Call-ID has to do; it tells the cases of this lab apart.
    const QByteArrayView branch = message.branch.isEmpty() ? message.callId : message.branch;
    const int client = message.isRequest() ? message.from : message.to;
    const int server = message.isRequest() ? message.to : message.from;
    static constexpr QByteArrayView invite = "INVITE";
    if (message.method == "ACK") {
        const auto ofInvite = m_byKey.constFind(Key{branch, invite, client});
        if (ofInvite != m_byKey.cend())
            return *ofInvite;
    }
    const Key key{
        branch, message.isRequest() ? QByteArrayView(message.method) : QByteArrayView(message.cseqMethod), client};
    const auto known = m_byKey.constFind(key);
    if (known != m_byKey.cend())
        return *known;
    const int index = static_cast<int>(m_transactions.size());
    m_byKey.insert(key, index);
    TransactionView& transaction = m_transactions.emplace_back();
    transaction.method = key.method;
    transaction.branch = branch;
    transaction.client = client;
    transaction.server = server;
    if (key.method == "CANCEL") {
        transaction.invite = m_byKey.value(Key{branch, invite, client}, -1);
        if (transaction.invite >= 0)
            m_transactions[static_cast<std::size_t>(transaction.invite)].cancel = index;
    }
    return index;
}

void TraceIndex::addToDialog(const TraceMessage& message, int call)
{
    const CallView& view = m_calls[static_cast<std::size_t>(call)];
    const bool isFromCallee = message.toTag == view.callerTag && !message.toTag.isEmpty();
    const QByteArrayView tag = isFromCallee ? message.fromTag : message.toTag;
    if (tag.isEmpty())
        return;
    const DialogKey key{message.callId, tag};
    int index = m_byDialog.value(key, -1);
    const bool isAnswer = message.isSuccess() && message.cseqMethod == "INVITE" && view.isInitial(message);
    if (index < 0 && isAnswer) { // the first to send it is the callee, or the nearest to it that was captured
        index = static_cast<int>(m_dialogs.size());
        m_byDialog.insert(key, index);
        DialogView dialog;
        dialog.call = call;
        dialog.tag = key.tag;
        dialog.callee = message.from;
        m_dialogs.push_back(std::move(dialog));
        m_calls[static_cast<std::size_t>(call)].dialogs.push_back(index);
    }
    if (index < 0 && message.method != "BYE")
        return;
    if (index >= 0)
        m_dialogOf[static_cast<std::size_t>(message.n - 1)] = index;
    if (isAnswer)
        addAnswer(message, call, index);
    const bool isReinvite = index >= 0 && message.method == "INVITE" && !message.toTag.isEmpty();
    if (isReinvite && message.retransmissionOf == 0)
        m_dialogs[static_cast<std::size_t>(index)].reinvites.push_back(
            m_transactionOf[static_cast<std::size_t>(message.n - 1)]);
}

void TraceIndex::addAnswer(const TraceMessage& message, int call, int dialog)
{
    DialogView& view = m_dialogs[static_cast<std::size_t>(dialog)];
    if (message.from == view.callee)
        view.answers.push_back(message.n);
    if (message.arrived && message.to == m_calls[static_cast<std::size_t>(call)].caller)
        view.deliveries.push_back(message.n);
}

void TraceIndex::linkCauses()
{
    const auto count = static_cast<std::size_t>(m_trace.messages.size());
    m_cause.resize(count, 0);
    m_effectStart.assign(count + 1, 0);
    for (const TraceMessage& message : m_trace.messages) {
        const int cause = m_knowsCauses ? message.causedBy : guessCause(message);
        const bool isValid = cause > 0 && cause < message.n;
        m_cause[static_cast<std::size_t>(message.n - 1)] = isValid ? cause : 0;
        if (isValid)
            ++m_effectStart[static_cast<std::size_t>(cause)];
    }
    for (std::size_t i = 1; i <= count; ++i)
        m_effectStart[i] += m_effectStart[i - 1];
    m_effects.resize(static_cast<std::size_t>(m_effectStart[count]));
    std::vector<int> next(m_effectStart.begin(), m_effectStart.end());
    for (std::size_t i = 0; i < count; ++i) {
        if (m_cause[i] != 0)
            m_effects[static_cast<std::size_t>(next[static_cast<std::size_t>(m_cause[i] - 1)]++)]
                = static_cast<int>(i) + 1;
    }
}

/// The latest message that came to the sender just before and could have caused this one.
int TraceIndex::guessCause(const TraceMessage& message) const
{
    for (int n = message.n - 1; n >= 1; --n) {
        const TraceMessage& earlier = this->message(n);
        if (earlier.sent + 10 * atOnceOnRealClocks + atOnceOnRealClocks < message.sent)
            break; // a link is hardly slower than that, and the search stays short
        if (earlier.to != message.from || !earlier.arrived || earlier.callId != message.callId)
            continue;
        if (*earlier.arrived > message.sent || *earlier.arrived + atOnceOnRealClocks < message.sent)
            continue;
        const bool isAnswer = earlier.isFinal() && earlier.cseqMethod == "INVITE";
        if (message.method == "ACK" && (isAnswer || earlier.method == "ACK"))
            return n;
        if (message.method == "BYE" && (isAnswer || earlier.method == "BYE"))
            return n;
        if (!message.isRequest() && earlier.status == message.status && earlier.cseqMethod == message.cseqMethod)
            return n;
        if (earlier.isRequest()
            && (message.isRequest() ? earlier.method == message.method : earlier.method == message.cseqMethod))
            return n;
    }
    return 0;
}

void TraceIndex::finishDialogs()
{
    for (const TraceMessage& message : m_trace.messages) {
        const int index = m_dialogOf[static_cast<std::size_t>(message.n - 1)];
        if (index < 0 || !message.isRequest())
            continue;
        DialogView& dialog = m_dialogs[static_cast<std::size_t>(index)];
        const int caller = m_calls[static_cast<std::size_t>(dialog.call)].caller;
        if (message.method == "ACK" && isAckToSuccess(message)) {
            if (message.toTag == dialog.tag && message.from == caller)
                dialog.callerAcks.push_back(message.n);
            if (message.toTag == dialog.tag && message.to == dialog.callee && message.arrived)
                dialog.acks.push_back(message.n);
            if (message.arrived && isUserAgent(message.to))
                dialog.acksAtEnds.push_back(message.n);
        } else if (message.method == "BYE") {
            const int cause = causeOf(message.n);
            const bool isMadeHere = isUserAgent(message.from) || cause == 0 || this->message(cause).method != "BYE";
            if (isMadeHere && message.retransmissionOf == 0)
                dialog.byes.push_back(message.n);
            if (message.from == dialog.callee)
                keepEarliest(dialog.endAtCallee, message.sent);
            if (message.to == dialog.callee && message.arrived)
                keepEarliest(dialog.endAtCallee, *message.arrived);
            if (message.from == caller)
                keepEarliest(dialog.endAtCaller, message.sent);
            if (message.to == caller && message.arrived)
                keepEarliest(dialog.endAtCaller, *message.arrived);
        }
    }
    endByStates();
    for (DialogView& dialog : m_dialogs)
        judgeKeeping(dialog);
}

void TraceIndex::endByStates()
{
    for (const StateChange& change : m_trace.states) {
        const bool isDown = change.kind == MachineKind::Node && change.state == u"down";
        const bool isOver = change.kind == MachineKind::Dialog && change.state == u"terminated";
        if (!isDown && !isOver)
            continue;
        for (DialogView& dialog : m_dialogs) {
            if (isOver && (change.tag != dialog.tag || dialog.answers.empty()))
                continue;
            if (change.at < message(dialog.answers.front()).sent)
                continue;
            if (change.node == dialog.callee)
                keepEarliest(dialog.endAtCallee, change.at);
            if (change.node == m_calls[static_cast<std::size_t>(dialog.call)].caller)
                keepEarliest(dialog.endAtCaller, change.at);
        }
    }
}

void TraceIndex::judgeKeeping(DialogView& dialog) const
{
    for (const int bye : dialog.byes) {
        const TraceMessage& message = this->message(bye);
        const Instant end = dialog.endAtCallee.value_or(never);
        if (dialog.end == 0 && message.sent <= end)
            dialog.end = bye;
    }
    if (dialog.callerAcks.empty())
        return;
    const int caller = m_calls[static_cast<std::size_t>(dialog.call)].caller;
    const int firstAck = dialog.callerAcks.front();
    dialog.isKept = std::ranges::none_of(dialog.byes, [&](int bye) {
        return message(bye).from == caller && (bye < firstAck || reasonOf(bye) == ByeReason::Surplus);
    });
}

const TransactionView* TraceIndex::transactionOf(int n) const
{
    const int index = m_transactionOf.at(static_cast<std::size_t>(n - 1));
    return index < 0 ? nullptr : &m_transactions[static_cast<std::size_t>(index)];
}

const CallView* TraceIndex::callOf(int n) const
{
    const int index = m_callOf.at(static_cast<std::size_t>(n - 1));
    return index < 0 ? nullptr : &m_calls[static_cast<std::size_t>(index)];
}

const DialogView* TraceIndex::dialogOf(int n) const
{
    const int index = m_dialogOf.at(static_cast<std::size_t>(n - 1));
    return index < 0 ? nullptr : &m_dialogs[static_cast<std::size_t>(index)];
}

int TraceIndex::causeOf(int n) const
{
    return n < 1 ? 0 : m_cause.at(static_cast<std::size_t>(n - 1));
}

std::span<const int> TraceIndex::effectsOf(int n) const
{
    const auto slot = static_cast<std::size_t>(n - 1);
    return std::span(m_effects).subspan(static_cast<std::size_t>(m_effectStart.at(slot)),
        static_cast<std::size_t>(m_effectStart.at(slot + 1) - m_effectStart.at(slot)));
}

ByeReason TraceIndex::reasonOf(int bye) const
{
    const TraceMessage& message = this->message(bye);
    if (const int cause = causeOf(bye); cause != 0) {
        const TraceMessage& response = this->message(cause);
        const CallView* call = callOf(bye);
        const bool isToInvite = response.isFinal() && response.cseqMethod == "INVITE" && call->isInitial(response);
        if (isToInvite)
            return response.isSuccess() ? ByeReason::Surplus : ByeReason::Stray;
        return ByeReason::Other;
    }
    if (wasAskedFor(message))
        return ByeReason::HangUp;
    const DialogView* dialog = dialogOf(bye);
    return dialog && waitedInVain(*dialog, message) ? ByeReason::Unacknowledged : ByeReason::HangUp;
}

/// No ACK came to the answer of a callee, or none for 64*T1 to the 2xx of a re-INVITE. RFC 3261 §13.3.1.4, §14.2.
bool TraceIndex::waitedInVain(const DialogView& dialog, const TraceMessage& bye) const
{
    const auto isEarlier = [&](int ack) { return *message(ack).arrived <= bye.sent; };
    if (bye.from == dialog.callee && std::ranges::none_of(dialog.acks, isEarlier))
        return true;
    const Duration patience = timersOf(bye.from).T1x64() - atOnceOnRealClocks;
    return std::ranges::any_of(dialog.reinvites, [&](int i) {
        const TransactionView& invite = m_transactions[static_cast<std::size_t>(i)];
        const int answer = invite.server == bye.from ? finalOf(invite) : 0;
        if (answer == 0 || !message(answer).isSuccess() || bye.sent - message(answer).sent < patience)
            return false;
        return std::ranges::none_of(dialog.acksAtEnds, [&](int ack) {
            return isEarlier(ack) && message(ack).to == bye.from && message(ack).cseq == message(answer).cseq;
        });
    });
}

/// The ACK to a failure ends with its hop and confirms no dialog; it has the branch of its INVITE, as the ACK to a 2xx
/// of some elements has. RFC 3261 §17.1.1.3.
bool TraceIndex::isAckToSuccess(const TraceMessage& ack) const
{
    const TransactionView* transaction = transactionOf(ack.n);
    return transaction && (transaction->method == "ACK" || std::ranges::any_of(transaction->responses, [&](int n) {
        return message(n).isSuccess() && message(n).toTag == ack.toTag;
    }));
}

/// Whether the script, or a person in the window, had the node hang up just then.
bool TraceIndex::wasAskedFor(const TraceMessage& bye) const
{
    const Duration slack = m_trace.clock == u"virtual" ? Duration{0} : Duration{atOnceOnRealClocks};
    return std::ranges::any_of(m_trace.actions, [&](const Trace::Action& action) {
        const bool isHangUp = action.what == u"hang-up" || action.what == u"bye-early";
        return isHangUp && action.node == bye.from && action.at <= bye.sent && bye.sent <= action.at + slack;
    });
}

bool TraceIndex::wentDown(int node, Instant since, Instant until) const
{
    return std::ranges::any_of(m_trace.states, [&](const StateChange& change) {
        return change.node == node && change.kind == MachineKind::Node && change.state == u"down" && change.at > since
            && change.at < until;
    });
}

TimerValues TraceIndex::timersOf(int node) const
{
    for (const auto& [owner, values] : m_trace.timerValues) {
        if (owner == node)
            return values;
    }
    return {};
}

int TraceIndex::finalOf(const TransactionView& transaction) const
{
    for (const int n : transaction.responses) {
        if (message(n).isFinal())
            return n;
    }
    return 0;
}

} // namespace siprace
