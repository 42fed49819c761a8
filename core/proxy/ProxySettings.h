#pragma once

#include "Time.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>

#include <optional>

namespace siprace::proxy {

enum class TransactionForm
{
    Rfc3261,
    Rfc6026
};
enum class Late2xx
{
    Forward,
    Drop,
    AckBye
};
enum class RememberBy
{
    Nothing,
    CallId,
    ToTag
};
enum class Stray
{
    Forward,
    Drop
};

/// The six knobs of a policy. Contract, "Policies".
struct PolicyKnobs
{
    TransactionForm transactions = TransactionForm::Rfc3261;
    Late2xx late2xx = Late2xx::Forward;
    RememberBy rememberBy = RememberBy::Nothing;
    std::optional<Duration> rememberFor; ///< nothing: 64*T1
    Stray stray = Stray::Forward;
    std::optional<Duration> linger; ///< nothing: `rfc`

    bool operator==(const PolicyKnobs&) const = default;
};

enum class Fork
{
    Parallel, ///< equal q together, lower q after
    Serial
};
enum class CancelUnreplied
{
    Wait,
    AtOnce
};
enum class SilentBranches
{
    Keep,
    Abandon
};
enum class CancelMemory
{
    None,
    Memory,
    Sqlite
};
enum class UnmatchedCancel
{
    Reply481,
    Ignore,
    Forward,
    Ledger
};

/// One contact an address leads to. `q` 0 … 1.
struct Contact
{
    QByteArray uri; ///< "sip:b1@127.100.0.21:5060"
    double q = 1.0;

    bool operator==(const Contact&) const = default;
};

/// Everything a proxy node is told. Contract, "Other settings of a proxy node".
struct ProxySettings
{
    PolicyKnobs policy;
    TimerValues timers;
    bool recordRoute = true;
    Fork fork = Fork::Parallel;
    std::optional<Duration> serialTimeout;
    CancelUnreplied cancelUnreplied = CancelUnreplied::Wait;
    SilentBranches silentBranches = SilentBranches::Keep;
    bool cancelReason = true;
    CancelMemory cancelMemory = CancelMemory::None;
    UnmatchedCancel unmatchedCancel = UnmatchedCancel::Reply481;
    Duration timerC = 181s;
    bool auth = false;
    bool authInDialog = false; ///< with `auth`: requests inside a dialog too, ACK and CANCEL never
    QHash<QByteArray, QByteArray> users; ///< digest users: name → password
    int maxBreadth = 60;
    QString personality; ///< id of the product it behaves as; empty: none. Its words; its settings are turned already
    int maxPending = 10'000; ///< INVITEs that wait for a final response
    QString store; ///< SQLite file of registrations and ledger; empty: memory

    bool operator==(const ProxySettings&) const = default;
};

} // namespace siprace::proxy
