#pragma once

#include "UdpSocket.h"

#include <QByteArrayList>

#include <atomic>
#include <mutex>
#include <thread>

namespace siprace {

/// A phone that is none of ours: a socket on loopback and a thread that answers what comes. It rings and answers an
/// INVITE at once, and answers every other request with 200.
class OutsidePhone
{
public:
    explicit OutsidePhone(const sip::SocketName& own);
    ~OutsidePhone();
    OutsidePhone(const OutsidePhone&) = delete;
    OutsidePhone& operator=(const OutsidePhone&) = delete;

    [[nodiscard]] bool isOpen() const { return m_socket.isOpen(); }
    [[nodiscard]] QByteArrayList received() const; ///< every datagram, as it came
    [[nodiscard]] QByteArrayList sources() const; ///< "127.100.0.12:5060", where each came from

private:
    void work();
    void answer(const QByteArray& request, const sip::SocketName& to);

    sip::SocketName m_own;
    sip::Descriptor m_socket;
    mutable std::mutex m_mutex;
    QByteArrayList m_received;
    QByteArrayList m_sources;
    std::atomic<bool> m_isEnding = false;
    std::thread m_thread;
};

} // namespace siprace
