#include "ProxyCore.h"

#include "CoreImpl.h"

namespace siprace::proxy {

ProxyCore::ProxyCore(ProxySettings settings, Identity identity, Location* location, CancelLedger* ledger)
    : m_impl(std::make_unique<Impl>(std::move(settings), std::move(identity), location, ledger))
{
}

ProxyCore::~ProxyCore() = default;

namespace {
int traceNumberOf(const Input& input)
{
    if (const auto* received = std::get_if<MessageReceived>(&input))
        return received->traceNumber;
    const auto* garbage = std::get_if<GarbageReceived>(&input);
    return garbage ? garbage->traceNumber : 0;
}
} // namespace

Effects ProxyCore::handle(const Input& input, Instant now)
{
    m_impl->core.out.begin(now, traceNumberOf(input));
    std::visit([this](const auto& what) { m_impl->on(what); }, input);
    m_impl->closeFinished();
    return m_impl->core.out.take();
}

void ProxyCore::recycle(Effects&& performed)
{
    m_impl->core.out.recycle(std::move(performed));
}

int ProxyCore::nextBranch() const
{
    return m_impl->core.m_nextBranch;
}

int ProxyCore::liveTransactions() const
{
    return m_impl->core.transactions.count();
}

int ProxyCore::liveContexts() const
{
    return int(m_impl->contexts.size());
}

} // namespace siprace::proxy
