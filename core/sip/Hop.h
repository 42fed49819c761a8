#pragma once

#include <QByteArray>

#include <compare>

namespace siprace::sip {

/// Where a datagram goes or came from: "127.100.0.12", 5060, "udp".
struct Hop
{
    QByteArray host;
    quint16 port = 5060;
    QByteArray transport = "udp";

    [[nodiscard]] QByteArray text() const { return host + ':' + QByteArray::number(port); }
    [[nodiscard]] bool isValid() const { return !host.isEmpty(); }
    bool operator==(const Hop&) const = default;
};

} // namespace siprace::sip
