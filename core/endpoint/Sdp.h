#pragma once

#include "Hop.h"

#include <QByteArray>

namespace siprace {

/// The session descriptions of one endpoint: audio, G.711, offered and answered as RFC 3264 wants it. Every description
/// after the first has a higher version in its o= line (§8).
class SdpSession
{
public:
    /// `self` gives the address; `name` the user name of the o= line.
    SdpSession(QByteArray name, sip::Hop self);

    /// An offer, or the offer of a change.
    [[nodiscard]] QByteArray offer();
    /// The answer to an offer: its streams in their order, the first audio stream with a format we know accepted,
    /// every other refused with port 0. RFC 3264 §6.
    [[nodiscard]] QByteArray answer(const QByteArray& theirOffer);

private:
    [[nodiscard]] QByteArray sessionPart();

    QByteArray m_name;
    sip::Hop m_self;
    int m_version = 0;
};

} // namespace siprace
