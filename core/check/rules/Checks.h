#pragma once

#include "FindingSink.h"
#include "Measure.h"
#include "Words.h"

namespace siprace {

// One function a file of this folder, each a row of Rules.cpp.
using CheckFunction = void(const TraceIndex& index, const Outcome& outcome, FindingSink& findings);

CheckFunction checkAckWrongLeg;
CheckFunction checkAllAcknowledged;
CheckFunction checkByeBeforeAck;
CheckFunction checkCancelAfterFinal;
CheckFunction checkCancelBeforeProvisional;
CheckFunction checkCancelTooLate;
CheckFunction checkCancelUnanswered;
CheckFunction checkCseqOrder;
CheckFunction checkDropped2xx;
CheckFunction checkForkedAgain;
CheckFunction checkForwarded100;
CheckFunction checkGhostCall;
CheckFunction checkLeftRinging;
CheckFunction checkLoopOrMerge;
CheckFunction checkMaxForwards;
CheckFunction checkMissing487;
CheckFunction checkNonInviteResponses;
CheckFunction checkOrphanDialog;
CheckFunction checkProxyAsCaller;
CheckFunction checkResponseAfterFinal;
CheckFunction checkRetransmissionTimes;
CheckFunction checkRetransmitsTooLong;
CheckFunction checkStrayForwarded;
CheckFunction checkStrayInCall;
CheckFunction checkTwo2xx;
CheckFunction checkUnacked2xxCopy;
CheckFunction checkUnackedFailure;
CheckFunction checkUnackedSilence;
CheckFunction checkUnknownDialog;

} // namespace siprace
