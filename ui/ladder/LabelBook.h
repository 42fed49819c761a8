#pragma once

#include "Trace.h"

#include <QCoreApplication>
#include <QHash>
#include <QStringList>

#include <vector>

namespace siprace {

/// What is written on the messages of a trace. Tags are told only where a call has forked, so that they mean something.
class LabelBook
{
    Q_DECLARE_TR_FUNCTIONS(LabelBook)

public:
    /// Reads the messages it has not seen yet, and the timers. Gives true when texts of earlier messages changed.
    bool read(const Trace& trace);
    void clear() { *this = {}; }

    /// From the full label to the shortest, at least one: "200 OK b2 ×3 · timer 2xx", "200 b2 ×3", "200 ×3".
    [[nodiscard]] QStringList levels(const TraceMessage& message) const;
    /// The To tag of the callee whose dialog a message is in; empty when there is none.
    [[nodiscard]] QByteArray dialogTag(const TraceMessage& message) const;
    /// Which copy of its message this is, from 1.
    [[nodiscard]] int copyNumber(int n) const;
    /// The timer that sent a retransmission: "A", "2xx"; empty when another message did, or none.
    [[nodiscard]] QString timerOf(const TraceMessage& message) const;

private:
    struct Call
    {
        QByteArray callerTag;
        QByteArray calleeTag; ///< the first
        bool isForked = false; ///< another one has answered too
    };
    QHash<QByteArray, Call> m_calls; ///< by Call-ID
    std::vector<int> m_copyNumbers; ///< by n - 1
    QHash<int, int> m_copies; ///< n of the first → how many
    QHash<std::pair<int, qint64>, QString> m_fired; ///< (node, µs) → timer
    qsizetype m_timersRead = 0;
};

/// "INVITE", "200 OK", "487 Request Terminated": of the first line, without version and URI.
[[nodiscard]] QString shortFirstLine(const MessageFields& message);

} // namespace siprace
