#include "Face.h"

#include <array>
#include <netinet/in.h>
#include <sys/socket.h>

namespace siprace {

namespace {
constexpr std::size_t largestDatagram = 65535;
}

std::unique_ptr<Face> Face::open(sip::Loop& loop, std::uint32_t address, Receive receive)
{
    Descriptor descriptor = bindUdp(address, AddressBlock::port);
    if (!descriptor.isOpen())
        return nullptr;
    return std::unique_ptr<Face>(new Face(loop, std::move(descriptor), std::move(receive)));
}

Face::Face(sip::Loop& loop, Descriptor descriptor, Receive receive)
    : m_loop(loop)
    , m_descriptor(std::move(descriptor))
    , m_receive(std::move(receive))
    , m_watch(loop.watch(m_descriptor.number(), [this] { readOne(); }))
{
}

Face::~Face()
{
    m_loop.unwatch(m_watch);
}

void Face::readOne()
{
    // One datagram a wake-up: what several faces hold is then read in the order it was sent.
    thread_local std::array<char, largestDatagram> buffer;
    sockaddr_in source{};
    socklen_t length = sizeof source;
    const ssize_t size = ::recvfrom(m_descriptor.number(), buffer.data(), buffer.size(), MSG_DONTWAIT,
        reinterpret_cast<sockaddr*>(&source), &length);
    if (size < 0)
        return; // the error of an earlier send to a node that is down
    m_receive(QByteArray(buffer.data(), size), ntohl(source.sin_addr.s_addr));
}

bool Face::send(const QByteArray& datagram, std::uint32_t to)
{
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(AddressBlock::port);
    name.sin_addr.s_addr = htonl(to);
    return ::sendto(m_descriptor.number(), datagram.constData(), static_cast<std::size_t>(datagram.size()),
               MSG_DONTWAIT, reinterpret_cast<const sockaddr*>(&name), sizeof name)
        == datagram.size();
}

} // namespace siprace
