#include "rules/Checks.h"

#include <algorithm>

namespace siprace {

namespace {

bool isOnTheWay(const TraceIndex& index, const DialogView& dialog)
{
    return std::ranges::any_of(index.trace().messages, [&](const TraceMessage& message) {
        return message.fate == Fate::InFlight && index.dialogOf(message.n) == &dialog
            && (message.method == "ACK" || message.cseqMethod == "INVITE");
    });
}

/// Whether the caller acknowledged it, and its ACK was not let out: its Route or target leads to no node of the run.
bool isAckRefused(const TraceIndex& index, const DialogView& dialog, int caller)
{
    return std::ranges::any_of(index.trace().decisions, [&](const Decision& decision) {
        return decision.node == caller && decision.message != 0 && decision.why.text.startsWith(u"Not sent: ACK ")
            && index.dialogOf(decision.message) == &dialog;
    });
}

/// The proxy that kept the answer from the caller, -1 when none did.
int proxyThatDropped(const TraceIndex& index, const DialogView& dialog)
{
    for (const TraceMessage& message : index.trace().messages) {
        if (index.dialogOf(message.n) == &dialog && isDropped2xx(index, message.n))
            return message.to;
    }
    return -1;
}

/// The reading by which the caller may ignore this answer: it came after a failure had ended the INVITE, or more than
/// 64*T1 after the first answer (RFC 3261 §13.2.2.3, §13.2.2.4). Empty when it may not.
QStringView excuseOf(const TraceIndex& index, const DialogView& dialog)
{
    const CallView& call = index.calls()[static_cast<std::size_t>(dialog.call)];
    const Instant came = *index.message(firstArrival(index, dialog.deliveries)).arrived;
    for (const int other : call.dialogs) {
        const int first = firstArrival(index, index.dialogs()[static_cast<std::size_t>(other)].deliveries);
        if (first != 0 && came - *index.message(first).arrived >= index.timersOf(call.caller).T1x64() - 50ms)
            return u"R-907";
    }
    for (const int invite : call.invites) {
        const TransactionView& transaction = index.transactions()[static_cast<std::size_t>(invite)];
        const bool hasFailed = std::ranges::any_of(transaction.responses, [&](int n) {
            const TraceMessage& response = index.message(n);
            return response.status >= 300 && response.cseq == index.message(dialog.answers.front()).cseq
                && response.arrived && *response.arrived < came;
        });
        if (hasFailed)
            return u"R-902";
    }
    return {};
}

QString fateOfOrphan(const TraceIndex& index, const DialogView& dialog)
{
    const QString callee = index.name(dialog.callee);
    const TraceMessage& first = index.message(dialog.answers.front());
    QString text = QStringLiteral("%1 answered at %2 and no ACK ever reached it; it sent its %3 %4")
                       .arg(callee, words::ms(first.sent))
                       .arg(first.status)
                       .arg(words::times(static_cast<qsizetype>(dialog.answers.size())));
    if (dialog.endAtCallee)
        text += QStringLiteral(" and the dialog ended after %1").arg(words::ms(*dialog.endAtCallee - first.sent));
    else
        text += QStringLiteral(" and the dialog was still there %1 later, at the end of the run")
                    .arg(words::ms(index.end() - first.sent));
    return text;
}

} // namespace

/// A callee that answered and never heard an ACK. RFC 3261 §13.2.2.4, §13.3.1.4.
void checkOrphanDialog(const TraceIndex& index, const Outcome&, FindingSink& findings)
{
    for (const DialogView& dialog : index.dialogs()) {
        if (!dialog.acks.empty() || (isGoingOn(index) && !dialog.endAtCallee))
            continue; // it has its ACK, or may still get it
        const int caller = index.calls()[static_cast<std::size_t>(dialog.call)].caller;
        FindingDraft draft{u"R-406", caller, QStringLiteral("%1 was never acknowledged").arg(index.name(dialog.callee)),
            fateOfOrphan(index, dialog), QList<int>(dialog.answers.begin(), dialog.answers.end())};
        const int proxy = proxyThatDropped(index, dialog);
        if (isOnTheWay(index, dialog)) {
            draft.text += QStringLiteral("; the run ended before its ACK could arrive.");
            findings.observed(std::move(draft), Severity::Unknown);
        } else if (isAckRefused(index, dialog, caller)) {
            draft.text
                += QStringLiteral(": the ACK of %1 was to go where nothing of this run may.").arg(index.name(caller));
            findings.observed(std::move(draft), Severity::Warning);
        } else if (!dialog.callerAcks.empty()) {
            draft.text += QStringLiteral(": every ACK of %1 was lost.").arg(index.name(caller));
            findings.observed(std::move(draft), Severity::Warning);
        } else if (const QStringView excuse = dialog.deliveries.empty() ? QStringView() : excuseOf(index, dialog);
                   !excuse.isEmpty()) {
            draft.rule = excuse;
            draft.text += QStringLiteral(": its answer reached %1 when its INVITE had long been over.")
                              .arg(index.name(caller));
            findings.observed(std::move(draft), Severity::Warning);
        } else if (!dialog.deliveries.empty()) {
            draft.text += QStringLiteral(": %1 had its answer and sent no ACK for it.").arg(index.name(caller));
            draft.needsReceipt = true;
            findings.broken(std::move(draft));
        } else if (proxy >= 0) {
            draft.node = proxy;
            draft.text += QStringLiteral(": %1 kept its answer from %2.").arg(index.name(proxy), index.name(caller));
            findings.broken(std::move(draft), Severity::Warning); // the drop itself is judged by its own rule
        } else {
            draft.text += QStringLiteral(": its answer never reached %1.").arg(index.name(caller));
            findings.observed(std::move(draft), Severity::Warning);
        }
    }
}

} // namespace siprace
