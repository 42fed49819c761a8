#include "rules/Checks.h"

#include <algorithm>

namespace siprace {

/// A CANCEL that may overtake its INVITE. RFC 3261 §9.1: wait for a provisional response.
void checkCancelBeforeProvisional(const TraceIndex& index, const Outcome&, FindingSink& findings)
{
    for (const TransactionView& cancel : index.transactions()) {
        if (cancel.method != "CANCEL" || cancel.invite < 0 || cancel.requests.empty())
            continue;
        const TransactionView& invite = index.transactions()[static_cast<std::size_t>(cancel.invite)];
        const TraceMessage& message = index.message(cancel.first());
        const bool hadResponse = std::ranges::any_of(invite.responses,
            [&](int n) { return index.message(n).arrived && *index.message(n).arrived <= message.sent; });
        if (hadResponse || invite.requests.empty())
            continue;
        findings.broken({u"R-303", cancel.client, QStringLiteral("CANCEL before any provisional response"),
            QStringLiteral("%1 sent CANCEL to %2 %3 after the INVITE, before any response had come back.")
                .arg(index.name(cancel.client), index.name(cancel.server),
                    words::ms(message.sent - index.message(invite.first()).sent)),
            words::messages({invite.first(), message.n})});
    }
}

} // namespace siprace
