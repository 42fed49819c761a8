#include "rules/Checks.h"

#include <algorithm>

namespace siprace {

namespace {

/// The dialogs of a call whose 2xx was acknowledged with another tag, told as one finding a dialog.
void tellWrongTags(const TraceIndex& index, const DialogView& dialog, FindingSink& findings)
{
    FindingDraft draft{u"R-407", index.calls()[static_cast<std::size_t>(dialog.call)].caller, {}, {}, {}};
    int acks = 0;
    Instant firstSent;
    QString wrongCallee;
    for (const TraceMessage& message : index.trace().messages) {
        const int answer
            = message.method == "ACK" && isMisroutedAck(index, message.n) ? causing2xx(index, message.n) : 0;
        if (answer == 0 || index.dialogOf(answer) != &dialog || index.message(answer).toTag == message.toTag)
            continue;
        if (acks++ == 0)
            firstSent = message.sent;
        draft.messages += {answer, message.n};
        wrongCallee = index.name(message.to);
    }
    if (acks == 0)
        return;
    std::ranges::sort(draft.messages);
    draft.title = QStringLiteral("ACK for %1 went to %2").arg(index.name(dialog.callee), wrongCallee);
    draft.text
        = QStringLiteral("%1 acknowledged the 2xx of %2 with another dialog's tag, %3, first at %5; the ACK went to "
                         "%4, and %2 goes on waiting for its own.")
              .arg(index.name(draft.node), index.name(dialog.callee), words::times(acks), wrongCallee,
                  words::ms(firstSent));
    findings.broken(std::move(draft));
}

} // namespace

/// An ACK that carries the tag of another answer than the one it acknowledges, or that meets no dialog. RFC 3261
/// §13.2.2.4, §12.2.1.1.
void checkAckWrongLeg(const TraceIndex& index, const Outcome& outcome, FindingSink& findings)
{
    if (outcome.misroutedAcks == 0)
        return;
    for (const DialogView& dialog : index.dialogs())
        tellWrongTags(index, dialog, findings);
    for (const TraceMessage& message : index.trace().messages) {
        if (message.method != "ACK" || !isMisroutedAck(index, message.n))
            continue;
        const int answer = causing2xx(index, message.n);
        if (answer != 0 && index.message(answer).toTag != message.toTag)
            continue;
        findings.observed(
            {u"R-910", message.to, QStringLiteral("ACK without a dialog"),
                QStringLiteral("An ACK reached %1 at %2, which has no dialog with its tag; it is dropped in silence.")
                    .arg(index.name(message.to), words::ms(*message.arrived)),
                {message.n}},
            Severity::Note);
    }
}

} // namespace siprace
