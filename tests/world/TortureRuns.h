#pragma once

#include "TortureFiles.h"
#include "Trace.h"

#include <QByteArray>
#include <QByteArrayList>

namespace siprace {

/// What became of one datagram.
struct TortureRun
{
    Trace trace;
    QByteArrayList elsewhere; ///< what came to the sender at the port that its Via names, where that is not 5060
};

/// A run in which one datagram comes to `target` ("proxy", "caller", "callee") from a node that does nothing else, with
/// the addresses of the messages leading to the callee at the proxy.
[[nodiscard]] TortureRun tortureRun(const QString& target, const QByteArray& datagram);

/// The same over a connection of its own in a lab that speaks TCP. The sender leaves it open until the end.
[[nodiscard]] TortureRun tortureStream(const QString& target, const QByteArray& bytes, const QByteArray& end = "3s");
/// "open", or why it was broken off and when: "it is no SIP after 0 s".
[[nodiscard]] QString whatBecameOfTheConnection(const TortureRun& run);

/// What that node did, without what it repeated: "400", "100, INVITE to callee, 415", "discarded", "nothing". What the
/// proxy would have sent to a place where nobody is stands there in brackets: "(404)".
[[nodiscard]] QString whatWasDone(const TortureRun& run, const QString& target);
/// Everything it sent, one behind the other.
[[nodiscard]] QByteArray whatWasSent(const TortureRun& run, const QString& target);

} // namespace siprace
