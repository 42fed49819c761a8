#include "rules/Checks.h"

#include <algorithm>

namespace siprace {

/// The good end of the race: several answered, and each of them has its ACK. RFC 3261 §13.2.2.4.
void checkAllAcknowledged(const TraceIndex& index, const Outcome&, FindingSink& findings)
{
    for (const CallView& call : index.calls()) {
        FindingDraft draft{u"R-406", call.caller, {}, {}, {}};
        const bool all = std::ranges::all_of(call.dialogs, [&](int i) {
            const DialogView& dialog = index.dialogs()[static_cast<std::size_t>(i)];
            if (!dialog.callerAcks.empty())
                draft.messages.append(dialog.callerAcks.front());
            return !dialog.acks.empty() && !dialog.callerAcks.empty();
        });
        if (!all || call.dialogs.size() < 2)
            continue;
        draft.title = call.dialogs.size() == 2 ? QStringLiteral("Both dialogs acknowledged")
                                               : QStringLiteral("All %1 dialogs acknowledged")
                                                     .arg(words::number(static_cast<qsizetype>(call.dialogs.size())));
        draft.text = QStringLiteral("%1 sent an ACK with its own To tag to each of the %2 phones that answered.")
                         .arg(index.name(call.caller), words::number(static_cast<qsizetype>(call.dialogs.size())));
        findings.kept(std::move(draft));
    }
}

} // namespace siprace
