#include "Site.h"

namespace siprace {

namespace {
/// Nobody's run: the loop is given a clock by the world that comes to stand here.
Instant noTime()
{
    return {};
}
} // namespace

std::unique_ptr<Site> Site::claim(int number)
{
    AddressBlock block = AddressBlock::claim(number);
    if (!block.isOurs())
        return nullptr;
    return std::unique_ptr<Site>(new Site(std::move(block)));
}

Site::Site(AddressBlock block)
    : m_block(std::move(block))
    , m_loop(noTime)
{
}

sip::UdpSocket* Site::face(const sip::SocketName& own, sip::UdpSocket::Receive receive)
{
    Place& place = m_places[{own.address, own.port}];
    place.receive = std::move(receive);
    if (!place.socket) {
        const auto arrived = [&place](const QByteArray& datagram, const sip::SocketName& source) {
            if (place.receive)
                place.receive(datagram, source);
        };
        place.socket = sip::UdpSocket::open(m_loop, own, arrived);
    }
    return place.socket.get();
}

bool Site::listen(const sip::SocketName& own, sip::TcpListener::Accept accept)
{
    Place& place = m_places[{own.address, own.port}];
    place.accept = std::move(accept);
    if (!place.listener) {
        const auto connected = [&place](sip::Descriptor connection, const sip::SocketName& peer) {
            if (place.accept)
                place.accept(std::move(connection), peer);
        };
        place.listener = sip::TcpListener::open(m_loop, own, connected);
    }
    return place.listener != nullptr;
}

void Site::closeFaces()
{
    for (auto& [own, place] : m_places) {
        place.receive = {};
        place.accept = {};
    }
}

bool Site::rest()
{
    closeFaces();
    return m_loop.rest();
}

} // namespace siprace
