#include "rules/Checks.h"

#include <algorithm>

namespace siprace {

/// A callee that waited 64*T1 for its ACK hangs up; some just go away. RFC 3261 §13.3.1.4.
void checkUnackedSilence(const TraceIndex& index, const Outcome&, FindingSink& findings)
{
    for (const DialogView& dialog : index.dialogs()) {
        const Instant answered = index.message(dialog.answers.front()).sent;
        const Instant due = answered + index.timersOf(dialog.callee).T1x64();
        const bool hasEnded = dialog.endAtCallee && *dialog.endAtCallee < due - 50ms;
        if (!dialog.acks.empty() || !dialog.byes.empty() || hasEnded || index.wentDown(dialog.callee, answered, due))
            continue;
        FindingDraft draft{u"R-455", dialog.callee,
            QStringLiteral("%1 gave up in silence").arg(index.name(dialog.callee)),
            QStringLiteral("%1 got no ACK for its answer at %2 and sent no BYE when 64*T1 was over.")
                .arg(index.name(dialog.callee), words::ms(answered)),
            {dialog.answers.front()}};
        if (index.end() >= due - 50ms)
            findings.broken(std::move(draft));
    }
}

} // namespace siprace
