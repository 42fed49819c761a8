#pragma once

#include "Message.h"

namespace siprace {

/// Who we are to those who ask.
struct DigestUser
{
    QByteArray name;
    QByteArray password;

    [[nodiscard]] bool isNull() const { return name.isEmpty(); }
};

/// What a request must say to be let through.
struct DigestRequest
{
    QByteArray method;
    QByteArray uri; ///< the Request-URI
    QByteArray clientNonce;
};

/// The header lines that answer every Digest challenge of a 401 or 407, one each; empty when there is none we can
/// answer (another scheme or algorithm than MD5, MD5-sess, SHA-256). RFC 3261 §22.4, RFC 7616 §3.4.
[[nodiscard]] QByteArrayList answerChallenges(
    const sip::Message& challenge, const DigestUser& user, const DigestRequest& request);

/// True when every challenge says that only the nonce was too old: the same user may try again. RFC 7616 §3.3.
[[nodiscard]] bool isStale(const sip::Message& challenge);

} // namespace siprace
