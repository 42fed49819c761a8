#pragma once

#include <QByteArray>

#include <compare>

namespace siprace::sip {

/// Where a datagram goes or came from: "127.100.0.12", 5060, "udp".
struct Hop
{
    QByteArray host;
    quint16 port = 5060;
    QByteArray transport = QByteArrayLiteral("udp");

    [[nodiscard]] QByteArray text() const { return host + ':' + QByteArray::number(port); }
    [[nodiscard]] bool isValid() const { return !host.isEmpty(); }
    bool operator==(const Hop&) const = default;
};

/// How a node is reached: it advertises one address and binds another (architecture, "The fabric").
struct Binding
{
    Hop advertised; ///< in Via, Contact, Record-Route
    QByteArray hiddenHost; ///< bound; the port is the advertised one's
    bool hasStreams = false; ///< it listens for TCP too
};

} // namespace siprace::sip
