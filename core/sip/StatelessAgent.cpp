#include "StatelessAgent.h"

#include "LoopImpl.h"
#include "MessageAccess.h"

#include <QString>

#include <arpa/inet.h>

namespace siprace::sip {

namespace {
Hop sourceOf(msg_t* msg)
{
    Hop hop;
    const su_sockaddr_t* address = msg_addr(msg);
    char text[INET6_ADDRSTRLEN] = {};
    if (address->su_family == AF_INET)
        inet_ntop(AF_INET, &address->su_sin.sin_addr, text, sizeof text);
    else if (address->su_family == AF_INET6)
        inet_ntop(AF_INET6, &address->su_sin6.sin6_addr, text, sizeof text);
    hop.host = text;
    hop.port = ntohs(address->su_port);
    const su_addrinfo_t* info = msg_addrinfo(msg);
    hop.transport = info && info->ai_protocol == IPPROTO_TCP ? "tcp" : "udp";
    return hop;
}
} // namespace

struct StatelessAgent::Impl
{
    Impl(Loop& ownLoop, Receive onReceive)
        : loop(ownLoop)
        , receive(std::move(onReceive))
    {
    }

    static int onMessage(void* self, nta_agent_t*, msg_t* msg, sip_t*) noexcept
    {
        static_cast<Impl*>(self)->arrived(msg);
        return 0;
    }
    void arrived(msg_t* msg)
    {
        const Hop source = sourceOf(msg);
        Message message = MessageAccess::adopt(msg);
        if (!message.isNull())
            receive(std::move(message), source);
    }

    Loop& loop;
    Receive receive;
    Agent agent;
};

Result<std::unique_ptr<StatelessAgent>> StatelessAgent::create(Loop& loop, const Binding& binding, Receive receive)
{
    loop.makeCurrent();
    auto impl = std::make_unique<Impl>(loop, std::move(receive));
    const Hop& own = binding.advertised;
    const QByteArray url = bindingUrl(own.host, own.port, own.transport, binding.hiddenHost);
    impl->agent.reset(nta_agent_create(loop.impl().root.get(), URL_STRING_MAKE(url.constData()), &Impl::onMessage,
        impl.get(), NTATAG_UA(0), NTATAG_STATELESS(1), NTATAG_SERVER_RPORT(0), TPTAG_STUN_SERVER(0), TAG_END()));
    if (!impl->agent)
        return fail({},
            QStringLiteral("cannot listen on %1:%2").arg(QLatin1StringView(binding.hiddenHost)).arg(own.port),
            QStringLiteral("is another program using this address?"));
    return std::unique_ptr<StatelessAgent>(new StatelessAgent(std::move(impl)));
}

StatelessAgent::StatelessAgent(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

StatelessAgent::~StatelessAgent()
{
    m_impl->loop.makeCurrent();
}

Result<void> StatelessAgent::send(const Message& message, const Hop& to)
{
    m_impl->loop.makeCurrent();
    const MsgHandle msg = MessageAccess::make(message);
    if (!msg)
        return fail({}, QStringLiteral("this message cannot be sent: it is no SIP"));
    // Straight to the transport: nta_msg_tsend would take the top Via off a response, ours or not.
    const QByteArray port = QByteArray::number(to.port);
    const tp_name_t name{
        to.transport.constData(), to.host.constData(), to.host.constData(), port.constData(), nullptr, nullptr};
    if (!tport_tsend(nta_agent_tports(m_impl->agent.get()), msg.get(), &name, TAG_END()))
        return fail({}, QStringLiteral("no way to send to %1").arg(QLatin1StringView(to.text())));
    return {};
}

} // namespace siprace::sip
