#pragma once

#include "Trace.h"

#include <QHash>

namespace siprace {

/// Which tag names the callee's end of a dialog. In a forked call the dialogs differ by it alone, and which of From and
/// To carries it depends on who asks. RFC 3261 §12.
class CalleeTags
{
public:
    explicit CalleeTags(const Trace& trace);
    /// The callee's tag of the message's dialog; empty when the message has none. Looks at CANCEL like at any other.
    [[nodiscard]] QByteArray of(const MessageFields& message) const;

private:
    QHash<QByteArray, QByteArray> m_callerTags; ///< Call-ID → From tag of its first INVITE
};

/// The node that `--text` looks from: the first proxy, without one the first caller, without one the first node; -1
/// when there are no nodes.
[[nodiscard]] int textViewpoint(const Trace& trace);

/// A run as one line a message, as seen at one node: arrivals at it and departures from it, in the order it had them.
/// Contract, "--text":  "+0.510 b1>proxy 200/INVITE (b1)", seconds since the first such message.
/// `node` -1: textViewpoint(). Empty for a trace without messages there.
[[nodiscard]] QByteArray toText(const Trace& trace, int node = -1);

/// "INVITE", "200/INVITE", and "(malformed)" for what is no SIP.
[[nodiscard]] QString messageLabel(const MessageFields& message);

} // namespace siprace
