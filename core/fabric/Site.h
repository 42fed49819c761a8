#pragma once

#include "AddressBlock.h"
#include "Loop.h"
#include "TcpSocket.h"
#include "UdpSocket.h"

#include <map>
#include <memory>
#include <utility>

namespace siprace {

/// What a world stands on: a block of addresses, the sockets on its advertised ones, the stack's loop and its agents.
/// One run after another may stand on the same site. Lives on one thread.
class Site
{
public:
    /// Takes that block; null when somebody has it.
    [[nodiscard]] static std::unique_ptr<Site> claim(int number);

    [[nodiscard]] const AddressBlock& block() const { return m_block; }
    [[nodiscard]] sip::Loop& loop() { return m_loop; }
    /// The face on that address. What comes to it goes to `receive`. Null when somebody has the address.
    [[nodiscard]] sip::UdpSocket* face(const sip::SocketName& own, sip::UdpSocket::Receive receive);
    /// The same for connections: false when somebody has the address.
    [[nodiscard]] bool listen(const sip::SocketName& own, sip::TcpListener::Accept accept);
    /// Closes the face on that address, and what listens there.
    void close(const sip::SocketName& own) { m_places.erase({own.address, own.port}); }
    /// What comes to the faces is nobody's.
    void closeFaces();
    /// Between two runs: what the last one left in the stack passes unseen. False when this site has to be given up.
    [[nodiscard]] bool rest();

private:
    struct Place
    {
        sip::UdpSocket::Receive receive;
        std::unique_ptr<sip::UdpSocket> socket;
        sip::TcpListener::Accept accept;
        std::unique_ptr<sip::TcpListener> listener;
    };
    explicit Site(AddressBlock block);

    AddressBlock m_block;
    sip::Loop m_loop;
    std::map<std::pair<std::uint32_t, std::uint16_t>, Place> m_places; ///< by address and port
};

} // namespace siprace
