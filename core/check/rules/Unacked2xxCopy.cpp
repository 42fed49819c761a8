#include "rules/Checks.h"

#include <algorithm>

namespace siprace {

namespace {

bool isAcknowledged(const TraceIndex& index, int answer)
{
    return std::ranges::any_of(
        index.effectsOf(answer), [&](int effect) { return index.message(effect).method == "ACK"; });
}

} // namespace

/// Each copy of a 2xx is acknowledged, for 64*T1. RFC 3261 §13.2.2.4.
void checkUnacked2xxCopy(const TraceIndex& index, const Outcome&, FindingSink& findings)
{
    for (const DialogView& dialog : index.dialogs()) {
        if (dialog.deliveries.empty() || dialog.callerAcks.empty())
            continue; // never acknowledged at all is another matter
        const int caller = index.calls()[static_cast<std::size_t>(dialog.call)].caller;
        const Instant first = *index.message(firstArrival(index, dialog.deliveries)).arrived;
        const Instant until
            = std::min(first + index.timersOf(caller).T1x64(), dialog.endAtCaller.value_or(TraceIndex::never));
        QList<int> unacked;
        for (const int n : dialog.deliveries) {
            const Instant arrived = *index.message(n).arrived;
            if (arrived < until && !isAcknowledged(index, n) && !index.wentDown(caller, first, arrived))
                unacked.append(n);
        }
        if (unacked.isEmpty())
            continue;
        FindingDraft draft{u"R-408", caller, QStringLiteral("A copy of the 2xx was not acknowledged"),
            QStringLiteral("%1 got the 2xx of %2 again and sent no ACK for it, %3, first at %4.")
                .arg(index.name(caller), index.name(dialog.callee), words::times(unacked.size()),
                    words::ms(*index.message(unacked.first()).arrived)),
            unacked, true};
        if (index.knowsCauses() && wasCutShort(index, *index.message(unacked.first()).arrived))
            findings.observed(std::move(draft), Severity::Unknown);
        else if (index.knowsCauses())
            findings.broken(std::move(draft));
        else if (dialog.callerAcks.size() < dialog.deliveries.size())
            findings.observed(std::move(draft), Severity::Unknown);
    }
}

} // namespace siprace
