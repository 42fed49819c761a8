#include "rules/Checks.h"

#include <algorithm>

namespace siprace {

namespace {

/// Copies that a timer sent after the answer `since` had arrived at their sender.
QList<int> copiesAfter(const TraceIndex& index, const std::vector<int>& copies, int since)
{
    QList<int> late;
    for (const int n : copies) {
        const TraceMessage& copy = index.message(n);
        if (since != 0 && copy.retransmissionOf != 0 && index.causeOf(n) == 0
            && *index.message(since).arrived < copy.sent)
            late.append(n);
    }
    return late;
}

void tellLateCopies(const TraceIndex& index, QStringView rule, const QList<int>& late, int since, FindingSink& findings)
{
    if (late.isEmpty())
        return;
    const TraceMessage& first = index.message(late.first());
    const TraceMessage& answer = index.message(since);
    findings.broken(
        {rule, first.from, QStringLiteral("%1 came again after the %2").arg(words::what(first), words::what(answer)),
            QStringLiteral("%1 sent its %2 again, %3, although the %4 had reached it at %5.")
                .arg(index.name(first.from), words::what(first), words::times(late.size()), words::what(answer),
                    words::ms(*answer.arrived)),
            QList<int>{since} + late, true});
}

/// The first response that arrived and satisfies `wanted`.
template <class Wanted> int firstResponse(const TraceIndex& index, const TransactionView& transaction, Wanted wanted)
{
    std::vector<int> candidates;
    std::ranges::copy_if(
        transaction.responses, std::back_inserter(candidates), [&](int n) { return wanted(index.message(n)); });
    return firstArrival(index, candidates);
}

} // namespace

/// Copies end when the answer is there: RFC 3261 §17.1.1.2, §17.1.2.2, §17.2.1, §13.3.1.4.
void checkRetransmitsTooLong(const TraceIndex& index, const Outcome& outcome, FindingSink& findings)
{
    if (outcome.retransmissions == 0)
        return;
    for (const TransactionView& transaction : index.transactions()) {
        const bool isInvite = transaction.method == "INVITE";
        if (transaction.requests.size() > 1 && transaction.method != "ACK") {
            const int answer = firstResponse(
                index, transaction, [isInvite](const TraceMessage& message) { return isInvite || message.isFinal(); });
            tellLateCopies(index, isInvite ? u"R-103" : u"R-165", copiesAfter(index, transaction.requests, answer),
                answer, findings);
        }
        const int ack = isInvite ? firstArrival(index, transaction.acks) : 0;
        std::vector<int> failures;
        std::ranges::copy_if(
            transaction.responses, std::back_inserter(failures), [&](int n) { return index.message(n).status >= 300; });
        tellLateCopies(index, u"R-138", copiesAfter(index, failures, ack), ack, findings);
    }
    for (const DialogView& dialog : index.dialogs()) {
        std::vector<int> acks;
        std::ranges::copy_if(dialog.acks, std::back_inserter(acks),
            [&](int n) { return index.message(n).cseq == index.message(dialog.answers.front()).cseq; });
        const int ack = firstArrival(index, acks);
        tellLateCopies(index, u"R-454", copiesAfter(index, dialog.answers, ack), ack, findings);
    }
}

} // namespace siprace
