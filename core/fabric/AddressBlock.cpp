#include "AddressBlock.h"

#include <cstring>
#include <poll.h>
#include <sys/socket.h>

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
    char mark = 0;
    if (!sip::sendUdp(m_claim, QByteArray(1, mark), {advertised(1), port}))
        return;
    pollfd readable{m_claim.number(), POLLIN, 0};
    ::poll(&readable, 1, 1000);
    while (::recv(m_claim.number(), &mark, 1, MSG_DONTWAIT) > 0) { }
}

} // namespace siprace
