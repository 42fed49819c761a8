#pragma once

#include "Trace.h"

namespace siprace {

/// A message as one HEP3 packet, as collectors of the Homer family take it: the advertised addresses, the time in
/// microseconds since 1970, the Call-ID as correlation, the bytes without secrets. `agent` is the number that the
/// collector shows for who has captured it.
[[nodiscard]] QByteArray toHep(const Trace& trace, const TraceMessage& message, qint64 usSince1970, quint32 agent);

} // namespace siprace
