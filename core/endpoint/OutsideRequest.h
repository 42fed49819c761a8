#pragma once

#include "EndpointContext.h"

namespace siprace {

/// One request outside any dialog, other than INVITE: REGISTER, OPTIONS. Answers one challenge. RFC 3261 §8.1, §10.2.
class OutsideRequest : public std::enable_shared_from_this<OutsideRequest>
{
public:
    OutsideRequest(EndpointContext& context, RequestDraft draft, sip::Hop hop);

    void send(Why why, int causedBy);
    /// The last number it has used: the next request of its Call-ID goes on from there.
    [[nodiscard]] quint32 cseq() const { return m_draft.cseq; }
    [[nodiscard]] bool isBusy() const { return m_transaction && !m_transaction->hasFinal(); }

private:
    void receive(const sip::ClientResponse& response);
    /// The user of the address that a REGISTER is about.
    [[nodiscard]] QByteArray registered() const;

    EndpointContext& m_context;
    RequestDraft m_draft;
    sip::Hop m_hop;
    bool m_hasCredentials = false;
    std::unique_ptr<sip::ClientTransaction> m_transaction;
};

/// Puts credentials in the place of those a draft has.
void replaceCredentials(RequestDraft& draft, const QByteArrayList& credentials);

} // namespace siprace
