#include "rules/Checks.h"

#include <algorithm>
#include <span>

namespace siprace {

namespace {

/// How the intervals between copies of one message grow.
struct Backoff
{
    QStringView rule;
    Duration T1;
    Duration T2;
    bool isCapped = true;

    [[nodiscard]] Duration interval(int k) const
    {
        Duration length = T1;
        for (int i = 0; i < k && (!isCapped || length < T2); ++i)
            length *= 2;
        return isCapped ? std::min(length, T2) : length;
    }
};

/// rules.md: endpoints' timers may be 1 ms early and 5 ms late; on a real clock 50 ms.
struct Tolerance
{
    Duration early;
    Duration late;
};

Tolerance toleranceOf(const Trace& trace)
{
    return trace.clock == u"virtual" ? Tolerance{1ms, 5ms} : Tolerance{50ms, 50ms};
}

/// Copies that only a timer can have sent; what a copy of the request or a forwarded response caused is no timer's.
std::vector<int> timedCopies(const TraceIndex& index, std::span<const int> all, int sender)
{
    std::vector<int> copies;
    for (const int n : all) {
        const TraceMessage& message = index.message(n);
        if (message.from != sender)
            continue;
        if (message.retransmissionOf == 0 || index.causeOf(n) == 0)
            copies.push_back(n);
    }
    return copies;
}

/// Over TCP a transaction sends nothing twice: Timers A, E and G are off. The 2xx of an endpoint is another matter.
bool isRepeatedOnStream(const TraceIndex& index, std::span<const int> copies, QStringView rule, FindingSink& findings)
{
    if (copies.size() < 2 || index.message(copies[1]).connection == 0 || rule == u"R-453")
        return false;
    const TraceMessage& message = index.message(copies[1]);
    const QStringView broken = rule == u"R-102" ? QStringView(u"R-101")
        : rule == u"R-162"                      ? QStringView(u"R-161")
                                                : rule;
    findings.broken({broken, message.from, QStringLiteral("%1 came again over TCP").arg(words::what(message)),
        QStringLiteral("%1 repeated its %2 to %3 over TCP, where no transaction sends anything twice.")
            .arg(index.name(message.from), words::what(message), index.name(message.to)),
        {copies[0], copies[1]}});
    return true;
}

void checkIntervals(const TraceIndex& index, std::span<const int> copies, const Backoff& backoff, FindingSink& findings)
{
    if (isRepeatedOnStream(index, copies, backoff.rule, findings))
        return;
    const Tolerance tolerance = toleranceOf(index.trace());
    // Nobody says what timers the nodes of an imported trace have: its first interval has to do for T1.
    const bool knowsTimers = !index.trace().policy.isEmpty();
    Backoff expected = backoff;
    for (std::size_t k = 1; k < copies.size(); ++k) {
        const TraceMessage& message = index.message(copies[k]);
        const Duration found = message.sent - index.message(copies[k - 1]).sent;
        if (k == 1 && !knowsTimers)
            expected.T1 = found;
        const Duration due = expected.interval(static_cast<int>(k) - 1);
        if (found >= due - tolerance.early && found <= due + tolerance.late)
            continue;
        FindingDraft draft{backoff.rule, message.from,
            QStringLiteral("%1 came again at another time").arg(words::what(message)),
            QStringLiteral("%1 repeated its %2 to %3 after %4 where %5 were due.")
                .arg(index.name(message.from), words::what(message), index.name(message.to), words::ms(found),
                    words::ms(due)),
            {copies[k - 1], copies[k]}};
        if (knowsTimers)
            findings.broken(std::move(draft));
        else
            findings.observed(std::move(draft), Severity::Unknown);
        return; // the later ones follow from it
    }
}

/// Final responses to an INVITE, one series a To tag.
void checkFinals(
    const TraceIndex& index, const TransactionView& invite, const TimerValues& timers, FindingSink& findings)
{
    std::vector<int> finals;
    std::ranges::copy_if(
        invite.responses, std::back_inserter(finals), [&](int n) { return index.message(n).isFinal(); });
    for (const int first : finals) {
        if (index.message(first).retransmissionOf != 0)
            continue;
        std::vector<int> series;
        std::ranges::copy_if(finals, std::back_inserter(series),
            [&](int n) { return n == first || index.message(n).retransmissionOf == first; });
        if (series.size() < 2 || (index.causeOf(first) != 0 && !index.message(index.causeOf(first)).isRequest()))
            continue; // alone, or forwarded
        const QStringView rule = index.message(first).isSuccess() ? u"R-453" : u"R-136";
        checkIntervals(index, timedCopies(index, series, invite.server), {rule, timers.T1, timers.T2}, findings);
    }
}

/// Copies of a request up to the first provisional response, which changes the series.
std::vector<int> requestSeries(const TraceIndex& index, const TransactionView& transaction)
{
    std::vector<int> series = timedCopies(index, transaction.requests, transaction.client);
    Instant until = TraceIndex::never;
    for (const int n : transaction.responses)
        until = index.message(n).arrived ? std::min(until, *index.message(n).arrived) : until;
    std::erase_if(series, [&](int n) { return index.message(n).sent > until; });
    return series;
}

} // namespace

/// Timers A, E, G and the callee core's 2xx copies. RFC 3261 §17.1.1.2, §17.1.2.2, §17.2.1, §13.3.1.4.
void checkRetransmissionTimes(const TraceIndex& index, const Outcome& outcome, FindingSink& findings)
{
    if (outcome.retransmissions == 0)
        return;
    for (const TransactionView& transaction : index.transactions()) {
        const bool isInvite = transaction.method == "INVITE";
        if (transaction.method != "ACK" && transaction.requests.size() > 1) {
            const TimerValues timers = index.timersOf(transaction.client);
            const QStringView rule = isInvite ? u"R-102" : u"R-162";
            checkIntervals(index, requestSeries(index, transaction), {rule, timers.T1, timers.T2, !isInvite}, findings);
        }
        if (isInvite && transaction.responses.size() > 1)
            checkFinals(index, transaction, index.timersOf(transaction.server), findings);
    }
}

} // namespace siprace
