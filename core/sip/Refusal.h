#pragma once

#include "Message.h"

#include <QString>

#include <optional>

namespace siprace::sip {

/// The answer to a datagram that is no readable request.
struct Refusal
{
    Message response; ///< 400, or 505 for another version of SIP
    Hop hop; ///< where it goes
    QByteArray method; ///< of the request, as far as it can be told
};

/// Answers what Message::parse() refused, because of `complaint`, as far as it can be answered: nothing for a response,
/// an ACK, and a request without a readable Via. What of From, To, Call-ID and CSeq is there comes back as it was
/// written. `source` is where it came from, `toTag` the answerer's. RFC 3261 §8.2.6, §16.3, §18.2.1, §18.3.
[[nodiscard]] std::optional<Refusal> refusalOf(
    const QByteArray& datagram, const QString& complaint, const Hop& source, const QByteArray& toTag);

} // namespace siprace::sip
