#pragma once

#include <QByteArray>

namespace siprace {

/// A SIP message without what would let its reader in, written as x: of the credentials in Authorization,
/// Proxy-Authorization and the two Authentication-Info the `response` and `rspauth` of a Digest, of any other scheme
/// everything behind its name; the passwords of SIP URIs; the keys of the media in a session description (`a=crypto`,
/// `a=key-mgmt`, `k=`). As long as before, so that sizes stay true. A message that has none is given back as it is.
/// RFC 3261 §19.1.1, §22.4; RFC 4568 §6.1.
[[nodiscard]] QByteArray withoutSecrets(const QByteArray& message);
/// Covers the passwords of the SIP URIs in any text: "sip:zoe:secret@lab" is "sip:zoe:xxxxxx@lab".
void coverUriPasswords(QByteArray& text);

} // namespace siprace
