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
    /// Calls `readable` from step() whenever the descriptor has something to read. Gives a handle for unwatch().
    int watch(int descriptor, std::function<void()> readable);
    void unwatch(int handle);

    struct Impl;
    [[nodiscard]] Impl& impl() { return *m_impl; } ///< for core/sip's own files (LoopImpl.h)

private:
    std::unique_ptr<Impl> m_impl;
};

} // namespace siprace::sip
