#pragma once

#include "Scenario.h"

#include <atomic>
#include <memory>

namespace siprace {

/// The right to run the commands of a scenario's outside nodes, and to its ports on a LAN: those addresses are fixed,
/// so of the worlds of this program that want the same one, each waits for its turn. A run on a LAN without an end time
/// is not waited for: nobody knows when it ends.
class OutsideLease
{
public:
    /// Waits until no other world has one of the addresses. Null when `isStopped` was set meanwhile.
    [[nodiscard]] static std::unique_ptr<OutsideLease> take(
        const Scenario& scenario, const std::atomic<bool>* isStopped);
    ~OutsideLease();
    OutsideLease(const OutsideLease&) = delete;
    OutsideLease& operator=(const OutsideLease&) = delete;

private:
    explicit OutsideLease(QList<sip::SocketName> names)
        : m_names(std::move(names))
    {
    }

    QList<sip::SocketName> m_names;
};

} // namespace siprace
