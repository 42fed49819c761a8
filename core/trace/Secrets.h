#pragma once

#include <QByteArray>

namespace siprace {

/// A SIP message without what would let its reader in: of the credentials in Authorization and Proxy-Authorization the
/// `response` of a Digest, of any other scheme everything behind its name, is written as x. As long as before, so that
/// sizes stay true. A message that has none is given back as it is. RFC 3261 §22.4.
[[nodiscard]] QByteArray withoutSecrets(const QByteArray& message);

} // namespace siprace
