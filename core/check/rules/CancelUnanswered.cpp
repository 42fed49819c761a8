#include "rules/Checks.h"

namespace siprace {

namespace {

/// Which rule an unanswered CANCEL breaks depends on who ignored it, and on what that node still knew.
QStringView ruleOfSilence(const TraceIndex& index, const TransactionView& cancel, int arrival)
{
    const int invite = cancel.invite < 0 ? 0 : index.transactions()[static_cast<std::size_t>(cancel.invite)].first();
    const Instant since = invite != 0 ? index.message(invite).sent : Instant{};
    const bool hasForgotten
        = cancel.invite < 0 || index.wentDown(cancel.server, since, *index.message(arrival).arrived);
    if (index.isProxy(cancel.server))
        return hasForgotten ? u"R-315" : u"R-313";
    return hasForgotten ? u"R-309" : u"R-310";
}

} // namespace

/// A CANCEL that arrived and got no answer at all. RFC 3261 §9.2, §16.10.
void checkCancelUnanswered(const TraceIndex& index, const Outcome&, FindingSink& findings)
{
    for (const TransactionView& cancel : index.transactions()) {
        if (cancel.method != "CANCEL" || cancel.requests.empty() || !cancel.responses.empty())
            continue;
        const int arrival = firstArrival(index, cancel.requests);
        FindingDraft draft{u"R-307", cancel.client, QStringLiteral("CANCEL was never answered"), {},
            QList<int>(cancel.requests.begin(), cancel.requests.end())};
        const QString sent = QStringLiteral("%1 sent its CANCEL to %2 %3 from %4 on")
                                 .arg(index.name(cancel.client), index.name(cancel.server),
                                     words::times(static_cast<qsizetype>(cancel.requests.size())),
                                     words::ms(index.message(cancel.first()).sent));
        if (arrival == 0) {
            draft.text = sent + QStringLiteral(", and none arrived.");
            findings.observed(std::move(draft), Severity::Note);
            continue;
        }
        draft.rule = ruleOfSilence(index, cancel, arrival);
        draft.node = cancel.server;
        draft.needsReceipt = true;
        draft.text = sent + QStringLiteral(" and got no answer.");
        const bool wasCutShort = index.end() - *index.message(arrival).arrived < 50ms
            || (index.trace().ended != u"settled" && index.end() - index.message(cancel.first()).sent < 500ms);
        if (wasCutShort)
            findings.observed(std::move(draft), Severity::Unknown);
        else
            findings.broken(std::move(draft));
    }
}

} // namespace siprace
