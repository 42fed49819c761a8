#pragma once

#include "UdpSocket.h"

#include <functional>
#include <memory>

namespace siprace::sip {

/// One end of a TCP connection on this host, watched by a loop. Unless it is closed it never leaves a trace in the
/// system when it goes: it is broken off, so that its port is free for the next run.
class TcpConnection
{
public:
    struct Handlers
    {
        std::function<void(const QByteArray& bytes)> received;
        /// The other end sends nothing more (`isReset` false), or has broken off. Called once.
        std::function<void(bool isReset)> ended;
    };
    /// Bytes that the system has not taken, because the other end does not read: more of them is an error.
    static constexpr qsizetype mostWaiting = 256LL * 1024;

    /// Takes over a descriptor that was accepted.
    [[nodiscard]] static std::unique_ptr<TcpConnection> adopt(Loop& loop, Descriptor descriptor, Handlers handlers);
    /// Connects from `own` to a listener on this host. Null when nobody listens there, or `own` is taken.
    [[nodiscard]] static std::unique_ptr<TcpConnection> open(
        Loop& loop, const SocketName& own, const SocketName& peer, Handlers handlers);
    /// Begins to connect and does not wait: the peer may be anywhere. Not open when `own` is taken or no way leads
    /// there.
    [[nodiscard]] static Descriptor begin(const SocketName& own, const SocketName& peer);
    enum class Progress
    {
        Pending,
        Connected,
        Failed
    };
    /// What has become of begin().
    [[nodiscard]] static Progress progress(const Descriptor& descriptor);
    ~TcpConnection();
    TcpConnection(const TcpConnection&) = delete;
    TcpConnection& operator=(const TcpConnection&) = delete;

    /// False when the other end has broken off, or more than mostWaiting bytes would wait for it.
    bool send(const QByteArray& bytes);
    /// Hands over what has waited, as far as the other end takes it. False as above.
    bool flush();
    [[nodiscard]] qsizetype waiting() const { return m_waiting.size(); }
    /// Breaks it off now; nothing more is heard of it. Allowed inside its own handlers.
    void abort();
    /// Nothing more is sent; what the other end sends is still received.
    void finish();
    /// Ends it in order: what has been sent, and the end of it, comes through; nothing more is heard of it. Allowed
    /// inside its own handlers.
    void close();
    /// Reads nothing until resume(): the other end's system stops it then.
    void pause();
    void resume();
    [[nodiscard]] bool isPaused() const { return m_isPaused; }
    /// Waits until what was sent is in the other end's socket; false when it is not within a second.
    bool awaitHandedOver() const;

private:
    TcpConnection(Loop& loop, Descriptor descriptor, Handlers handlers);
    void readSome();
    void unwatch();

    Loop& m_loop;
    Descriptor m_descriptor;
    Handlers m_handlers;
    QByteArray m_waiting;
    int m_watch = -1;
    bool m_isFinished = false;
    bool m_isPaused = false;
};

/// A listening TCP socket that a loop watches.
class TcpListener
{
public:
    using Accept = std::function<void(Descriptor connection, const SocketName& peer)>;

    /// Null when somebody has that address.
    [[nodiscard]] static std::unique_ptr<TcpListener> open(Loop& loop, const SocketName& own, Accept accept);
    ~TcpListener();
    /// Whether somebody could listen there.
    [[nodiscard]] static bool isFree(const SocketName& own);
    TcpListener(const TcpListener&) = delete;
    TcpListener& operator=(const TcpListener&) = delete;

private:
    TcpListener(Loop& loop, Descriptor descriptor, Accept accept);
    void acceptOne();

    Loop& m_loop;
    Descriptor m_descriptor;
    Accept m_accept;
    int m_watch = -1;
};

} // namespace siprace::sip
