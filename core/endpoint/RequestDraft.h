#pragma once

#include "Message.h"

namespace siprace {

/// What a request is made of, before it is one. RFC 3261 §8.1.1.
struct RequestDraft
{
    QByteArray method;
    QByteArray uri;
    QByteArrayList routes; ///< URIs
    QByteArray from; ///< whole value with tag
    QByteArray to; ///< whole value
    QByteArray callId;
    quint32 cseq = 1;
    QByteArray branch; ///< with the cookie
    sip::Hop self; ///< sent-by
    int maxForwards = 70;
    QByteArrayList headers; ///< further lines, without line end
    QByteArray body; ///< SDP, empty for none

    /// The message, one Via, its lines in the order people know.
    [[nodiscard]] sip::Message message() const;
};

/// "Allow: INVITE, ACK …": what an endpoint takes.
[[nodiscard]] QByteArray allowLine();
/// A display name as a quoted string. RFC 3261 §25.1.
[[nodiscard]] QByteArray quotedName(const QString& name);
/// "Contact: <sip:caller@127.100.0.11:5060>"
[[nodiscard]] QByteArray contactLine(const QByteArray& user, const sip::Hop& self);
/// "sip:caller@127.100.0.11:5060", with `;transport=tcp` where that is the transport.
[[nodiscard]] QByteArray contactUri(const QByteArray& user, const sip::Hop& self);

} // namespace siprace
