#pragma once

#include "Scheduler.h"
#include "Time.h"

#include <QByteArray>
#include <QSet>

#include <utility>
#include <vector>

namespace siprace {

/// What a run knows of one phone of a LAN that comes and goes: a guest, or the one that a node of the file waits for.
struct LanGuest
{
    int host = -1; ///< the last part of its alias; of an expected phone the node's own
    bool isExpected = false; ///< a node of the file
    bool isHere = false; ///< it has an address
    bool isHeard = false; ///< it has sent something; else it has only been sent to
    Instant latest; ///< when anything last passed
    Instant registeredUntil;
    QSet<QByteArray> calls; ///< Call-IDs that have not ended
    std::vector<std::pair<QByteArray, QByteArray>> contacts; ///< of an expected phone: address → contact, as added
    bool hasRegistered = false; ///< of an expected phone, with its own user, from where it is now
    Instant contactsUntil; ///< of an expected phone that has: how long that counts
    TimerId expiry = TimerId::None; ///< runs until then
};

} // namespace siprace
