#include "AddressBlock.h"

#include <arpa/inet.h>
#include <cstring>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace siprace {

namespace {
std::uint32_t blockAddress(int block, int host)
{
    return (127U << 24U) | (static_cast<std::uint32_t>(block) << 16U) | static_cast<std::uint32_t>(host);
}

int hostIn(std::uint32_t address, int block)
{
    return (address & 0xffffff00U) == blockAddress(block, 0) ? static_cast<int>(address & 0xffU) : -1;
}

void replaceAll(QByteArray& bytes, const QByteArray& from, const QByteArray& to)
{
    Q_ASSERT(from.size() == to.size());
    for (auto at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + from.size()))
        std::memcpy(bytes.data() + at, to.constData(), static_cast<std::size_t>(to.size()));
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
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(port);
    name.sin_addr.s_addr = htonl(address);
    if (::bind(descriptor.number(), reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0)
        return {};
    return descriptor;
}

AddressBlock AddressBlock::claim(int number)
{
    AddressBlock block;
    block.m_number = number;
    block.m_claim = bindUdp(blockAddress(number, 1), port);
    return block;
}

std::uint32_t AddressBlock::advertised(int host) const
{
    return blockAddress(m_number, host);
}

std::uint32_t AddressBlock::hidden(int host) const
{
    return blockAddress(m_number + hiddenOffset, host);
}

int AddressBlock::advertisedHost(std::uint32_t address) const
{
    return hostIn(address, m_number);
}

int AddressBlock::hiddenHost(std::uint32_t address) const
{
    return hostIn(address, m_number + hiddenOffset);
}

QByteArray AddressBlock::canonical(const QByteArray& bytes) const
{
    if (m_number == first)
        return bytes;
    QByteArray result = bytes;
    replaceAll(result, "127." + QByteArray::number(m_number) + ".0.", "127." + QByteArray::number(first) + ".0.");
    replaceAll(result, "127." + QByteArray::number(m_number + hiddenOffset) + ".0.",
        "127." + QByteArray::number(first + hiddenOffset) + ".0.");
    return result;
}

void AddressBlock::settle() const
{
    // Loopback queues datagrams in order, so once this one is here all earlier ones are where they belong.
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(port);
    name.sin_addr.s_addr = htonl(advertised(1));
    char mark = 0;
    if (::sendto(m_claim.number(), &mark, 1, 0, reinterpret_cast<const sockaddr*>(&name), sizeof name) != 1)
        return;
    pollfd readable{m_claim.number(), POLLIN, 0};
    ::poll(&readable, 1, 1000);
    while (::recv(m_claim.number(), &mark, 1, MSG_DONTWAIT) > 0) { }
}

QByteArray dotted(std::uint32_t address)
{
    QByteArray text;
    for (const unsigned shift : {24U, 16U, 8U, 0U}) {
        if (!text.isEmpty())
            text += '.';
        text += QByteArray::number((address >> shift) & 0xffU);
    }
    return text;
}

std::uint32_t undotted(const QByteArray& text)
{
    in_addr address{};
    return inet_pton(AF_INET, text.constData(), &address) == 1 ? ntohl(address.s_addr) : 0;
}

} // namespace siprace
