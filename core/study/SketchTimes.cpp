#include "Sketcher.h"

#include <algorithm>

namespace siprace {

int Sketcher::lastAt(int node, Instant when) const
{
    const auto found = m_at.find({node, when});
    return found == m_at.end() ? -1 : found->second.back();
}

void Sketcher::anchorAt(SketchEvent& one, int anchorIndex)
{
    one.anchor = anchorIndex;
    one.least = one.at - (anchorIndex < 0 ? Instant{} : event(anchorIndex).at);
    one.most = one.least;
}

void Sketcher::anchor(SketchEvent& one)
{
    if (one.kind == SketchEvent::Kind::Arrival)
        anchorArrival(one);
    else if (one.kind == SketchEvent::Kind::Timer)
        anchorAt(one, anchorOfTimer(one));
}

void Sketcher::anchorArrival(SketchEvent& one)
{
    const TraceMessage& sent = message(one.n);
    const FileRule& rule = m_fileRules[static_cast<std::size_t>(one.n)];
    anchorAt(one, m_sentBy[static_cast<std::size_t>(one.n)]);
    if (rule.isFixed)
        return;
    const Freedom::Window window = m_freedom.window(sent.from, sent.to);
    one.delay = window.least;
    one.canLose = window.canLose;
    // A copy that the link made, or a message it held back, comes when it comes.
    const ReplayStep* later = stepOf(ReplayStep::Kind::Later, one.sending);
    if (one.least != window.least + (later ? later->by : rule.delay))
        return;
    one.least = window.least + rule.delay;
    one.most = window.most + rule.delay;
}

int Sketcher::anchorOfTimer(const SketchEvent& one)
{
    const int index = static_cast<int>(&one - m_sketch.events.data());
    if (const auto memory = m_memories.find({one.node, one.at}); memory != m_memories.end())
        return m_arrivals[static_cast<std::size_t>(memory->second)];
    if (const int setBy = setterOfFired(one); setBy >= 0)
        return setBy;
    for (const int n : m_sent[index]) {
        if (const int before = copyBefore(n); before != 0)
            return m_sentBy[static_cast<std::size_t>(before)];
        const int cause = message(n).causedBy;
        if (cause != 0 && m_arrivals[static_cast<std::size_t>(cause)] >= 0 && message(cause).to == one.node
            && message(cause).arrived < one.at)
            return m_arrivals[static_cast<std::size_t>(cause)];
        if (const int invite = inviteBefore(message(n), one.at); invite >= 0)
            return invite;
    }
    int before = -1;
    for (const int i : m_sketch.atNode[static_cast<std::size_t>(one.node)]) {
        if (event(i).at < one.at)
            before = i;
    }
    return before;
}

int Sketcher::setterOfFired(const SketchEvent& one)
{
    for (const TimerChange& fired : m_trace.timers) {
        if (fired.what != TimerChange::What::Fired || fired.node != one.node || fired.at != one.at)
            continue;
        int setter = -1;
        for (const TimerChange& set : m_trace.timers) {
            if (set.what == TimerChange::What::Set && set.node == fired.node && set.machine == fired.machine
                && set.name == fired.name && set.at < fired.at && fired.at <= set.due && set.due - fired.at < 1ms)
                setter = lastAt(set.node, set.at);
        }
        if (setter >= 0)
            return setter;
    }
    return -1;
}

int Sketcher::copyBefore(int n) const
{
    const int first = message(n).retransmissionOf;
    if (first == 0)
        return 0;
    int before = first;
    for (int i = first + 1; i < n; ++i) {
        if (message(i).retransmissionOf == first)
            before = i;
    }
    return before;
}

int Sketcher::inviteBefore(const TraceMessage& response, Instant when) const
{
    if (response.isRequest())
        return -1;
    for (const TraceMessage& invite : m_trace.messages) {
        if (invite.isRequest() && invite.to == response.from && invite.branch == response.branch
            && invite.method == response.cseqMethod && invite.arrived && *invite.arrived <= when)
            return m_arrivals[static_cast<std::size_t>(invite.n)];
    }
    return -1;
}

void Sketcher::noteStoppedTimers()
{
    for (qsizetype i = 0; i < m_trace.timers.size(); ++i) {
        const TimerChange& stopped = m_trace.timers.at(i);
        if (stopped.what != TimerChange::What::Stopped)
            continue;
        for (qsizetype j = i - 1; j >= 0; --j) {
            const TimerChange& set = m_trace.timers.at(j);
            if (set.node != stopped.node || set.machine != stopped.machine || set.name != stopped.name)
                continue;
            if (set.what == TimerChange::What::Set)
                addStopped(lastAt(set.node, set.at), set.due - set.at, lastAt(stopped.node, stopped.at));
            break;
        }
    }
}

void Sketcher::addStopped(int setBy, Duration lag, int stoppedBy)
{
    if (setBy >= 0 && stoppedBy > setBy)
        m_sketch.timers.push_back({setBy, lag, stoppedBy});
}

void Sketcher::noteRinging()
{
    for (const TraceMessage& invite : m_trace.messages) {
        const int arrival = m_arrivals[static_cast<std::size_t>(invite.n)];
        if (invite.method != "INVITE" || invite.retransmissionOf != 0 || arrival < 0
            || roleOf(invite.to) != Role::Callee)
            continue;
        const CalleeSettings& callee = m_scenario.nodes.at(invite.to).callee;
        const int end = arrivalAfter(invite.to, arrival, [&](const TraceMessage& other) {
            return other.callId == invite.callId && (other.method == "CANCEL" || other.method == "BYE");
        });
        if (end < 0)
            continue;
        const auto reject = callee.reject ? std::optional(callee.reject->after) : std::nullopt;
        for (const std::optional<Duration>& lag : {callee.ring, callee.answer, reject}) {
            if (lag && event(arrival).at + *lag >= event(end).at)
                addStopped(arrival, *lag, end);
        }
    }
}

void Sketcher::noteCopies()
{
    std::map<int, std::pair<int, int>> copies; // first → last, how many
    for (const TraceMessage& sent : m_trace.messages) {
        const bool isRepeated = sent.isRequest() ? sent.method != "ACK" : sent.isFinal() && sent.cseqMethod == "INVITE";
        if (!isRepeated || roleOf(sent.from) == Role::Proxy)
            continue;
        auto& [last, count] = copies[sent.retransmissionOf != 0 ? sent.retransmissionOf : sent.n];
        last = sent.n;
        ++count;
    }
    for (const auto& [first, lastAndCount] : copies)
        noteCopy(message(lastAndCount.first), lastAndCount.second);
}

void Sketcher::noteCopy(const TraceMessage& last, int count)
{
    const TimerValues& timers = m_scenario.nodes.at(last.from).timers;
    Duration wait = timers.T1 * (1 << std::min(count - 1, 7));
    if (last.method != "INVITE")
        wait = std::min(wait, timers.T2);
    const int sentBy = m_sentBy[static_cast<std::size_t>(last.n)];
    const int end = arrivalAfter(last.from, sentBy, [&](const TraceMessage& other) {
        if (other.callId != last.callId || other.cseq != last.cseq)
            return false;
        return last.isRequest() ? !other.isRequest() && other.cseqMethod == last.method : other.method == "ACK";
    });
    if (end >= 0)
        addStopped(sentBy, wait, end);
}

} // namespace siprace
