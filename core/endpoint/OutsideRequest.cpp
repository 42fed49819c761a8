#include "OutsideRequest.h"

#include "Uri.h"

using namespace Qt::StringLiterals;

namespace siprace {

OutsideRequest::OutsideRequest(EndpointContext& context, RequestDraft draft, sip::Hop hop)
    : m_context(context)
    , m_draft(std::move(draft))
    , m_hop(std::move(hop))
{
}

void OutsideRequest::send(Why why, int causedBy)
{
    m_draft.branch = m_context.newBranch();
    m_transaction = m_context.send(m_draft.message(), m_hop, std::move(why), causedBy,
        [weak = weak_from_this()](const sip::ClientResponse& response) {
            if (const auto self = weak.lock())
                self->receive(response);
        });
}

void OutsideRequest::receive(const sip::ClientResponse& response)
{
    if (response.status != 401 && response.status != 407)
        return;
    const int n = m_context.narrator.numberOf(response.message);
    if (m_hasCredentials && !isStale(response.message)) {
        m_context.narrator.decided(n, {u"R-603"_s, u"The same credentials are not sent twice: it gives up."_s});
        return;
    }
    const QByteArrayList credentials
        = m_context.credentialsFor(response.message, m_draft.method, m_draft.uri, registered());
    if (credentials.isEmpty())
        return;
    replaceCredentials(m_draft, credentials);
    m_hasCredentials = true;
    ++m_draft.cseq;
    send({u"R-602"_s, u"Challenged: the same request again with credentials and the next CSeq."_s}, n);
}

QByteArray OutsideRequest::registered() const
{
    const QByteArray address = m_draft.to.mid(1, m_draft.to.size() - 2); // without its brackets
    const auto uri = sip::Uri::parse(address);
    return m_draft.method == "REGISTER" && uri ? uri->user : QByteArray();
}

void replaceCredentials(RequestDraft& draft, const QByteArrayList& credentials)
{
    draft.headers.removeIf([](const QByteArray& line) {
        return line.startsWith("Authorization:") || line.startsWith("Proxy-Authorization:");
    });
    draft.headers += credentials;
}

} // namespace siprace
