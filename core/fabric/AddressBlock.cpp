#include "AddressBlock.h"

#include <algorithm>
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

/// "123.0.", what follows "127." in an address of a block.
QByteArray blockText(int block)
{
    return QByteArray::number(block) + ".0.";
}
} // namespace

AddressBlock AddressBlock::claim(int number)
{
    AddressBlock block;
    block.m_number = number;
    block.m_text = blockText(number);
    block.m_hiddenText = blockText(number + hiddenOffset);
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
    static const QByteArray firstText = blockText(first);
    static const QByteArray firstHiddenText = blockText(first + hiddenOffset);
    QByteArray result = bytes;
    // This runs for every message: one look at each "127.", in place, since all numbers have three digits.
    char* const end = result.data() + result.size();
    for (char* at = result.data();
         (at = static_cast<char*>(::memmem(at, static_cast<std::size_t>(end - at), "127.", 4))) != nullptr;) {
        at += 4;
        const QByteArrayView rest(at, end);
        if (rest.startsWith(m_text))
            std::copy_n(firstText.data(), firstText.size(), at);
        else if (rest.startsWith(m_hiddenText))
            std::copy_n(firstHiddenText.data(), firstHiddenText.size(), at);
    }
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
