#pragma once

#include "Time.h"

#include <functional>
#include <memory>
#include <optional>

namespace siprace::sip {

/// One sofia-sip event loop (su_root_t) with a clock of its own. Lives, steps and dies on one thread.
class Loop
{
public:
    /// `now` is asked whenever the stack asks for the time on this thread; the stack sees whole milliseconds, floored
    /// (sofia-facts 4, 39, 40).
    explicit Loop(std::function<Instant()> now);
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    /// Runs what is ready, waiting at most `wait` of real time. Gives 0 ms when something ran, else the time until the
    /// stack's next timer, or nothing when none is pending.
    std::optional<std::chrono::milliseconds> step(std::chrono::milliseconds wait = std::chrono::milliseconds{0});
    /// The stack's calls on this thread ask this loop for the time until another loop is made current. step() does it
    /// too; needed before calling into a node when several worlds live on one thread.
    void makeCurrent();
    /// Another clock, whose time starts anew: that of the next run on this loop. The stack's own time goes on.
    void setClock(std::function<Instant()> now);
    /// The run is ending: agents that are given up from now on are kept for the next one.
    void keepAgents();
    /// After the last agent was given up: lets pass, in the stack's time alone, whatever its transactions still wait
    /// for. Agents that do not become quiet are not kept. False when the stack's time has gone so far that the loop is
    /// to be given up.
    [[nodiscard]] bool rest();
    /// Calls `readable` from step() whenever the descriptor has something to read. Gives a handle for unwatch().
    int watch(int descriptor, std::function<void()> readable);
    void unwatch(int handle);

    struct Impl;
    [[nodiscard]] Impl& impl() { return *m_impl; } ///< for core/sip's own files (LoopImpl.h)

private:
    std::unique_ptr<Impl> m_impl;
};

} // namespace siprace::sip
