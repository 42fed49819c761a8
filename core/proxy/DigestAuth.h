#pragma once

#include "CoreState.h"
#include "LocalAnswer.h"

namespace siprace::proxy {

/// Whether the request carries credentials this proxy accepts. RFC 3261 §22, RFC 2617 with MD5. Nothing when it does;
/// else the challenge (401 of a registrar, 407 of a proxy), or 403 for credentials that are wrong.
[[nodiscard]] std::optional<LocalAnswer> authenticate(
    const CoreState& core, const sip::Message& request, bool isRegistrar);

/// A nonce is the time it was made at and a keyed hash of it, so none has to be stored; the key is the run's seed,
/// in real time a random one, on an open network a secret of this start. What is stored of one is how often it has
/// been used: a replay is none.
[[nodiscard]] QByteArray makeNonce(const Identity& identity, Instant now);
enum class NonceState
{
    Fresh,
    Expired,
    Foreign ///< not made here
};
[[nodiscard]] NonceState judgeNonce(const Identity& identity, const QByteArray& nonce, Instant now);

/// The digest of RFC 2617 §3.2.2; `nc`, `cnonce`, `qop` empty for the older form.
[[nodiscard]] QByteArray digestResponse(const QByteArray& user, const QByteArray& realm, const QByteArray& password,
    const QByteArray& method, const QByteArray& uri, const QByteArray& nonce, const QByteArray& nc,
    const QByteArray& cnonce, const QByteArray& qop);

} // namespace siprace::proxy
