#pragma once

#include <QByteArrayView>

#include <cstdint>

namespace siprace {

/// 64 bits that stand for a sequence of values, the same in every process and on every machine. Two sequences with the
/// same bits are taken for the same one.
class Fingerprint
{
public:
    Fingerprint& add(std::uint64_t value)
    {
        m_bits = mixed(m_bits ^ (value + 0x9e3779b97f4a7c15ULL));
        return *this;
    }
    Fingerprint& add(QByteArrayView text)
    {
        std::uint64_t bits = 0xcbf29ce484222325ULL; // FNV-1a
        for (const char c : text)
            bits = (bits ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
        return add(bits).add(static_cast<std::uint64_t>(text.size()));
    }
    [[nodiscard]] std::uint64_t bits() const { return m_bits; }

private:
    /// The finaliser of splitmix64: every bit of the input changes half of the output.
    static std::uint64_t mixed(std::uint64_t bits)
    {
        bits = (bits ^ (bits >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        bits = (bits ^ (bits >> 27U)) * 0x94d049bb133111ebULL;
        return bits ^ (bits >> 31U);
    }

    std::uint64_t m_bits = 0;
};

} // namespace siprace
