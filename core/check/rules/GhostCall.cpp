#include "rules/Checks.h"

namespace siprace {

/// A phone that thought it was in a call, and for how long. What has to happen to a surplus answer: RFC 3261 §13.2.2.4.
void checkGhostCall(const TraceIndex& index, const Outcome&, FindingSink& findings)
{
    for (const DialogView& dialog : index.dialogs()) {
        if (dialog.isKept || (isGoingOn(index) && !dialog.endAtCallee))
            continue; // or may still be kept
        const QString callee = index.name(dialog.callee);
        const QString caller = index.name(index.calls()[static_cast<std::size_t>(dialog.call)].caller);
        const QString length = words::ms(ghostTime(index, dialog));
        QString text = QStringLiteral("%1 was in a call for %2, from its answer at %3")
                           .arg(callee, length, words::ms(index.message(dialog.answers.front()).sent));
        if (dialog.end != 0)
            text += QStringLiteral(" to the BYE of %1").arg(index.name(index.message(dialog.end).from));
        else
            text += dialog.endAtCallee ? QStringLiteral(" until it gave up") : QStringLiteral(" to the end of the run");
        text += QStringLiteral("; %1 did not keep it.").arg(caller);
        findings.observed({u"R-410", dialog.callee, QStringLiteral("%1 was in a call for %2").arg(callee, length), text,
                              words::messages({dialog.answers.front(), dialog.end})},
            Severity::Warning);
    }
}

} // namespace siprace
