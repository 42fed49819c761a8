#include "LateDialogs.h"

#include "MessageBuilder.h"

using namespace Qt::StringLiterals;

namespace siprace::proxy {

namespace {
constexpr qsizetype mostLateDialogs = 4'096;

QByteArray lateKey(const sip::Message& success)
{
    return success.callId() + '|' + success.fromTag() + '|' + success.toTag() + '|'
        + QByteArray::number(success.cseq());
}

/// How many of the Record-Route values this proxy and what lies above it have put in. `remembered` counts one of ours;
/// where its two sides speak different transports there are two.
qsizetype routesAbove(const CoreState& core, const sip::Message& success, qsizetype remembered)
{
    const QList<sip::RouteValue> recorded = success.recordRoutes();
    qsizetype below = qMax(recorded.size() - remembered, qsizetype(0));
    while (below > 0 && core.settings.recordRoute && core.isOwnAddress(recorded[below - 1].hop))
        --below;
    return recorded.size() - below;
}

void sendBye(CoreState& core, const sip::Message& success, qsizetype upstreamRoutes)
{
    Transaction bye;
    bye.role = TxRole::OwnBye;
    const Outgoing request = inCallersPlace("BYE", success, upstreamRoutes, core.numberedVia("udp"));
    bye.request = request.message;
    bye.peer = request.hop;
    bye.label = u"client → %1"_s.arg(answererOf(success));
    bye.sendWhy
        = {u"R-911"_s, u"%1 has been acknowledged: now its dialog is hung up, once."_s.arg(answererOf(success))};
    core.transactions.beginClient(std::move(bye));
}
} // namespace

void hangUp(CoreState& core, const sip::Message& success, const Why& why)
{
    const Instant now = core.out.now();
    const QByteArray key = lateKey(success);
    if (const auto known = core.lateDialogs.constFind(key); known != core.lateDialogs.cend() && known->until > now) {
        core.out.send(known->ack, known->hop,
            {u"R-911"_s, u"%1 again: the same ACK again, but no second BYE."_s.arg(describe(success))});
        return;
    }
    if (success.contactUri().isEmpty()) {
        core.out.discard(
            {u"R-911"_s, u"%1 has no Contact: there is nowhere to send ACK and BYE."_s.arg(describe(success))}, true);
        return;
    }
    if (core.lateDialogs.size() >= mostLateDialogs)
        core.lateDialogs.removeIf([now](const auto& entry) { return entry.value().until <= now; });
    if (core.lateDialogs.size() >= mostLateDialogs)
        core.lateDialogs.erase(core.lateDialogs.begin());
    const auto winner = core.policy.winners().find(success, now);
    const qsizetype upstreamRoutes = routesAbove(core, success, winner ? winner->upstreamRoutes : 0);
    LateDialog dialog;
    const Outgoing ack = inCallersPlace("ACK", success, upstreamRoutes, core.numberedVia("udp"));
    dialog.ack = ack.message;
    dialog.hop = ack.hop;
    dialog.until = now + core.policy.winners().length();
    core.out.send(dialog.ack, dialog.hop, why);
    core.lateDialogs.insert(key, dialog);
    sendBye(core, success, upstreamRoutes);
}

} // namespace siprace::proxy
