#include "ServerTransaction.h"

#include "UserAgentImpl.h"

namespace siprace::sip {

ServerTransaction::ServerTransaction(std::shared_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

ServerTransaction::~ServerTransaction()
{
    m_impl->events = {};
    if (m_impl->enter())
        nta_incoming_destroy(m_impl->handle);
    m_impl->handle = nullptr;
}

const Message& ServerTransaction::request() const
{
    return m_impl->request;
}

void ServerTransaction::setTag(const QByteArray& tag)
{
    if (m_impl->enter())
        nta_incoming_tag(m_impl->handle, tag.constData());
}

void ServerTransaction::bind(Events events)
{
    m_impl->events = std::move(events);
    if (m_impl->enter())
        nta_incoming_bind(m_impl->handle, &Impl::onEvent, m_impl.get());
}

bool ServerTransaction::respond(const Answer& answer)
{
    if (!m_impl->enter())
        return false;
    const QByteArray headers = answer.headers.join("\r\n");
    const char* phrase = answer.reason.isEmpty() ? sip_status_phrase(answer.status) : answer.reason.constData();
    return nta_incoming_treply(m_impl->handle, answer.status, phrase ? phrase : "Other",
               TAG_IF(!headers.isEmpty(), SIPTAG_HEADER_STR(headers.constData())),
               TAG_IF(!answer.body.isEmpty(), SIPTAG_CONTENT_TYPE_STR("application/sdp")),
               TAG_IF(!answer.body.isEmpty(), SIPTAG_PAYLOAD_STR(answer.body.constData())), TAG_END())
        == 0;
}

int ServerTransaction::status() const
{
    return m_impl->enter() ? nta_incoming_status(m_impl->handle) : 0;
}

int ServerTransaction::Impl::onEvent(void* self, nta_incoming_t*, const sip_t* sip) noexcept
{
    const auto alive = static_cast<Impl*>(self)->shared_from_this();
    alive->receive(sip);
    return 0;
}

void ServerTransaction::Impl::receive(const sip_t* sip)
{
    if (!sip) {
        if (const auto handler = events.unacknowledged)
            handler();
        return;
    }
    const bool isAck = sip->sip_request && sip->sip_request->rq_method == sip_method_ack;
    if (const auto handler = isAck ? events.acknowledged : events.cancelled)
        handler(core.lock()->adopt(nta_incoming_getrequest_ackcancel(handle)));
}

} // namespace siprace::sip
