#include "Rules.h"

#include "rules/Checks.h"

#include <algorithm>

namespace siprace {

namespace {
// clang-format off
constexpr CheckRule checkTable[] = {
    { u"two-2xx", u"R-405", u"Two 2xx at the caller", checkTwo2xx },
    { u"all-acknowledged", u"R-406", u"Every answer of a forked call acknowledged", checkAllAcknowledged },
    { u"orphan-dialog", u"R-406", u"A callee that answered and got no ACK", checkOrphanDialog },
    { u"ghost-call", u"R-410", u"A callee in a call that the caller did not keep", checkGhostCall },
    { u"ack-wrong-leg", u"R-407", u"An ACK with the tag of another answer", checkAckWrongLeg },
    { u"unacked-2xx-copy", u"R-408", u"A 2xx that came again and was not acknowledged again", checkUnacked2xxCopy },
    { u"unacked-silence", u"R-455", u"No BYE although no ACK came", checkUnackedSilence },
    { u"dropped-2xx", u"R-259", u"A 2xx that the proxy did not forward", checkDropped2xx },
    { u"proxy-as-caller", u"R-280", u"ACK or BYE made by a proxy", checkProxyAsCaller },
    { u"stray-in-call", u"R-260", u"A failure response inside an established call", checkStrayInCall },
    { u"stray-forwarded", u"R-252", u"A response forwarded without a transaction", checkStrayForwarded },
    { u"response-after-final", u"R-260", u"A response forwarded after a final one", checkResponseAfterFinal },
    { u"forwarded-100", u"R-257", u"A 100 that was forwarded", checkForwarded100 },
    { u"forked-again", u"R-142", u"A copy of an INVITE taken for a new call", checkForkedAgain },
    { u"cancel-before-provisional", u"R-303", u"CANCEL before any provisional response", checkCancelBeforeProvisional },
    { u"cancel-after-final", u"R-304", u"CANCEL after the final response had come", checkCancelAfterFinal },
    { u"cancel-too-late", u"R-304", u"CANCEL after the final response was sent", checkCancelTooLate },
    { u"cancel-unanswered", u"R-309", u"A CANCEL without an answer", checkCancelUnanswered },
    { u"left-ringing", u"R-314", u"A phone that rings on although the call is over", checkLeftRinging },
    { u"missing-487", u"R-310", u"No 487 after a CANCEL in time", checkMissing487 },
    { u"bye-before-ack", u"R-460", u"BYE of a callee before the ACK", checkByeBeforeAck },
    { u"unknown-dialog", u"R-510", u"A request for a dialog that is not there", checkUnknownDialog },
    { u"cseq-order", u"R-505", u"CSeq backwards, or a gap that is fine", checkCseqOrder },
    { u"retransmission-times", u"R-017", u"Retransmissions at other times than the RFC's", checkRetransmissionTimes },
    { u"retransmits-too-long", u"R-454", u"Retransmissions after the answer had come", checkRetransmitsTooLong },
    { u"unacked-failure", u"R-106", u"A failure response without ACK", checkUnackedFailure },
    { u"non-invite-responses", u"R-187", u"Responses that a non-INVITE must not get", checkNonInviteResponses },
    { u"max-forwards", u"R-205", u"Max-Forwards", checkMaxForwards },
    { u"loop-or-merge", u"R-457", u"Loops and merged requests", checkLoopOrMerge },
};
// clang-format on
} // namespace

std::span<const CheckRule> checkRules()
{
    return checkTable;
}

const CheckRule* findCheckRule(QStringView id)
{
    const auto* found = std::ranges::find(checkTable, id, &CheckRule::id);
    return found == std::end(checkTable) ? nullptr : found;
}

} // namespace siprace
