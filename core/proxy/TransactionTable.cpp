#include "TransactionTable.h"

#include <array>

using namespace Qt::StringLiterals;

namespace siprace::proxy {

namespace {
using enum TxState;
using enum TxInput;

// clang-format off
    constexpr std::array inviteClientRows = {
        TxRow{TxState::None, Start, SendRequest | StartA | StartB, Calling, InBoth, u"R-101", u"An INVITE begins in Calling, with Timers A and B."},
        TxRow{Calling, TimerA, SendRequest | StartA | Longer, Calling, InBoth, u"R-102", u"No response yet: the INVITE again, and the next wait is twice as long."},
        TxRow{Calling, TimerB, StopTimers | TimeoutToCore, Terminated, InBoth, u"R-104", u"Timer B has run out without any response: the transaction ends as a timeout."},
        TxRow{Calling, TransportError, StopTimers | ErrorToCore, Terminated, InBoth, u"R-016", u"The INVITE could not be sent: it counts as 503."},
        TxRow{Calling, Provisional, StopTimers | ToCore, Proceeding, InBoth, u"R-105", u"The first provisional ends the retransmissions of the INVITE."},
        TxRow{Calling, Success, StopTimers | ToCore, Terminated, In3261, u"R-110", u"A 2xx ends the INVITE client transaction at once (RFC 3261)."},
        TxRow{Calling, Success, StopTimers | ToCore | StartM, Accepted, In6026, u"R-112", u"A 2xx moves the INVITE client transaction to Accepted, for 64*T1 (RFC 6026)."},
        TxRow{Calling, Failure, StopTimers | SendAck | ToCore | StartD, Completed, InBoth, u"R-106", u"A failure is acknowledged on this hop; Completed waits for its copies."},
        TxRow{Proceeding, Provisional, ToCore, Proceeding, InBoth, u"R-105", u"Every provisional goes to the core."},
        TxRow{Proceeding, TransportError, StopTimers | ErrorToCore, Terminated, InBoth, u"R-016", u"The next hop cannot be reached: it counts as 503."},
        TxRow{Proceeding, Success, StopTimers | ToCore, Terminated, In3261, u"R-110", u"A 2xx ends the INVITE client transaction at once (RFC 3261)."},
        TxRow{Proceeding, Success, StopTimers | ToCore | StartM, Accepted, In6026, u"R-112", u"A 2xx moves the INVITE client transaction to Accepted, for 64*T1 (RFC 6026)."},
        TxRow{Proceeding, Failure, StopTimers | SendAck | ToCore | StartD, Completed, InBoth, u"R-106", u"A failure is acknowledged on this hop; Completed waits for its copies."},
        TxRow{Completed, Failure, SendAck, Completed, InBoth, u"R-108", u"A copy of the failure gets the same ACK again and goes no further."},
        TxRow{Completed, TransportError, StopTimers | ErrorToCore, Terminated, InBoth, u"R-016", u"The ACK could not be sent."},
        TxRow{Completed, TimerD, StopTimers, Terminated, InBoth, u"R-107", u"Timer D has run out: no more copies of the failure are expected."},
        TxRow{Accepted, Success, ToCore, Accepted, In6026, u"R-113", u"In Accepted every 2xx goes to the core."},
        TxRow{Accepted, TimerM, StopTimers, Terminated, In6026, u"R-114", u"Timer M has run out: 64*T1 after its first 2xx the branch is forgotten."},
    };

    constexpr std::array inviteServerRows = {
        TxRow{TxState::None, Start, ToCore, Proceeding, InBoth, u"R-131", u"A new INVITE: its transaction begins in Proceeding."},
        TxRow{Proceeding, Copy, RepeatResponse, Proceeding, InBoth, u"R-133", u"A copy of the INVITE gets the latest provisional again."},
        TxRow{Proceeding, SendProvisional, SendResponse, Proceeding, InBoth, u"R-132", u"A provisional is sent once."},
        TxRow{Proceeding, SendSuccess, StopTimers | SendResponse, Terminated, In3261, u"R-134", u"A 2xx ends the INVITE server transaction at once (RFC 3261)."},
        TxRow{Proceeding, SendSuccess, StopTimers | SendResponse | StartL, Accepted, In6026, u"R-141", u"A 2xx moves the INVITE server transaction to Accepted, for 64*T1 (RFC 6026)."},
        TxRow{Proceeding, SendFailure, StopTimers | SendResponse | StartG | StartH, Completed, InBoth, u"R-135", u"A failure is repeated by Timer G until its ACK comes."},
        TxRow{Proceeding, TransportError, StopTimers | ErrorToCore, Terminated, In3261, u"R-147", u"The response could not be sent: the transaction ends (RFC 3261)."},
        TxRow{Proceeding, TransportError, ErrorToCore, Proceeding, In6026, u"R-147", u"The response could not be sent: the transaction stays (RFC 6026)."},
        TxRow{Completed, Copy, RepeatResponse, Completed, InBoth, u"R-137", u"A copy of the INVITE gets the failure again."},
        TxRow{Completed, TimerG, RepeatResponse | StartG | Longer, Completed, InBoth, u"R-136", u"No ACK yet: the failure again, and the next wait is longer, T2 at most."},
        TxRow{Completed, Ack, StopTimers | StartI, Confirmed, InBoth, u"R-138", u"The ACK has come: the failure is not repeated any more."},
        TxRow{Completed, TimerH, StopTimers | TimeoutToCore, Terminated, InBoth, u"R-140", u"64*T1 without an ACK: the transaction gives up."},
        TxRow{Completed, TransportError, StopTimers | ErrorToCore, Terminated, In3261, u"R-147", u"The response could not be sent: the transaction ends (RFC 3261)."},
        TxRow{Completed, TransportError, ErrorToCore, Completed, In6026, u"R-147", u"The response could not be sent: the transaction stays (RFC 6026)."},
        TxRow{Confirmed, TimerI, StopTimers, Terminated, InBoth, u"R-139", u"Timer I has run out: no more copies of the ACK are expected."},
        TxRow{Accepted, SendSuccess, SendResponse, Accepted, In6026, u"R-143", u"In Accepted every further 2xx is passed on."},
        TxRow{Accepted, Ack, ToCore, Accepted, In6026, u"R-144", u"In Accepted an ACK goes to the core."},
        TxRow{Accepted, TransportError, ErrorToCore, Accepted, In6026, u"R-147", u"The response could not be sent: the transaction stays (RFC 6026)."},
        TxRow{Accepted, TimerL, StopTimers, Terminated, In6026, u"R-146", u"Timer L has run out: 64*T1 after the first 2xx the INVITE is forgotten."},
    };

    constexpr std::array nonInviteClientRows = {
        TxRow{TxState::None, Start, SendRequest | StartE | StartF, Trying, InBoth, u"R-161", u"A request begins in Trying, with Timers E and F."},
        TxRow{Trying, TimerE, SendRequest | StartE | Longer, Trying, InBoth, u"R-162", u"No response yet: the request again, and the next wait is longer, T2 at most."},
        TxRow{Trying, Provisional, ToCore, Proceeding, InBoth, u"R-163", u"A provisional slows the retransmissions down; it does not end them."},
        TxRow{Trying, TimerF, StopTimers | TimeoutToCore, Terminated, InBoth, u"R-164", u"Timer F has run out without a final response: the transaction ends as a timeout."},
        TxRow{Trying, TransportError, StopTimers | ErrorToCore, Terminated, InBoth, u"R-016", u"The request could not be sent: it counts as 503."},
        TxRow{Trying, Success, StopTimers | ToCore | StartK, Completed, InBoth, u"R-165", u"The final response goes to the core once; Completed takes its copies."},
        TxRow{Trying, Failure, StopTimers | ToCore | StartK, Completed, InBoth, u"R-165", u"The final response goes to the core once; Completed takes its copies."},
        TxRow{Proceeding, TimerE, SendRequest | StartE | Longer, Proceeding, InBoth, u"R-163", u"No final yet: the request again, every T2."},
        TxRow{Proceeding, Provisional, ToCore, Proceeding, InBoth, u"R-163", u"A further provisional changes nothing."},
        TxRow{Proceeding, TimerF, StopTimers | TimeoutToCore, Terminated, InBoth, u"R-164", u"Timer F has run out without a final response: the transaction ends as a timeout."},
        TxRow{Proceeding, TransportError, StopTimers | ErrorToCore, Terminated, InBoth, u"R-016", u"The request could not be sent: it counts as 503."},
        TxRow{Proceeding, Success, StopTimers | ToCore | StartK, Completed, InBoth, u"R-165", u"The final response goes to the core once; Completed takes its copies."},
        TxRow{Proceeding, Failure, StopTimers | ToCore | StartK, Completed, InBoth, u"R-165", u"The final response goes to the core once; Completed takes its copies."},
        TxRow{Completed, TimerK, StopTimers, Terminated, InBoth, u"R-165", u"Timer K has run out: no more copies of the response are expected."},
    };

    constexpr std::array nonInviteServerRows = {
        TxRow{TxState::None, Start, ToCore, Trying, InBoth, u"R-181", u"A new request: its transaction begins in Trying."},
        TxRow{Trying, SendProvisional, SendResponse, Proceeding, InBoth, u"R-186", u"Only a 100 goes to a non-INVITE, and not before 3.5 s."},
        TxRow{Trying, SendSuccess, StopTimers | SendResponse | StartJ, Completed, InBoth, u"R-183", u"The final response is sent and kept for copies of the request."},
        TxRow{Trying, SendFailure, StopTimers | SendResponse | StartJ, Completed, InBoth, u"R-183", u"The final response is sent and kept for copies of the request."},
        TxRow{Proceeding, Copy, RepeatResponse, Proceeding, InBoth, u"R-182", u"A copy of the request gets the latest provisional again."},
        TxRow{Proceeding, SendProvisional, SendResponse, Proceeding, InBoth, u"R-186", u"Only a 100 goes to a non-INVITE, and not before 3.5 s."},
        TxRow{Proceeding, SendSuccess, StopTimers | SendResponse | StartJ, Completed, InBoth, u"R-183", u"The final response is sent and kept for copies of the request."},
        TxRow{Proceeding, SendFailure, StopTimers | SendResponse | StartJ, Completed, InBoth, u"R-183", u"The final response is sent and kept for copies of the request."},
        TxRow{Proceeding, TransportError, StopTimers | ErrorToCore, Terminated, InBoth, u"R-016", u"The response could not be sent: the transaction ends."},
        TxRow{Completed, Copy, RepeatResponse, Completed, InBoth, u"R-183", u"A copy of the request gets the same final again."},
        TxRow{Completed, TransportError, StopTimers | ErrorToCore, Terminated, InBoth, u"R-016", u"The response could not be sent: the transaction ends."},
        TxRow{Completed, TimerJ, StopTimers, Terminated, InBoth, u"R-183", u"Timer J has run out: no more copies of the request are expected."},
    };
// clang-format on
} // namespace

std::span<const TxRow> transactionRows(MachineKind machine)
{
    switch (machine) {
    case MachineKind::InviteClient:
        return inviteClientRows;
    case MachineKind::InviteServer:
        return inviteServerRows;
    case MachineKind::NonInviteClient:
        return nonInviteClientRows;
    case MachineKind::NonInviteServer:
        return nonInviteServerRows;
    default:
        return {};
    }
}

const TxRow* findTransition(MachineKind machine, TransactionForm form, TxState state, TxInput input)
{
    const quint8 wanted = form == TransactionForm::Rfc6026 ? In6026 : In3261;
    for (const TxRow& row : transactionRows(machine)) {
        if (row.state == state && row.input == input && (row.forms & wanted) != 0)
            return &row;
    }
    return nullptr;
}

QString toString(TxState state)
{
    switch (state) {
    case TxState::Calling:
        return u"Calling"_s;
    case TxState::Trying:
        return u"Trying"_s;
    case TxState::Proceeding:
        return u"Proceeding"_s;
    case TxState::Completed:
        return u"Completed"_s;
    case TxState::Confirmed:
        return u"Confirmed"_s;
    case TxState::Accepted:
        return u"Accepted"_s;
    case TxState::Terminated:
        return u"Terminated"_s;
    case TxState::None:
        break;
    }
    return u"none"_s;
}

} // namespace siprace::proxy
