#pragma once

#include "Result.h"
#include "Trace.h"

#include <memory>

namespace siprace {

/// Where a run's messages go while it goes on, beside its trace. Called on the world's thread; outlives the world.
class Outlet
{
public:
    Outlet() = default;
    virtual ~Outlet() = default;
    Outlet(const Outlet&) = delete;
    Outlet& operator=(const Outlet&) = delete;

    /// A message has left.
    virtual void sent(const Trace& trace, const TraceMessage& message) = 0;
    /// It has arrived, or is lost.
    virtual void ended(const Trace& trace, const TraceMessage& message) = 0;
    /// The run has ended: nothing more comes.
    virtual void over(const Trace& trace) = 0;
    /// What has gone wrong since the last call, once; the run goes on.
    [[nodiscard]] virtual Result<void> check() = 0;
    /// Whether not all of the run has come through.
    [[nodiscard]] virtual bool hasFailed() const = 0;
};

/// Writes a pcapng capture that can be read while it grows: each message once, at its arrival, a lost one when it is
/// lost, what a program outside sends when it comes to us; at the time of day. Fails when the file cannot be made.
[[nodiscard]] Result<std::shared_ptr<Outlet>> captureTo(const QString& path);

/// Sends each message that leaves to a collector of HEP3 packets, "HOST:PORT" or "HOST" (port 9060), over UDP. Fails
/// for what is no such address.
[[nodiscard]] Result<std::shared_ptr<Outlet>> hepTo(const QString& collector);

} // namespace siprace
