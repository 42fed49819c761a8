#pragma once

#include "Message.h"
#include "RequestDraft.h"

#include <QString>

#include <optional>

namespace siprace {

enum class DialogState
{
    Early,
    Confirmed,
    Terminated ///< BYE sent or received, refused, given up; it still knows its messages
};

/// One dialog as one of its ends sees it: identity, numbers, route set and target. Pure. RFC 3261 §12.
struct Dialog
{
    bool isOurCall = false; ///< we sent the INVITE
    QByteArray callId;
    QByteArray localTag;
    QByteArray remoteTag;
    QByteArray local; ///< From value of our requests, with tag
    QByteArray remote; ///< To value of our requests, with tag
    quint32 inviteCseq = 0; ///< of the INVITE that made it
    quint32 localCseq = 0; ///< last used by us
    std::optional<quint32> remoteCseq; ///< last seen from them
    QByteArrayList routeSet; ///< URIs, the next hop first
    QByteArray remoteTarget;
    DialogState state = DialogState::Early;

    /// What a 1xx or 2xx to our INVITE makes. §12.1.2.
    [[nodiscard]] static Dialog ofResponse(const sip::Message& invite, const sip::Message& response);
    /// What our 1xx or 2xx to an INVITE makes. §12.1.1.
    [[nodiscard]] static Dialog ofRequest(const sip::Message& invite, const QByteArray& localTag);

    /// A 2xx on an early dialog computes the route set and the target anew. §13.2.2.4.
    void confirm(const sip::Message& response);
    /// True for a request that they send in it. §12.2.2.
    [[nodiscard]] bool owns(const sip::Message& request) const;
    /// A request of ours in it, with that number; branch, self and what is special are for the caller to fill.
    /// §12.2.1.1.
    [[nodiscard]] RequestDraft draft(const QByteArray& method, quint32 cseq) const;
    /// Where our requests in it go: the first route, without one the target.
    [[nodiscard]] sip::Hop nextHop() const;

    [[nodiscard]] QByteArray calleeTag() const { return isOurCall ? remoteTag : localTag; }
    /// "callId;localTag;remoteTag", as the trace names it.
    [[nodiscard]] QString machine() const;
};

[[nodiscard]] QString toString(DialogState state); ///< "early", "confirmed", "terminated"

} // namespace siprace
