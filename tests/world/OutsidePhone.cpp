#include "OutsidePhone.h"

#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

namespace siprace {

namespace {
constexpr int pollMs = 20;

/// Via, From, To, Call-ID and CSeq as they came; the To gets a tag.
QByteArray responseTo(const QByteArray& request, const QByteArray& status, const QByteArray& contact)
{
    QByteArray response = "SIP/2.0 " + status + "\r\n";
    const QByteArrayList lines = request.left(request.indexOf("\r\n\r\n")).split('\n');
    for (const QByteArray& line : lines) {
        const QByteArray header = line.trimmed();
        const bool isCopied = header.startsWith("Via:") || header.startsWith("From:") || header.startsWith("To:")
            || header.startsWith("Call-ID:") || header.startsWith("CSeq:") || header.startsWith("Record-Route:");
        if (!isCopied)
            continue;
        const bool needsTag = header.startsWith("To:") && !header.contains(";tag=");
        response += header + (needsTag ? ";tag=outside" : "") + "\r\n";
    }
    return response + "Contact: <" + contact + ">\r\nContent-Length: 0\r\n\r\n";
}
} // namespace

OutsidePhone::OutsidePhone(const sip::SocketName& own)
    : m_own(own)
    , m_socket(sip::bindUdp(own.address, own.port))
    , m_thread([this] { work(); })
{
}

OutsidePhone::~OutsidePhone()
{
    m_isEnding = true;
    m_thread.join();
}

QByteArrayList OutsidePhone::received() const
{
    const std::scoped_lock lock(m_mutex);
    return m_received;
}

QByteArrayList OutsidePhone::sources() const
{
    const std::scoped_lock lock(m_mutex);
    return m_sources;
}

void OutsidePhone::work()
{
    std::array<char, 8192> buffer{};
    while (!m_isEnding && m_socket.isOpen()) {
        pollfd readable{m_socket.number(), POLLIN, 0};
        if (::poll(&readable, 1, pollMs) != 1)
            continue;
        sockaddr_in source{};
        socklen_t length = sizeof source;
        const ssize_t size = ::recvfrom(m_socket.number(), buffer.data(), buffer.size(), MSG_DONTWAIT,
            reinterpret_cast<sockaddr*>(&source), &length);
        if (size <= 0)
            continue;
        const QByteArray datagram(buffer.data(), size);
        const sip::SocketName from{ntohl(source.sin_addr.s_addr), ntohs(source.sin_port)};
        {
            const std::scoped_lock lock(m_mutex);
            m_received.append(datagram);
            m_sources.append(sip::dotted(from.address) + ':' + QByteArray::number(from.port));
        }
        answer(datagram, from);
    }
}

void OutsidePhone::answer(const QByteArray& request, const sip::SocketName& to)
{
    if (request.startsWith("SIP/2.0") || request.startsWith("ACK "))
        return;
    const QByteArray contact = "sip:outside@" + sip::dotted(m_own.address) + ':' + QByteArray::number(m_own.port);
    if (request.startsWith("INVITE "))
        sip::sendUdp(m_socket, responseTo(request, "180 Ringing", contact), to);
    sip::sendUdp(m_socket, responseTo(request, "200 OK", contact), to);
}

} // namespace siprace
