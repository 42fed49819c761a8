#pragma once

#include "ProxyCore.h"
#include "RequestRouter.h"
#include "ResponseContext.h"

#include <QHash>

namespace siprace::proxy {

/// Sorts inputs: to the transactions first, then to their response context, else by the rules for what matches nothing.
struct ProxyCore::Impl
{
    Impl(ProxySettings settings, Identity identity, Location* location, CancelLedger* ledger);

    void on(const MessageReceived& received);
    void on(const GarbageReceived& garbage);
    void on(const TimerFired& fired);
    void on(const SendFailed& failed);
    /// Contexts whose last transaction has ended go.
    void closeFinished();

    // ---- requests (CoreRequests.cpp) ----
    void request(const sip::Message& message);
    void refuseBusy(const sip::Message& message, const QString& what);
    void copyOf(Transaction& transaction, const sip::Message& message);
    void ack(const sip::Message& message);
    void cancel(const sip::Message& message);
    void unmatchedCancel(const sip::Message& message);
    void begin(const sip::Message& message);
    /// Answers a request without forwarding it.
    void answer(const sip::Message& message, const LocalAnswer& own);
    [[nodiscard]] ResponseContext& addContext(RoutedRequest routed, const QByteArray& upstreamKey);

    // ---- responses (CoreResponses.cpp) ----
    void response(const sip::Message& message, const sip::Hop& source);
    void stray(const sip::Message& message, const sip::Via& own);
    void report(const Transaction& transaction, TxEvent event);
    [[nodiscard]] ResponseContext* contextOf(quint64 id);

    CoreState core;
    std::unordered_map<quint64, std::unique_ptr<ResponseContext>> contexts;
    QHash<QByteArray, quint64> contextsByUpstream; ///< inviteKey → context, for CANCEL
    quint64 lastContext = 0;
};

} // namespace siprace::proxy
