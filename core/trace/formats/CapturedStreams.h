#pragma once

#include "Trace.h"

#include <map>
#include <optional>
#include <vector>

namespace siprace {

/// The TCP connections of a capture: their ports, and how far each direction has got. What is captured is what the
/// receiver gets, in order and once; of a lost segment there is nothing. Fed in the order of the capture.
class CapturedStreams
{
public:
    /// An IPv4 packet with the message, which came on a connection.
    [[nodiscard]] QByteArray packetOf(const Trace& trace, const TraceMessage& message, QByteArrayView payload);
    /// The packet of what happened to a connection (SYN, FIN, RST …); empty for what sends none.
    [[nodiscard]] QByteArray packetOf(const Trace& trace, const ConnectionEvent& event);
    /// The next event of the trace that has not been asked for and is not later than that; nothing when there is none.
    /// The end of a direction comes behind all that was sent before it.
    [[nodiscard]] std::optional<ConnectionEvent> nextEvent(const Trace& trace, Instant latest);

private:
    struct Stream
    {
        int opener = -1;
        quint16 port = 0;
        quint32 next[2] = {0, 0}; ///< sequence number, of the opener first
        bool isReset = false;
        qsizetype captured[2] = {0, 0}; ///< messages, of the opener first
    };
    struct Finish
    {
        ConnectionEvent event;
        qsizetype behind = 0; ///< so many messages of its direction
    };
    [[nodiscard]] std::optional<ConnectionEvent> nextOfTrace(const Trace& trace, Instant latest);
    [[nodiscard]] std::optional<ConnectionEvent> dueFinish(Instant latest);
    [[nodiscard]] bool isComplete(const Finish& finish) const;
    [[nodiscard]] static QByteArray packet(
        const Trace& trace, Stream& stream, int from, int to, int id, quint8 flags, QByteArrayView payload);

    std::map<int, Stream> m_streams;
    std::map<int, int> m_opened; ///< node → connections it has opened
    std::vector<Finish> m_finishes; ///< whose messages are under way
    qsizetype m_told = 0; ///< events
    Instant m_lastCaptured; ///< a message
    Instant m_lastTold; ///< when that was: a run without an end forgets the oldest
};

} // namespace siprace
