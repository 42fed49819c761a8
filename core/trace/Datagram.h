#pragma once

#include <QByteArray>

#include <vector>

namespace siprace {

/// The bytes of one datagram, as a value. Those of a long trace are kept compressed, many datagrams in a block that
/// they share; they are unpacked where they are read, so keep what bytes() gives while you need it. Any thread may read
/// any.
class Datagram
{
public:
    Datagram() = default;
    Datagram(QByteArray bytes) // NOLINT(google-explicit-constructor): it is those bytes
        : m_bytes(std::move(bytes))
    {
    }
    Datagram(const char* text) // NOLINT(google-explicit-constructor): for a literal
        : m_bytes(text)
    {
    }
    [[nodiscard]] QByteArray bytes() const { return m_at < 0 ? m_bytes : unpacked(); }
    [[nodiscard]] qsizetype size() const { return m_at < 0 ? m_bytes.size() : m_size; }
    [[nodiscard]] bool isEmpty() const { return size() == 0; }
    bool operator==(const Datagram& other) const;

    /// Puts datagrams, best those of neighbours, into one block. Each stays the value it was.
    static void pack(const std::vector<Datagram*>& datagrams);

private:
    [[nodiscard]] QByteArray unpacked() const;

    QByteArray m_bytes; ///< its own, or the block it is in
    qint32 m_at = -1; ///< where in the block, unpacked; -1: in none
    qint32 m_size = 0; ///< in the block
};

} // namespace siprace
