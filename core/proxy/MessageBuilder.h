#pragma once

#include "Message.h"

// The requests that a proxy makes itself, and small readings of messages that several parts share.

namespace siprace::proxy {

/// A request as it leaves, and for where.
struct Outgoing
{
    sip::Message message;
    sip::Hop hop;
};

/// ACK to a non-2xx, on the hop of the INVITE. RFC 3261 §17.1.1.3.
[[nodiscard]] sip::Message ackToFailure(const sip::Message& invite, const sip::Message& response);
/// CANCEL of an INVITE as it was sent on that hop; `reason` is the value of a Reason header, or empty. RFC 3261 §9.1.
[[nodiscard]] sip::Message cancelOf(const sip::Message& invite, const QByteArray& reason);
/// ACK or BYE in the caller's place, to the dialog of a late 2xx. `upstreamRoutes`: how many of its Record-Route values
/// the proxy and what lies above it have put in; the Via gets the transport of its hop. Rule R-911.
[[nodiscard]] Outgoing inCallersPlace(
    const QByteArray& method, const sip::Message& success, qsizetype upstreamRoutes, sip::Via via);

/// "SIP;cause=200;text=…" of RFC 3326, as the product writes it that the proxy behaves as; empty: as we do.
[[nodiscard]] QByteArray completedElsewhere(const QString& personality);

/// The reason phrases of its 100, and of its 200 to a CANCEL.
[[nodiscard]] QByteArray tryingPhrase(const QString& personality);
[[nodiscard]] QByteArray cancellingPhrase(const QString& personality);

/// For sentences: "b2", the user part of a branch's target, or the whole of it.
[[nodiscard]] QString nameOf(const QByteArray& uri);
/// For sentences: who answered, by To tag.
[[nodiscard]] QString answererOf(const sip::Message& response);
/// "200 from b2"
[[nodiscard]] QString describe(const sip::Message& response);
/// "second", "third", "4th"
[[nodiscard]] QString ordinal(qsizetype n);

/// Gives where a request goes: its first Route, else its Request-URI; invalid when that is no SIP address. A first
/// Route without `lr` becomes the Request-URI on the way. RFC 3261 §16.6 steps 6, 7.
[[nodiscard]] sip::Hop settleRoute(sip::Message& request);

} // namespace siprace::proxy
