#include "rules/Checks.h"

#include <algorithm>

namespace siprace {

namespace {

enum class CallEnd
{
    Cancelled,
    Answered, ///< elsewhere
    Failed
};

/// When the call was over for its caller.
struct CallOver
{
    Instant at;
    int message = 0; ///< the CANCEL as it arrived, or the first final response at the caller
    CallEnd end = CallEnd::Answered;

    [[nodiscard]] bool isCancelled() const { return end == CallEnd::Cancelled; }
};

QString wordOf(CallEnd end)
{
    if (end == CallEnd::Cancelled)
        return QStringLiteral("cancelled");
    return end == CallEnd::Answered ? QStringLiteral("answered elsewhere") : QStringLiteral("refused");
}

/// The first failure that ended an INVITE at its caller; a challenge only asks for another one. 0: none.
int failureOf(const TraceIndex& index, const TransactionView& invite)
{
    std::vector<int> failures;
    std::ranges::copy_if(invite.responses, std::back_inserter(failures), [&](int n) {
        const int status = index.message(n).status;
        return status >= 300 && status != 401 && status != 407;
    });
    return firstArrival(index, failures);
}

std::optional<CallOver> endOfSearch(const TraceIndex& index, const CallView& call)
{
    std::optional<CallOver> over;
    const auto take = [&](int n, CallEnd end) {
        if (n != 0 && (!over || *index.message(n).arrived < over->at))
            over = CallOver{*index.message(n).arrived, n, end};
    };
    for (const int i : call.invites) {
        const TransactionView& invite = index.transactions()[static_cast<std::size_t>(i)];
        if (invite.cancel >= 0)
            take(firstArrival(index, index.transactions()[static_cast<std::size_t>(invite.cancel)].requests),
                CallEnd::Cancelled);
        take(failureOf(index, invite), CallEnd::Failed);
    }
    for (const int dialog : call.dialogs)
        take(firstArrival(index, index.dialogs()[static_cast<std::size_t>(dialog)].deliveries), CallEnd::Answered);
    return over;
}

bool rangAndNeverStopped(const TraceIndex& index, const TransactionView& invite)
{
    const auto isRinging = [&](int n) { return index.message(n).isProvisional() && index.message(n).status > 100; };
    return invite.method == "INVITE" && !invite.requests.empty() && !invite.isInDialog
        && index.isUserAgent(invite.server) && index.isProxy(invite.client)
        && std::ranges::any_of(invite.responses, isRinging) && index.finalOf(invite) == 0;
}

/// A CANCEL that the proxy sent towards the phone, but not as one of its branch: stateless, after a restart.
bool wasForwardedStateless(const TraceIndex& index, const TransactionView& invite, const CallOver& over)
{
    return std::ranges::any_of(index.transactions(), [&](const TransactionView& cancel) {
        return cancel.method == "CANCEL" && cancel.invite < 0 && cancel.client == invite.client
            && !cancel.requests.empty() && index.message(cancel.first()).sent >= over.at;
    });
}

void tellUncancelled(const TraceIndex& index, const TransactionView& invite, const CallOver& over, FindingDraft draft,
    FindingSink& findings)
{
    const bool hasForgotten = index.wentDown(invite.client, index.message(invite.first()).sent, over.at);
    draft.rule = hasForgotten ? u"R-315" : u"R-314";
    if (!over.isCancelled())
        draft.rule = over.end == CallEnd::Answered ? u"R-275" : u"R-263";
    draft.text += QStringLiteral(": %1 sent it no CANCEL").arg(index.name(invite.client));
    draft.text += hasForgotten ? QStringLiteral(", having lost its memory.") : QStringLiteral(".");
    if (!hasForgotten) {
        findings.broken(std::move(draft));
    } else if (over.isCancelled() && wasForwardedStateless(index, invite, over)) {
        draft.text.chop(1);
        draft.text += QStringLiteral(", and what it forwarded has a branch that the phone does not know.");
        findings.observed(std::move(draft), Severity::Note);
    } else if (over.isCancelled()) {
        findings.broken(std::move(draft), QStringLiteral("unmatched-cancel"));
    } else {
        findings.observed(std::move(draft), Severity::Warning);
    }
}

} // namespace

/// A phone that still rings when nobody is calling any more. RFC 3261 §16.7 step 10, §16.10.
void checkLeftRinging(const TraceIndex& index, const Outcome&, FindingSink& findings)
{
    for (const TransactionView& invite : index.transactions()) {
        if (!rangAndNeverStopped(index, invite))
            continue;
        const auto over = endOfSearch(index, index.calls()[static_cast<std::size_t>(invite.call)]);
        if (!over)
            continue;
        FindingDraft draft{u"R-314", invite.client, QStringLiteral("%1 rings on").arg(index.name(invite.server)),
            QStringLiteral("%1 was still ringing %2 after the call had been %3")
                .arg(index.name(invite.server), words::ms(index.end() - over->at), wordOf(over->end)),
            words::messages({invite.first(), over->message})};
        if (wasCutShort(index, over->at)) {
            draft.text += QStringLiteral("; the run ended before anything could reach it.");
            findings.observed(std::move(draft), Severity::Unknown);
            continue;
        }
        if (invite.cancel < 0) {
            tellUncancelled(index, invite, *over, std::move(draft), findings);
            continue;
        }
        const TransactionView& cancel = index.transactions()[static_cast<std::size_t>(invite.cancel)];
        if (firstArrival(index, cancel.requests) != 0)
            continue; // it knows: what it makes of that is judged elsewhere
        draft.text += QStringLiteral(": the CANCEL of %1 never arrived.").arg(index.name(invite.client));
        draft.messages = words::messages({invite.first(), over->message, cancel.first()});
        findings.observed(std::move(draft), Severity::Warning);
    }
}

} // namespace siprace
