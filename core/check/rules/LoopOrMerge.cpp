#include "rules/Checks.h"

namespace siprace {

namespace {

/// The 482 that a node made itself.
QList<int> ownRefusals(const TraceIndex& index, int node)
{
    QList<int> refusals;
    for (const TraceMessage& message : index.trace().messages) {
        const int cause = index.causeOf(message.n);
        const bool isForwarded = cause != 0 && !index.message(cause).isRequest();
        if (message.from == node && message.status == 482 && message.retransmissionOf == 0 && !isForwarded)
            refusals.append(message.n);
    }
    return refusals;
}

} // namespace

/// 482 in its two meanings: a phone that gets one call on two paths, a proxy that meets its own request. RFC 3261
/// §8.2.2.2; RFC 5393 §4.2.2.
void checkLoopOrMerge(const TraceIndex& index, const Outcome&, FindingSink& findings)
{
    for (int node = 0; node < index.trace().nodes.size(); ++node) {
        const QList<int> refusals = ownRefusals(index, node);
        if (refusals.isEmpty())
            continue;
        const bool isLoop = index.isProxy(node);
        const QString who = index.name(node);
        const QString when = refusals.size() == 1
            ? QStringLiteral("at %1").arg(words::ms(index.message(refusals.first()).sent))
            : QStringLiteral("%1, first at %2")
                  .arg(words::times(refusals.size()), words::ms(index.message(refusals.first()).sent));
        FindingDraft draft{isLoop ? QStringView(u"R-353") : QStringView(u"R-457"), node,
            isLoop ? QStringLiteral("%1 found a loop").arg(who) : QStringLiteral("%1 got one call twice").arg(who),
            isLoop ? QStringLiteral("%1 answered 482 %2: the request had been here before.").arg(who, when)
                   : QStringLiteral("%1 answered 482 %2: the same call reached it on two paths, and it rings once.")
                         .arg(who, when),
            {}};
        for (const int refusal : refusals) {
            if (const int request = index.causeOf(refusal); request != 0)
                draft.messages.append(request);
            draft.messages.append(refusal);
        }
        findings.kept(std::move(draft));
    }
}

} // namespace siprace
