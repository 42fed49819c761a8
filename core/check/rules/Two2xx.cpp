#include "rules/Checks.h"

namespace siprace {

/// Two phones answered and the caller heard both: nothing is broken (RFC 3261 §13.2.2.4 says what to do), but it is the
/// race.
void checkTwo2xx(const TraceIndex& index, const Outcome&, FindingSink& findings)
{
    for (const CallView& call : index.calls()) {
        QStringList answers;
        FindingDraft draft{u"R-405", call.caller, {}, {}, {}};
        for (const int i : call.dialogs) {
            const DialogView& dialog = index.dialogs()[static_cast<std::size_t>(i)];
            const int first = firstArrival(index, dialog.deliveries);
            if (first == 0)
                continue;
            answers += QStringLiteral("from %1 at %2")
                           .arg(index.name(dialog.callee), words::ms(*index.message(first).arrived));
            draft.messages.append(first);
        }
        if (answers.size() < 2)
            continue;
        draft.title = QStringLiteral("%1 received %2 2xx").arg(index.name(call.caller), words::number(answers.size()));
        draft.text = QStringLiteral("%1 received %2 answers to one INVITE, %3; each To tag is a dialog of its own.")
                         .arg(index.name(call.caller), words::number(answers.size()), words::list(answers));
        findings.observed(std::move(draft), Severity::Warning);
    }
}

} // namespace siprace
