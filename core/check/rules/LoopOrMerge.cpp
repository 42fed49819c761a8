#include "rules/Checks.h"

namespace siprace {

/// 482 in its two meanings: a phone that gets one call on two paths, a proxy that meets its own request. RFC 3261
/// §8.2.2.2; RFC 5393 §4.2.2.
void checkLoopOrMerge(const TraceIndex& index, const Outcome&, FindingSink& findings)
{
    for (const TraceMessage& message : index.trace().messages) {
        const int cause = index.causeOf(message.n);
        const bool isForwarded = cause != 0 && !index.message(cause).isRequest();
        if (message.status != 482 || message.retransmissionOf != 0 || isForwarded)
            continue;
        const bool isLoop = index.isProxy(message.from);
        const QString who = index.name(message.from);
        findings.kept({isLoop ? QStringView(u"R-353") : QStringView(u"R-457"), message.from,
            isLoop ? QStringLiteral("%1 found a loop").arg(who) : QStringLiteral("%1 got one call twice").arg(who),
            isLoop ? QStringLiteral("%1 answered 482 at %2: the request had been here before.")
                         .arg(who, words::ms(message.sent))
                   : QStringLiteral("%1 answered 482 at %2: the same call reached it on two paths, and it rings once.")
                         .arg(who, words::ms(message.sent)),
            words::messages({cause, message.n})});
    }
}

} // namespace siprace
