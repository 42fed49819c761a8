#pragma once

#include "ProxySettings.h"
#include "TransactionLayer.h"

#include <QStringView>

#include <span>
#include <utility>

namespace siprace::proxy {

/// A product and version whose proxy ours can behave as, message for message: settings of the node, knobs of the
/// policy, and the words it uses. What a file says besides wins. docs/personalities.md compares it with the real one.
struct Personality
{
    QStringView id; ///< "kamailio-5.6"
    QStringView label; ///< for people: "Kamailio 5.6"
    std::span<const std::pair<QStringView, QStringView>> settings; ///< key → value of a proxy node
    std::span<const std::pair<QStringView, QStringView>> knobs; ///< key → value of its policy
    QByteArrayView trying; ///< reason phrase of its 100
    QByteArrayView cancelling; ///< of its 200 to a CANCEL
    QByteArrayView elsewhere; ///< Reason of the CANCEL to a loser, when it has one
    ClientWaits waits; ///< unless the file turns the timers
    bool tryingCounts = false; ///< a 100 gives the branch its time anew, as any other provisional response does
};

[[nodiscard]] std::span<const Personality> personalities();
/// How long a proxy waits for a response to what it has sent, and between two copies of an INVITE: by RFC 3261, or as
/// its personality does.
[[nodiscard]] ClientWaits clientWaits(const ProxySettings& settings);
/// The one with that id, or nullptr.
[[nodiscard]] const Personality* findPersonality(QStringView id);

} // namespace siprace::proxy
