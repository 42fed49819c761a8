#pragma once

#include "Trace.h"

namespace siprace::test {

/// A trace written by hand, for tests. One line a message, times in milliseconds:
///
///     SENT-ARRIVED FROM>TO WHAT [(TAG)] [option …]
///     460-610 b2>proxy 200/INVITE (b2) by=4 discarded=R-259
///
/// ARRIVED is "x" for a lost message, "?" for one in flight. TAG is the callee's; `back` turns From and To round, for
/// what a callee asks. WHAT is METHOD, STATUS/METHOD, or ACKF for the ACK to a failure (with its INVITE's branch).
/// Options: by=N (cause), cseq=N, br=NAME (branch), call=NAME, uri=URI, mf=N (Max-Forwards), tcp, stray,
/// discarded=RULE, why=RULE. Branches follow from the nodes where none is given; copies are recognised as the recorder
/// does.
///
/// Other lines: `node ID ROLE Name…` (first use replaces the four defaults caller, proxy, b1, b2), `policy ID`,
/// `design NODE ID…`, `t1 NODE MS`, `action MS NODE WHAT`, `state MS NODE TAG STATE` (of a dialog), `down MS NODE`,
/// `ended WORD`, `clock WORD`, `# a comment`.
/// An unreadable line ends the test program: it is a mistake in the test.
[[nodiscard]] Trace traceOf(const QString& script);

/// `two-phones-answer` as the first race must be, under a policy: forward-all, drop-late-2xx or ack-bye.
[[nodiscard]] QString twoPhonesAnswer(const QString& policy = QStringLiteral("forward-all"));

/// A two-party call through the proxy, up at 400 ms; messages 1 to 8.
extern const QString callUp;

} // namespace siprace::test
