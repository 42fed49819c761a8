#pragma once

#include "Message.h"

#include <QMap>
#include <QString>

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

/// "WWW-Authenticate: Digest …" for a 401, "Proxy-Authenticate: …" for a 407: what a callee asks for. RFC 3261 §22.2.
[[nodiscard]] QByteArray challengeLine(int status, const QByteArray& realm, const QByteArray& nonce);
/// True when the request carries credentials for that realm and nonce that one of the users could have made.
[[nodiscard]] bool isAuthorized(
    const sip::Message& request, const QByteArray& realm, const QByteArray& nonce, const QMap<QString, QString>& users);

/// True when every challenge says that only the nonce was too old: the same user may try again. RFC 7616 §3.3.
[[nodiscard]] bool isStale(const sip::Message& challenge);

} // namespace siprace
