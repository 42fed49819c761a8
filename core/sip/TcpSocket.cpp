#include "TcpSocket.h"

#include <array>
#include <cerrno>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <tuple>

namespace siprace::sip {

namespace {
constexpr std::size_t mostReadAtOnce = 65536;
constexpr int backlog = 64;
constexpr int handOverMs = 1000;
constexpr timeval longestConnect{2, 0}; // on this host it takes microseconds

sockaddr_in tcpName(const SocketName& socket)
{
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(socket.port);
    name.sin_addr.s_addr = htonl(socket.address);
    return name;
}

void setOption(const Descriptor& descriptor, int level, int option, int value)
{
    ::setsockopt(descriptor.number(), level, option, &value, sizeof value);
}

/// Without Nagle's algorithm, and without TIME_WAIT when it goes. The system keeps no more for a peer that does not
/// read than we do ourselves.
void makeDirect(const Descriptor& descriptor)
{
    setOption(descriptor, IPPROTO_TCP, TCP_NODELAY, 1);
    setOption(descriptor, SOL_SOCKET, SO_SNDBUF, TcpConnection::mostWaiting);
    const linger noLinger{1, 0};
    ::setsockopt(descriptor.number(), SOL_SOCKET, SO_LINGER, &noLinger, sizeof noLinger);
}

Descriptor bindTcp(const SocketName& own, int flags)
{
    Descriptor descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0));
    if (!descriptor.isOpen())
        return descriptor;
    setOption(descriptor, SOL_SOCKET, SO_REUSEADDR, 1);
    const sockaddr_in name = tcpName(own);
    if (::bind(descriptor.number(), reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0)
        return {};
    return descriptor;
}

bool isPassing(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}
} // namespace

std::unique_ptr<TcpConnection> TcpConnection::adopt(Loop& loop, Descriptor descriptor, Handlers handlers)
{
    makeDirect(descriptor);
    return std::unique_ptr<TcpConnection>(new TcpConnection(loop, std::move(descriptor), std::move(handlers)));
}

std::unique_ptr<TcpConnection> TcpConnection::open(
    Loop& loop, const SocketName& own, const SocketName& peer, Handlers handlers)
{
    Descriptor descriptor = bindTcp(own, 0);
    if (!descriptor.isOpen())
        return nullptr;
    ::setsockopt(descriptor.number(), SOL_SOCKET, SO_SNDTIMEO, &longestConnect, sizeof longestConnect);
    const sockaddr_in name = tcpName(peer);
    if (::connect(descriptor.number(), reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0)
        return nullptr;
    return adopt(loop, std::move(descriptor), std::move(handlers));
}

Descriptor TcpConnection::begin(const SocketName& own, const SocketName& peer)
{
    Descriptor descriptor = bindTcp(own, SOCK_NONBLOCK);
    if (!descriptor.isOpen())
        return descriptor;
    const sockaddr_in name = tcpName(peer);
    const int result = ::connect(descriptor.number(), reinterpret_cast<const sockaddr*>(&name), sizeof name);
    return result == 0 || errno == EINPROGRESS ? std::move(descriptor) : Descriptor();
}

TcpConnection::Progress TcpConnection::progress(const Descriptor& descriptor)
{
    pollfd writable{descriptor.number(), POLLOUT, 0};
    if (::poll(&writable, 1, 0) != 1)
        return Progress::Pending;
    int error = 0;
    socklen_t length = sizeof error;
    const bool isKnown = ::getsockopt(descriptor.number(), SOL_SOCKET, SO_ERROR, &error, &length) == 0;
    return isKnown && error == 0 ? Progress::Connected : Progress::Failed;
}

TcpConnection::TcpConnection(Loop& loop, Descriptor descriptor, Handlers handlers)
    : m_loop(loop)
    , m_descriptor(std::move(descriptor))
    , m_handlers(std::move(handlers))
    , m_watch(loop.watch(m_descriptor.number(), [this] { readSome(); }))
{
}

TcpConnection::~TcpConnection()
{
    unwatch();
}

void TcpConnection::abort()
{
    unwatch();
    m_isPaused = false;
    m_waiting.clear();
    m_descriptor = {};
}

void TcpConnection::unwatch()
{
    if (m_watch >= 0)
        m_loop.unwatch(m_watch);
    m_watch = -1;
}

bool TcpConnection::send(const QByteArray& bytes)
{
    if (m_waiting.size() + bytes.size() > mostWaiting)
        return false;
    m_waiting += bytes;
    return flush();
}

bool TcpConnection::flush()
{
    while (!m_waiting.isEmpty()) {
        const ssize_t size = ::send(m_descriptor.number(), m_waiting.constData(),
            static_cast<std::size_t>(m_waiting.size()), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (size < 0)
            return isPassing(errno);
        m_waiting.remove(0, size);
    }
    return true;
}

void TcpConnection::finish()
{
    if (!m_isFinished)
        ::shutdown(m_descriptor.number(), SHUT_WR);
    m_isFinished = true;
}

void TcpConnection::close()
{
    if (m_descriptor.isOpen()) {
        std::ignore = flush();
        const linger usual{0, 0};
        ::setsockopt(m_descriptor.number(), SOL_SOCKET, SO_LINGER, &usual, sizeof usual);
        finish();
    }
    abort();
}

void TcpConnection::pause()
{
    if (m_watch < 0)
        return; // it has ended
    unwatch();
    m_isPaused = true;
}

void TcpConnection::resume()
{
    if (m_isPaused)
        m_watch = m_loop.watch(m_descriptor.number(), [this] { readSome(); });
    m_isPaused = false;
}

bool TcpConnection::awaitHandedOver() const
{
    // What has left is there: it goes by loopback. Not until it is acknowledged, which the system delays by 40 ms.
    for (int i = 0; i < handOverMs; ++i) {
        int unsent = 0;
        if (::ioctl(m_descriptor.number(), SIOCOUTQNSD, &unsent) != 0 || unsent == 0)
            return true;
        ::poll(nullptr, 0, 1);
    }
    return false;
}

void TcpConnection::readSome()
{
    thread_local std::array<char, mostReadAtOnce> buffer;
    const ssize_t size = ::recv(m_descriptor.number(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (size < 0 && isPassing(errno))
        return;
    if (size > 0) {
        m_handlers.received(QByteArray(buffer.data(), size));
        return;
    }
    unwatch(); // it would be readable for ever
    m_handlers.ended(size < 0);
}

std::unique_ptr<TcpListener> TcpListener::open(Loop& loop, const SocketName& own, Accept accept)
{
    Descriptor descriptor = bindTcp(own, SOCK_NONBLOCK);
    if (!descriptor.isOpen() || ::listen(descriptor.number(), backlog) != 0)
        return nullptr;
    return std::unique_ptr<TcpListener>(new TcpListener(loop, std::move(descriptor), std::move(accept)));
}

bool TcpListener::isFree(const SocketName& own)
{
    const Descriptor descriptor = bindTcp(own, SOCK_NONBLOCK);
    return descriptor.isOpen() && ::listen(descriptor.number(), backlog) == 0;
}

TcpListener::TcpListener(Loop& loop, Descriptor descriptor, Accept accept)
    : m_loop(loop)
    , m_descriptor(std::move(descriptor))
    , m_accept(std::move(accept))
    , m_watch(loop.watch(m_descriptor.number(), [this] { acceptOne(); }))
{
}

TcpListener::~TcpListener()
{
    m_loop.unwatch(m_watch);
}

void TcpListener::acceptOne()
{
    sockaddr_in peer{};
    socklen_t length = sizeof peer;
    Descriptor connection(
        ::accept4(m_descriptor.number(), reinterpret_cast<sockaddr*>(&peer), &length, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!connection.isOpen())
        return; // it has gone already, or the system has no more descriptors
    makeDirect(connection);
    m_accept(std::move(connection), {ntohl(peer.sin_addr.s_addr), ntohs(peer.sin_port)});
}

} // namespace siprace::sip
