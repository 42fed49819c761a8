#pragma once

#include "Check.h"
#include "TraceIndex.h"

namespace siprace {

// The questions behind the outcome numbers, asked one by one; rules ask the same ones. Contract, "Outcome".

[[nodiscard]] Outcome measure(const TraceIndex& index);
/// The contract's class, the first that holds; `findings` decide between clean and other.
[[nodiscard]] QString classOf(const TraceIndex& index, const Outcome& outcome, const QList<Finding>& findings);

/// From the callee's first 2xx to the dialog's end there, or to the end of the run.
[[nodiscard]] Duration ghostTime(const TraceIndex& index, const DialogView& dialog);
/// n of the 2xx to an INVITE that an ACK goes back to, through every proxy; 0 when the trace does not tell.
[[nodiscard]] int causing2xx(const TraceIndex& index, int n);
/// An ACK at a callee that has another tag than the 2xx it answers, or that the callee has no dialog for.
[[nodiscard]] bool isMisroutedAck(const TraceIndex& index, int n);
/// A 2xx to an INVITE at a proxy that caused neither a forwarded response nor an ACK.
[[nodiscard]] bool isDropped2xx(const TraceIndex& index, int n);
/// A response that a proxy sent on although no client transaction of its matched.
[[nodiscard]] bool isForwardedStray(const TraceIndex& index, int n);
/// Whether a copy of this INVITE was taken for a new call by the proxy it came to, and forked again.
[[nodiscard]] bool wasForkedAgain(const TraceIndex& index, const TransactionView& invite);
/// A CANCEL that arrived after its branch's final response had been sent.
[[nodiscard]] bool isCancelTooLate(const TraceIndex& index, const TransactionView& cancel);
/// Whether the run has not ended: what is missing may still come.
[[nodiscard]] bool isGoingOn(const TraceIndex& index);
/// Whether a trace that did not end by itself ends so soon after `since` that what had to follow at once may be
/// missing.
[[nodiscard]] bool wasCutShort(const TraceIndex& index, Instant since);
/// Of several copies the one that arrived first, 0 when none did.
[[nodiscard]] int firstArrival(const TraceIndex& index, const std::vector<int>& copies);
/// n of a failure response to its INVITE that reached the caller of this call while it was up; 0: none.
[[nodiscard]] int strayInCall(const TraceIndex& index, const CallView& call);

} // namespace siprace
