#include "Datagram.h"

#include <array>

namespace siprace {

namespace {

constexpr int quickly = 1; ///< zlib's level: the texts of one call are so alike that more effort gains little

/// The blocks a thread unpacked last: who reads one message mostly reads its neighbours too.
class UnpackedBlocks
{
public:
    [[nodiscard]] const QByteArray& of(const QByteArray& packed)
    {
        for (Block& block : m_blocks) {
            if (block.packed.constData() == packed.constData()) // shared, so it is that block and cannot go
                return block.plain;
        }
        Block& oldest = m_blocks[m_next];
        m_next = (m_next + 1) % m_blocks.size();
        oldest = {packed, qUncompress(packed)};
        return oldest.plain;
    }

private:
    struct Block
    {
        QByteArray packed;
        QByteArray plain;
    };
    std::array<Block, 2> m_blocks;
    std::size_t m_next = 0;
};

} // namespace

bool Datagram::operator==(const Datagram& other) const
{
    if (size() != other.size())
        return false;
    const bool isSamePlace = m_at == other.m_at && m_bytes.constData() == other.m_bytes.constData();
    return isSamePlace || bytes() == other.bytes();
}

void Datagram::pack(const std::vector<Datagram*>& datagrams)
{
    QByteArray plain;
    for (const Datagram* datagram : datagrams)
        plain += datagram->bytes();
    QByteArray block = qCompress(plain, quickly);
    block.squeeze(); // it has room for all that was packed
    qint32 at = 0;
    for (Datagram* datagram : datagrams) {
        const auto size = static_cast<qint32>(datagram->size());
        if (size > 0) {
            datagram->m_bytes = block;
            datagram->m_at = at;
            datagram->m_size = size;
        }
        at += size;
    }
}

QByteArray Datagram::unpacked() const
{
    static thread_local UnpackedBlocks blocks;
    return blocks.of(m_bytes).mid(m_at, m_size);
}

} // namespace siprace
