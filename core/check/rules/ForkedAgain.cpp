#include "rules/Checks.h"

namespace siprace {

namespace {

/// INVITEs that leave because of a copy of one that was already forked.
QList<int> newBranchesOf(const TraceIndex& index, int copy)
{
    QList<int> branches;
    for (const int effect : index.effectsOf(copy)) {
        if (index.message(effect).method == "INVITE" && index.message(effect).retransmissionOf == 0)
            branches.append(effect);
    }
    return branches;
}

} // namespace

/// A retransmitted INVITE that starts a second fork. RFC 3261 §16.2; RFC 6026 §7.1.
void checkForkedAgain(const TraceIndex& index, const Outcome&, FindingSink& findings)
{
    for (const TransactionView& invite : index.transactions()) {
        if (invite.method != "INVITE" || invite.requests.size() < 2 || !index.isProxy(invite.server))
            continue;
        const int first = firstArrival(index, invite.requests);
        for (const int copy : invite.requests) {
            const QList<int> branches = copy == first || first == 0 ? QList<int>() : newBranchesOf(index, copy);
            if (branches.isEmpty())
                continue;
            const Instant known = *index.message(first).arrived;
            const Instant again = *index.message(copy).arrived;
            FindingDraft draft{u"R-142", invite.server, QStringLiteral("A copy of the INVITE was forked again"),
                QStringLiteral("The INVITE of %1 came to %2 again after %3 and was taken for a new call.")
                    .arg(index.name(invite.client), index.name(invite.server), words::ms(again - known)),
                QList<int>{copy} + branches};
            if (index.wentDown(invite.server, known, again)) {
                draft.rule = u"R-201";
                draft.text.chop(1);
                draft.text += QStringLiteral(", since it had lost its memory in between.");
                findings.observed(std::move(draft), Severity::Note);
            } else {
                findings.broken(std::move(draft));
            }
        }
    }
}

} // namespace siprace
