#pragma once

#include "Hop.h"

#include <QByteArrayView>

#include <optional>

namespace siprace::sip {

/// A SIP or SIPS URI taken apart; of another scheme only `scheme` is filled. RFC 3261 §19.1.
struct Uri
{
    QByteArray scheme; ///< lower case
    QByteArray user; ///< with its password, if any, as written
    QByteArray host; ///< lower case
    std::optional<quint16> port; ///< as written
    QByteArray parameters; ///< ";lr;transport=udp", as written

    /// Reads `text`; nothing when it is no URI at all (no scheme) or a SIP URI without a host.
    [[nodiscard]] static std::optional<Uri> parse(QByteArrayView text);

    [[nodiscard]] bool isSip() const { return scheme == "sip" || scheme == "sips"; }
    [[nodiscard]] bool isLoose() const { return has("lr"); }
    [[nodiscard]] bool has(QByteArrayView parameter) const;
    [[nodiscard]] QByteArray value(QByteArrayView parameter) const;
    /// Where it leads without DNS: maddr or host, the port or the transport's default. RFC 3263 §4.
    [[nodiscard]] Hop hop() const;
    /// "sip:bob@lab", without parameters, port and escapes, for looking up. RFC 3261 §10.3 step 5.
    [[nodiscard]] QByteArray addressOfRecord() const;
};

/// True when two SIP URIs lead to the same place. RFC 3261 §19.1.4: escapes and the case of host and parameters do
/// not count, nor do parameters that only one of them has, but user, ttl, method, maddr and transport.
[[nodiscard]] bool sameUri(QByteArrayView a, QByteArrayView b);

} // namespace siprace::sip
