#pragma once

#include "Outbox.h"
#include "TransactionTable.h"

#include <QHash>

#include <array>
#include <memory>
#include <utility>

namespace siprace::proxy {

/// What a transaction is there for.
enum class TxRole : quint8
{
    Upstream, ///< server side of a response context
    Local, ///< server side of a request the proxy answers itself
    Forwarded, ///< a branch of a response context
    OwnCancel, ///< the proxy's CANCEL of a branch
    OwnBye ///< ack-bye: the proxy's BYE
};

/// One transaction: where it stands in its table, what it sends again, and its running timers.
struct Transaction
{
    quint64 id = 0;
    MachineKind kind = MachineKind::NonInviteServer;
    TxState state = TxState::None;
    TxRole role = TxRole::Local;
    QByteArray key; ///< in the index
    QString machine; ///< in the trace
    QString label;
    sip::Hop peer;
    sip::Message request;
    sip::Message response; ///< server: the latest sent
    sip::Message ack; ///< INVITE client: to the failure
    Why sendWhy; ///< why the request or the latest response is sent
    quint64 context = 0;
    int branch = -1;
    bool lingers = false; ///< its context decides when it is forgotten, not Timers D, I, K, L, M
    Duration interval{0}; ///< of A, E or G
    std::array<quint64, timerKinds> timers{};

    [[nodiscard]] bool isClient() const
    {
        return kind == MachineKind::InviteClient || kind == MachineKind::NonInviteClient;
    }
    [[nodiscard]] bool isReliable() const { return peer.transport != "udp"; }
};

/// What a transaction tells the core.
enum class TxEvent : quint8
{
    Nothing, ///< absorbed, or handled below
    Message, ///< the message at hand goes up
    Timeout,
    Error
};

/// How long a client transaction waits.
struct ClientWaits
{
    Duration answer; ///< for a response, Timers B and F
    Duration invite; ///< the longest between two copies of an INVITE, Timer A; RFC 3261 knows no bound
};

/// All transactions of a proxy: matching, the tables' actions, timers. RFC 3261 §17.
class TransactionLayer
{
public:
    TransactionLayer(TransactionForm form, const TimerValues& timers, const ClientWaits& waits, Outbox& out);

    /// A new server transaction for a request that matched none.
    Transaction& beginServer(const sip::Message& request, TxRole role, quint64 context);
    /// A new client transaction; the request leaves at once.
    Transaction& beginClient(Transaction prepared);
    /// Takes up a client or server transaction in Proceeding whose beginning a restart has wiped out; sends nothing.
    Transaction& restore(Transaction prepared, const Why& why);

    [[nodiscard]] Transaction* find(quint64 id);
    /// The client transaction of a response, by branch and CSeq method. RFC 3261 §17.1.3.
    [[nodiscard]] Transaction* matchResponse(const QByteArray& viaBranch, const QByteArray& cseqMethod);
    /// The server transaction of a request; of an ACK the INVITE's. RFC 3261 §17.2.3.
    [[nodiscard]] Transaction* matchRequest(const sip::Message& request);
    /// The key of the server transaction that this request begins. RFC 3261 §17.2.3.
    [[nodiscard]] static QByteArray requestKey(const sip::Message& request);
    /// The key of the INVITE that a CANCEL (or the INVITE itself) belongs to. RFC 3261 §9.2.
    [[nodiscard]] static QByteArray inviteKey(const sip::Message& request);

    /// Feeds one input. A transaction that ends is gone afterwards: use nothing of it but what you copied.
    TxEvent drive(Transaction& transaction, TxInput input);
    /// The core answers a request.
    void respond(Transaction& transaction, const sip::Message& response, Why why);
    /// The response at hand is for this client transaction.
    TxEvent receive(Transaction& transaction, const sip::Message& response);
    TxEvent fire(Transaction& transaction, TimerKind kind);
    /// Ends a transaction from above.
    void destroy(Transaction& transaction, const Why& why);
    /// The request is not sent again, what still comes is handled. `silent-branches: abandon`.
    void abandon(Transaction& transaction, const Why& why);
    /// A client transaction neither repeats its request nor times out any more; whoever asks for it ends it.
    void hush(Transaction& transaction, const Why& why);

    [[nodiscard]] int count() const { return int(m_transactions.size()); }
    /// The contexts whose transactions have ended since the last call, once for each.
    [[nodiscard]] std::vector<quint64> takeEnded() { return std::exchange(m_ended, {}); }

private:
    Transaction& insert(Transaction transaction);
    void perform(Transaction& transaction, const TxRow& row);
    void startTimers(Transaction& transaction, const TxRow& row);
    void start(Transaction& transaction, TimerKind kind, Duration after, const TxRow& row);
    void startAgain(Transaction& transaction, TimerKind kind, const TxRow& row);
    void erase(quint64 id);

    TransactionForm m_form;
    TimerValues m_timers;
    ClientWaits m_waits;
    Outbox& m_out;
    quint64 m_last = 0;
    std::unordered_map<quint64, std::unique_ptr<Transaction>> m_transactions;
    QHash<QByteArray, quint64> m_servers;
    QHash<QByteArray, quint64> m_clients;
    std::vector<quint64> m_ended;
};

/// The input that a status is for a client transaction.
[[nodiscard]] TxInput arrival(int status);

} // namespace siprace::proxy
