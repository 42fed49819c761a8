#pragma once

#include "World.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace siprace {

/// Threads that stay, each with what its worlds stand on, for batch after batch of runs.
class ReplayPool
{
public:
    /// One task of a batch, by its number; called on any of the threads.
    using Task = std::function<void(std::size_t index, SiteKeeper& keeper)>;

    /// `jobs` threads, the caller's among them; see worldsAtOnce().
    explicit ReplayPool(int jobs);
    ~ReplayPool();
    ReplayPool(const ReplayPool&) = delete;
    ReplayPool& operator=(const ReplayPool&) = delete;

    /// Does tasks 0 … count - 1 and comes back when all are done. Always called from the same thread.
    void run(std::size_t count, const Task& task);

private:
    void serve();
    void work(SiteKeeper& keeper);

    SiteKeeper m_keeper; ///< of the caller
    std::mutex m_mutex;
    std::condition_variable m_begin;
    std::condition_variable m_end;
    const Task* m_task = nullptr;
    std::size_t m_count = 0;
    std::size_t m_next = 0;
    std::size_t m_busy = 0; ///< threads that are at a task
    int m_batch = 0;
    bool m_isClosing = false;
    std::vector<std::jthread> m_threads; ///< last, so that they end first
};

} // namespace siprace
