#pragma once

#include "Hop.h"
#include "Result.h"

#include <QByteArray>

#include <cstdint>

namespace siprace {

/// A descriptor that closes itself.
class Descriptor
{
public:
    Descriptor() = default;
    explicit Descriptor(int number)
        : m_number(number)
    {
    }
    ~Descriptor();
    Descriptor(Descriptor&& other) noexcept
        : m_number(other.take())
    {
    }
    Descriptor& operator=(Descriptor&& other) noexcept;
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    [[nodiscard]] int number() const { return m_number; }
    [[nodiscard]] bool isOpen() const { return m_number >= 0; }

private:
    int take()
    {
        const int number = m_number;
        m_number = -1;
        return number;
    }
    int m_number = -1;
};

/// A UDP socket of ours, without blocking, bound to an IPv4 address in host order; closed when the address is taken.
[[nodiscard]] Descriptor bindUdp(std::uint32_t address, std::uint16_t port);

/// A pair of /24 loopback blocks of one world: 127.B.0.0 advertised, 127.(B+100).0.0 bound by the nodes. Claimed by
/// binding 127.B.0.1, so that many worlds and many programs run at once.
class AddressBlock
{
public:
    static constexpr int first = 100;
    static constexpr int last = 154;
    static constexpr int hiddenOffset = 100;
    static constexpr std::uint16_t port = 5060;

    /// Takes block `number`, or gives a closed claim when somebody has it.
    [[nodiscard]] static AddressBlock claim(int number);

    [[nodiscard]] bool isOurs() const { return m_claim.isOpen(); }
    [[nodiscard]] int number() const { return m_number; }
    [[nodiscard]] std::uint32_t advertised(int host) const;
    [[nodiscard]] std::uint32_t hidden(int host) const;
    /// The host part when the address lies in the advertised block, else -1.
    [[nodiscard]] int advertisedHost(std::uint32_t address) const;
    [[nodiscard]] int hiddenHost(std::uint32_t address) const;
    /// The same bytes with every address of this block written as one of block 100: equally long, so a Content-Length
    /// stays true. Contract, "Readable and repeatable".
    [[nodiscard]] QByteArray canonical(const QByteArray& bytes) const;
    /// Waits until everything sent on loopback before this call has reached its socket.
    void settle() const;

private:
    int m_number = first;
    Descriptor m_claim;
};

/// "127.100.0.12"
[[nodiscard]] QByteArray dotted(std::uint32_t address);
/// An IPv4 address in host order; 0 when it is none.
[[nodiscard]] std::uint32_t undotted(const QByteArray& text);

} // namespace siprace
