#include "rules/Checks.h"

#include <algorithm>

namespace siprace {

namespace {

/// RFC 3261 §17.1.1.2: whatever T1 is; over TCP nothing.
Duration timerD(const TraceMessage& failure)
{
    return failure.connection == 0 ? Duration(32s) : Duration(1us);
}

/// Failure responses that reached the client within Timer D of the first one, in order of arrival.
std::vector<int> failuresInTime(const TraceIndex& index, const TransactionView& invite)
{
    std::vector<int> failures;
    for (const int n : invite.responses) {
        if (index.message(n).status >= 300 && index.message(n).arrived)
            failures.push_back(n);
    }
    std::ranges::stable_sort(failures, {}, [&](int n) { return *index.message(n).arrived; });
    std::erase_if(failures, [&](int n) {
        return *index.message(n).arrived - *index.message(failures.front()).arrived
            >= timerD(index.message(failures.front()));
    });
    return failures;
}

bool hasAck(const TraceIndex& index, const TransactionView& invite, int failure)
{
    const TraceMessage& message = index.message(failure);
    return std::ranges::any_of(invite.acks, [&](int ack) {
        return index.causeOf(ack) == failure
            || (index.causeOf(ack) == 0 && index.message(ack).sent >= *message.arrived);
    });
}

/// The first response that succeeded ended the transaction: what comes after is no business of its ACK.
bool hasSucceeded(const TraceIndex& index, const TransactionView& invite, int failure)
{
    return std::ranges::any_of(invite.responses, [&](int n) {
        const TraceMessage& response = index.message(n);
        return response.isSuccess() && response.arrived && *response.arrived <= *index.message(failure).arrived;
    });
}

/// The client had considered the INVITE over before this arrived: 64*T1 after its CANCEL (RFC 3261 §9.1), or after an
/// INVITE that nothing had answered (Timer B).
bool hadGivenUp(const TraceIndex& index, const TransactionView& invite, const TraceMessage& failure)
{
    const Duration patience = index.timersOf(invite.client).T1x64() - 50ms;
    if (invite.cancel >= 0) {
        const TransactionView& cancel = index.transactions()[static_cast<std::size_t>(invite.cancel)];
        return cancel.first() != 0 && *failure.arrived - index.message(cancel.first()).sent >= patience;
    }
    const bool wasAnswered = std::ranges::any_of(invite.responses,
        [&](int n) { return index.message(n).arrived && *index.message(n).arrived < *failure.arrived; });
    return !wasAnswered && *failure.arrived - index.message(invite.first()).sent >= patience;
}

void checkFailuresOf(const TraceIndex& index, const TransactionView& invite, FindingSink& findings)
{
    const std::vector<int> failures = failuresInTime(index, invite);
    if (failures.empty() || hasSucceeded(index, invite, failures.front()))
        return;
    const TraceMessage& first = index.message(failures.front());
    if (hadGivenUp(index, invite, first))
        return;
    const Instant since = index.message(invite.first()).sent;
    const auto unacked = std::ranges::find_if(failures, [&](int n) { return !hasAck(index, invite, n); });
    if (unacked == failures.end() || index.wentDown(invite.client, since, *index.message(*unacked).arrived))
        return;
    const TraceMessage& message = index.message(*unacked);
    const QString client = index.name(invite.client);
    FindingDraft draft{u"R-106", invite.client, QStringLiteral("No ACK for the %1").arg(message.status), {},
        words::messages({first.n, message.n}), true};
    if (message.n == first.n) {
        draft.text = QStringLiteral("The %1 of %2 reached %3 at %4 and got no ACK.")
                         .arg(message.status)
                         .arg(index.name(invite.server), client, words::ms(*message.arrived));
    } else {
        // With its transaction gone it is a stray; with the transaction there the ACK was simply not repeated.
        draft.rule = message.isStray ? u"R-107" : u"R-108";
        draft.text
            = QStringLiteral("The %1 of %2 came to %3 again at %4, %5 after the first, and got no ACK; 32 s were due.")
                  .arg(message.status)
                  .arg(index.name(invite.server), client, words::ms(*message.arrived),
                      words::ms(*message.arrived - *first.arrived));
    }
    if (wasCutShort(index, *message.arrived))
        findings.observed(std::move(draft), Severity::Unknown);
    else
        findings.broken(std::move(draft));
}

} // namespace

/// A failure response is acknowledged by the next hop, and again for each copy, for 32 s. RFC 3261 §17.1.1.2.
void checkUnackedFailure(const TraceIndex& index, const Outcome&, FindingSink& findings)
{
    for (const TransactionView& invite : index.transactions()) {
        if (invite.method == "INVITE" && !invite.requests.empty())
            checkFailuresOf(index, invite, findings);
    }
}

} // namespace siprace
