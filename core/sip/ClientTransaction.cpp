#include "ClientTransaction.h"

#include "UserAgentImpl.h"

namespace siprace::sip {

ClientTransaction::ClientTransaction(std::shared_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

ClientTransaction::~ClientTransaction()
{
    m_impl->onResponse = {};
    if (m_impl->enter())
        nta_outgoing_destroy(m_impl->handle);
    m_impl->handle = nullptr;
}

int ClientTransaction::status() const
{
    return m_impl->enter() ? nta_outgoing_status(m_impl->handle) : 0;
}

std::unique_ptr<ClientTransaction> ClientTransaction::cancel(bool atOnce, ResponseHandler onResponse)
{
    if (!m_impl->enter())
        return nullptr;
    auto cancel = std::make_shared<Impl>();
    cancel->core = m_impl->core;
    cancel->onResponse = std::move(onResponse);
    cancel->handle = nta_outgoing_tcancel(
        m_impl->handle, &Impl::onAnswer, cancel.get(), TAG_IF(atOnce, NTATAG_CANCEL_2543(1)), TAG_END());
    if (!cancel->handle)
        return nullptr;
    return std::unique_ptr<ClientTransaction>(new ClientTransaction(std::move(cancel)));
}

int ClientTransaction::Impl::onAnswer(void* self, nta_outgoing_t*, const sip_t* sip) noexcept
{
    // The handler may drop its transaction, and with it this.
    const auto alive = static_cast<Impl*>(self)->shared_from_this();
    alive->receive(sip);
    return 0;
}

void ClientTransaction::Impl::receive(const sip_t* sip)
{
    if (!onResponse)
        return;
    const auto handler = onResponse; // the handler may replace or clear itself
    ClientResponse response;
    response.status = sip && sip->sip_status ? sip->sip_status->st_status : 408;
    response.isLocal = !sip || nta_sip_is_internal(const_cast<sip_t*>(sip));
    if (!response.isLocal)
        response.message = core.lock()->adopt(nta_outgoing_getresponse(handle));
    handler(response);
}

} // namespace siprace::sip
