#include "StatelessAgent.h"

using namespace Qt::StringLiterals;

namespace siprace::sip {

Result<std::unique_ptr<StatelessAgent>> StatelessAgent::create(Loop& loop, const Binding& binding, Receive receive)
{
    std::unique_ptr<StatelessAgent> agent(new StatelessAgent(std::move(receive)));
    const quint16 port = binding.advertised.port;
    const auto arrived = [self = agent.get()](const QByteArray& datagram, const SocketName& source) {
        // A copy, because what arrives may end this agent.
        const Receive handOn = self->m_receive;
        if (auto message = Message::parse(datagram))
            handOn(*std::move(message), {dotted(source.address), source.port, "udp"});
    };
    agent->m_socket = UdpSocket::open(loop, {undotted(binding.hiddenHost), port}, arrived);
    if (!agent->m_socket)
        return fail({}, u"cannot listen on %1:%2"_s.arg(QLatin1StringView(binding.hiddenHost)).arg(port),
            u"is another program using this address?"_s);
    return agent;
}

Result<void> StatelessAgent::send(const Message& message, const Hop& to)
{
    const std::uint32_t address = undotted(to.host);
    if (address == 0 || !m_socket->send(message.toBytes(), {address, to.port}))
        return fail({}, u"no way to send to %1"_s.arg(QLatin1StringView(to.text())));
    return {};
}

} // namespace siprace::sip
