#include "UdpSocket.h"

#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace siprace::sip {

namespace {
constexpr std::size_t largestDatagram = 65535;

sockaddr_in systemName(std::uint32_t address, std::uint16_t port)
{
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(port);
    name.sin_addr.s_addr = htonl(address);
    return name;
}
} // namespace

Descriptor::~Descriptor()
{
    if (m_number >= 0)
        ::close(m_number);
}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept
{
    if (this != &other) {
        Descriptor old(std::exchange(m_number, other.take()));
    }
    return *this;
}

Descriptor bindUdp(std::uint32_t address, std::uint16_t port)
{
    Descriptor descriptor(::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!descriptor.isOpen())
        return descriptor;
    const sockaddr_in name = systemName(address, port);
    if (::bind(descriptor.number(), reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0)
        return {};
    return descriptor;
}

bool sendUdp(const Descriptor& descriptor, const QByteArray& datagram, const SocketName& to)
{
    const sockaddr_in name = systemName(to.address, to.port);
    return ::sendto(descriptor.number(), datagram.constData(), static_cast<std::size_t>(datagram.size()), MSG_DONTWAIT,
               reinterpret_cast<const sockaddr*>(&name), sizeof name)
        == datagram.size();
}

Descriptor connectUdp(const SocketName& peer)
{
    Descriptor descriptor(::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!descriptor.isOpen())
        return descriptor;
    const sockaddr_in name = systemName(peer.address, peer.port);
    if (::connect(descriptor.number(), reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0)
        return {};
    return descriptor;
}

bool sendConnected(const Descriptor& descriptor, const QByteArray& datagram)
{
    return ::send(descriptor.number(), datagram.constData(), static_cast<std::size_t>(datagram.size()), MSG_DONTWAIT)
        == datagram.size();
}

QByteArray dotted(std::uint32_t address)
{
    std::array<char, 16> text{};
    char* end = text.data();
    for (const unsigned shift : {24U, 16U, 8U, 0U}) {
        if (end != text.data())
            *end++ = '.';
        end = std::to_chars(end, text.data() + text.size(), (address >> shift) & 0xffU).ptr;
    }
    return {text.data(), end - text.data()};
}

std::uint32_t undotted(const QByteArray& text)
{
    constexpr int numbers = 4;
    constexpr qsizetype mostDigits = 3;
    std::uint32_t address = 0;
    qsizetype at = 0;
    for (int i = 0; i < numbers; ++i) {
        unsigned number = 0;
        const qsizetype start = at;
        while (at < text.size() && at - start < mostDigits && text[at] >= '0' && text[at] <= '9')
            number = number * 10 + static_cast<unsigned>(text[at++] - '0');
        const bool isEndRight = i == numbers - 1 ? at == text.size() : at < text.size() && text[at] == '.';
        if (at == start || number > 255 || !isEndRight || (text[start] == '0' && at - start > 1))
            return 0;
        address = (address << 8U) | number;
        ++at;
    }
    return address;
}

std::unique_ptr<UdpSocket> UdpSocket::open(Loop& loop, const SocketName& own, Receive receive)
{
    Descriptor descriptor = bindUdp(own.address, own.port);
    if (!descriptor.isOpen())
        return nullptr;
    return std::unique_ptr<UdpSocket>(new UdpSocket(loop, std::move(descriptor), std::move(receive)));
}

UdpSocket::UdpSocket(Loop& loop, Descriptor descriptor, Receive receive)
    : m_loop(loop)
    , m_descriptor(std::move(descriptor))
    , m_receive(std::move(receive))
    , m_watch(loop.watch(m_descriptor.number(), [this] { readOne(); }))
{
}

UdpSocket::~UdpSocket()
{
    m_loop.unwatch(m_watch);
}

void UdpSocket::readOne()
{
    // One datagram a wake-up: what several sockets hold is then read in the order it was sent.
    thread_local std::array<char, largestDatagram> buffer;
    sockaddr_in source{};
    socklen_t length = sizeof source;
    const ssize_t size = ::recvfrom(m_descriptor.number(), buffer.data(), buffer.size(), MSG_DONTWAIT,
        reinterpret_cast<sockaddr*>(&source), &length);
    if (size < 0)
        return; // the error of an earlier send to a node that is down
    m_receive(QByteArray(buffer.data(), size), {ntohl(source.sin_addr.s_addr), ntohs(source.sin_port)});
}

} // namespace siprace::sip
