#include "rules/Checks.h"

namespace siprace {

namespace {

int finalOfCancel(const TraceIndex& index, const TransactionView& cancel)
{
    return index.finalOf(cancel);
}

} // namespace

/// A callee that was cancelled in time answers the INVITE with 487 at once. RFC 3261 §9.2.
void checkMissing487(const TraceIndex& index, const Outcome&, FindingSink& findings)
{
    for (const TransactionView& cancel : index.transactions()) {
        if (cancel.method != "CANCEL" || cancel.invite < 0 || index.isProxy(cancel.server))
            continue;
        const int arrival = firstArrival(index, cancel.requests);
        const int answer = finalOfCancel(index, cancel);
        if (arrival == 0 || answer == 0 || isCancelTooLate(index, cancel))
            continue;
        const int final = index.finalOf(index.transactions()[static_cast<std::size_t>(cancel.invite)]);
        const QString callee = index.name(cancel.server);
        FindingDraft draft{u"R-310", cancel.server, QStringLiteral("No 487 after the CANCEL"), {},
            words::messages({arrival, answer, final})};
        if (index.message(answer).status == 481) {
            draft.rule = u"R-005";
            draft.title = QStringLiteral("481 to a CANCEL that matched");
            draft.text = QStringLiteral("%1 answered the CANCEL with 481 at %2 although its INVITE was pending.")
                             .arg(callee, words::ms(index.message(answer).sent));
            findings.broken(std::move(draft));
        } else if (final == 0) {
            draft.text = QStringLiteral("%1 answered the CANCEL at %2 and never its INVITE.")
                             .arg(callee, words::ms(index.message(answer).sent));
            if (wasCutShort(index, index.message(answer).sent))
                findings.observed(std::move(draft), Severity::Unknown);
            else
                findings.broken(std::move(draft));
        } else if (index.message(final).status != 487) {
            draft.text = QStringLiteral("%1 was cancelled at %2 and answered its INVITE with %3 at %4; 487 was due.")
                             .arg(callee, words::ms(*index.message(arrival).arrived))
                             .arg(index.message(final).status)
                             .arg(words::ms(index.message(final).sent));
            findings.broken(std::move(draft));
        }
    }
}

} // namespace siprace
