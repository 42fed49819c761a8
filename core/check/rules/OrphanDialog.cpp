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

/// The proxy that kept the answer from the caller, -1 when none did.
int proxyThatDropped(const TraceIndex& index, const DialogView& dialog)
{
    for (const TraceMessage& message : index.trace().messages) {
        if (index.dialogOf(message.n) == &dialog && isDropped2xx(index, message.n))
            return message.to;
    }
    return -1;
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
        if (!dialog.acks.empty())
            continue;
        const int caller = index.calls()[static_cast<std::size_t>(dialog.call)].caller;
        FindingDraft draft{u"R-406", caller, QStringLiteral("%1 was never acknowledged").arg(index.name(dialog.callee)),
            fateOfOrphan(index, dialog), QList<int>(dialog.answers.begin(), dialog.answers.end())};
        const int proxy = proxyThatDropped(index, dialog);
        if (isOnTheWay(index, dialog)) {
            draft.text += QStringLiteral("; the run ended before its ACK could arrive.");
            findings.observed(std::move(draft), Severity::Unknown);
        } else if (!dialog.callerAcks.empty()) {
            draft.text += QStringLiteral(": every ACK of %1 was lost.").arg(index.name(caller));
            findings.observed(std::move(draft), Severity::Warning);
        } else if (!dialog.deliveries.empty()) {
            draft.text += QStringLiteral(": %1 had its answer and sent no ACK for it.").arg(index.name(caller));
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
