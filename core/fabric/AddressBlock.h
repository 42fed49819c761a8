#pragma once

#include "UdpSocket.h"

#include <QByteArray>

#include <cstdint>

namespace siprace {

using sip::bindUdp;
using sip::Descriptor;
using sip::dotted;
using sip::undotted;

/// A pair of /24 loopback blocks of one world: 127.B.0.0 advertised, 127.(B+100).0.0 bound by the
/// nodes that have a socket. Claimed by
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
    QByteArray m_text; ///< "100.0."
    QByteArray m_hiddenText;
    Descriptor m_claim;
};

} // namespace siprace
