#pragma once

#include "ForkPolicy.h"
#include "Location.h"
#include "Outbox.h"
#include "RefusedMemory.h"
#include "TransactionLayer.h"
#include "Uri.h"

namespace siprace::proxy {

/// A dialog that the proxy has hung up in the caller's place.
struct LateDialog
{
    sip::Message ack; ///< sent again for every copy of the 2xx
    sip::Hop hop;
    Instant until;
};

/// What the parts of one proxy share. Owned by ProxyCore, used on its thread, never kept by anybody else.
struct CoreState
{
    CoreState(ProxySettings s, Identity who, Location* where, CancelLedger* book);

    ProxySettings settings;
    Identity identity;
    Location* location;
    CancelLedger* ledger;
    Outbox out;
    ForkPolicy policy;
    TransactionLayer transactions;
    sip::Hop source; ///< of the message at hand
    int pendingInvites = 0; ///< without a final response yet
    RefusedMemory refused; ///< without state, because there was too much of it
    QHash<QByteArray, LateDialog> lateDialogs; ///< by Call-ID, tags and CSeq
    mutable QHash<QByteArray, quint32> usedNonces; ///< the highest nc of each that has been used, RFC 7616 §3.4

    /// This proxy's Via over that transport ("udp", "tcp"), without a branch.
    [[nodiscard]] sip::Via ownVia(const QByteArray& transport) const;
    /// This proxy's Via with the next branch number: z9hG4bK-proxy-3.
    [[nodiscard]] sip::Via numberedVia(const QByteArray& transport);
    /// The Via of a request that is passed on without state: a function of the branch it came with. RFC 3261 §16.11.
    [[nodiscard]] sip::Via statelessVia(const sip::Message& request, const QByteArray& transport) const;
    /// True when a branch of ours was made by statelessVia().
    [[nodiscard]] bool isStateless(const QByteArray& viaBranch) const;
    /// The To tag of the proxy's own responses to this request: a function of its branch, so that the response to an
    /// INVITE and to its CANCEL agree. RFC 3261 §9.2.
    [[nodiscard]] QByteArray ownTag(const sip::Message& request) const;
    [[nodiscard]] bool isOwnAddress(const sip::Hop& hop) const;
    /// What a user of ours is known under: a phone that knows no name for us registers at our address.
    [[nodiscard]] QByteArray addressOfRecord(sip::Uri uri) const;
    /// "<sip:127.100.0.12:5060;lr>" without the brackets; over TCP with `;transport=tcp`. On an open network with a
    /// seal for that call.
    [[nodiscard]] QByteArray recordRouteUri(const QByteArray& transport, const QByteArray& callId) const;
    /// Whether a Route of the request leads along what this proxy recorded in its call.
    [[nodiscard]] bool isOnRecordedRoute(const sip::Message& request) const;
    /// False for a branch that this proxy has not made. Without a secret every one passes.
    [[nodiscard]] bool isOwnBranch(const QByteArray& viaBranch) const;

private:
    [[nodiscard]] QByteArray receivedBranch(const sip::Message& request) const;
    [[nodiscard]] QByteArray sealed(const QByteArray& branch) const;
    [[nodiscard]] QByteArray seal(const QByteArray& text) const;

    int m_nextBranch;
    friend class ProxyCore;
};

} // namespace siprace::proxy
