#pragma once

#include "formats/CapturedStreams.h"

#include <QStringList>

#include <functional>

namespace siprace {

// A pcapng capture in pieces, for one that is written while its run goes on: the opening, then names and packets in any
// order. draft-ietf-opsawg-pcapng.

/// What such a file begins with: section and interface.
[[nodiscard]] QByteArray pcapngOpening(const Trace& trace);
/// The names of the nodes; again when there are more of them.
[[nodiscard]] QByteArray pcapngNames(const Trace& trace);
/// A message as a packet at `us` microseconds, with its reasons, fate and annotations as comments. `streams`: what has
/// been captured so far.
[[nodiscard]] QByteArray pcapngPacket(const Trace& trace, const TraceMessage& message, quint64 us,
    const QStringList& annotations, CapturedStreams& streams);
/// What happened to connections up to that instant and is not in the capture yet, as packets.
[[nodiscard]] QByteArray pcapngConnections(
    const Trace& trace, Instant latest, CapturedStreams& streams, const std::function<quint64(Instant)>& toUs);

} // namespace siprace
