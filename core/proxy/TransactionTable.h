#pragma once

#include "ProxySettings.h"
#include "Trace.h"

#include <QStringView>

#include <span>

// The four transaction machines as tables: (state, input) → (actions, next state). RFC 3261 §17, RFC 6026 §7, §8.

namespace siprace::proxy {

enum class TxState : quint8
{
    None, ///< not begun
    Calling,
    Trying,
    Proceeding,
    Completed,
    Confirmed,
    Accepted,
    Terminated
};

enum class TxInput : quint8
{
    Start, ///< client: the core wants the request sent; server: the request arrived
    Copy, ///< server: the request again
    Ack, ///< INVITE server: an ACK
    Provisional, ///< client: 1xx arrived
    Success, ///< client: 2xx arrived
    Failure, ///< client: 300-699 arrived
    SendProvisional, ///< server: the core answers with 1xx
    SendSuccess, ///< server: with 2xx
    SendFailure, ///< server: with 300-699
    TransportError,
    TimerA,
    TimerB,
    TimerD,
    TimerE,
    TimerF,
    TimerG,
    TimerH,
    TimerI,
    TimerJ,
    TimerK,
    TimerL,
    TimerM
};

/// What a row makes the transaction do, as bits of TxRow::actions, performed in the order they stand here.
enum TxAction : quint32
{
    StopTimers = 1U << 0U, ///< all that run
    SendRequest = 1U << 1U,
    SendAck = 1U << 2U, ///< to a non-2xx, on this hop
    SendResponse = 1U << 3U, ///< the one the core gave; kept for copies
    RepeatResponse = 1U << 4U, ///< the one kept, if any
    ToCore = 1U << 5U, ///< the message goes up
    TimeoutToCore = 1U << 6U,
    ErrorToCore = 1U << 7U,
    StartA = 1U << 8U,
    StartB = 1U << 9U,
    StartD = 1U << 10U,
    StartE = 1U << 11U,
    StartF = 1U << 12U,
    StartG = 1U << 13U,
    StartH = 1U << 14U,
    StartI = 1U << 15U,
    StartJ = 1U << 16U,
    StartK = 1U << 17U,
    StartL = 1U << 18U,
    StartM = 1U << 19U,
    Longer = 1U << 20U ///< the timer that StartA, E or G starts here waits longer than the last time
};

/// Which form of the machines a row belongs to, as bits.
enum TxForm : quint8
{
    In3261 = 1U,
    In6026 = 2U,
    InBoth = 3U
};

struct TxRow
{
    TxState state;
    TxInput input;
    quint32 actions;
    TxState next;
    quint8 forms;
    QStringView rule; ///< of the rule book
    QStringView why; ///< one sentence
};

/// Every row of a machine (the four transaction kinds), in the order of the RFC's diagram.
[[nodiscard]] std::span<const TxRow> transactionRows(MachineKind machine);
/// The row for this input in this state; nullptr when the input is absorbed without effect.
[[nodiscard]] const TxRow* findTransition(MachineKind machine, TransactionForm form, TxState state, TxInput input);

[[nodiscard]] QString toString(TxState state); ///< "Proceeding"

} // namespace siprace::proxy
