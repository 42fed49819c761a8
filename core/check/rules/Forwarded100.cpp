#include "rules/Checks.h"

namespace siprace {

/// 100 goes one hop. RFC 3261 §16.7 step 5.
void checkForwarded100(const TraceIndex& index, const Outcome&, FindingSink& findings)
{
    for (const TraceMessage& message : index.trace().messages) {
        if (message.status != 100 || !index.isProxy(message.from))
            continue;
        const int cause = index.causeOf(message.n);
        if (cause == 0 || index.message(cause).status != 100)
            continue;
        findings.broken({u"R-257", message.from, QStringLiteral("A 100 was forwarded"),
            QStringLiteral("%1 forwarded the 100 of %2 to %3 at %4; a 100 goes one hop only.")
                .arg(index.name(message.from), index.name(index.message(cause).from), index.name(message.to),
                    words::ms(message.sent)),
            {cause, message.n}});
    }
}

} // namespace siprace
