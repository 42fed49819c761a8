#include "OutsideLease.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace siprace {

namespace {
constexpr std::chrono::milliseconds looksForStop{50};

/// Shared by the threads of the program; no world touches another's.
struct LeasedNames
{
    std::mutex mutex;
    std::condition_variable freed;
    QList<sip::SocketName> taken;
};

LeasedNames& leasedNames()
{
    static LeasedNames names;
    return names;
}
} // namespace

std::unique_ptr<OutsideLease> OutsideLease::take(const Scenario& scenario, const std::atomic<bool>* isStopped)
{
    QList<sip::SocketName> wanted;
    for (const ScenarioNode& node : scenario.nodes) {
        if (node.role == Role::External && !node.outside.start.isEmpty())
            wanted.append(node.outside.address);
    }
    for (const std::optional<sip::SocketName>& name : scenario.lanNames()) {
        if (name && scenario.end)
            wanted.append(*name);
    }
    LeasedNames& names = leasedNames();
    const auto isFree = [&] {
        return std::ranges::none_of(wanted, [&](const sip::SocketName& name) { return names.taken.contains(name); });
    };
    std::unique_lock lock(names.mutex);
    while (!names.freed.wait_for(lock, looksForStop, isFree)) {
        if (isStopped && isStopped->load(std::memory_order_relaxed))
            return nullptr;
    }
    names.taken += wanted;
    return std::unique_ptr<OutsideLease>(new OutsideLease(wanted));
}

OutsideLease::~OutsideLease()
{
    LeasedNames& names = leasedNames();
    {
        const std::scoped_lock lock(names.mutex);
        for (const sip::SocketName& name : std::as_const(m_names))
            names.taken.removeOne(name);
    }
    names.freed.notify_all();
}

} // namespace siprace
