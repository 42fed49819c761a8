#include "ReplayPool.h"

namespace siprace {

ReplayPool::ReplayPool(int jobs)
{
    for (int i = 1; i < worldsAtOnce(jobs); ++i)
        m_threads.emplace_back([this] { serve(); });
}

ReplayPool::~ReplayPool()
{
    const std::lock_guard lock(m_mutex);
    m_isClosing = true;
    m_begin.notify_all();
}

void ReplayPool::run(std::size_t count, const Task& task)
{
    std::unique_lock lock(m_mutex);
    m_task = &task;
    m_count = count;
    m_next = 0;
    ++m_batch;
    m_begin.notify_all();
    lock.unlock();
    work(m_keeper);
    lock.lock();
    m_end.wait(lock, [this] { return m_busy == 0 && m_next >= m_count; });
    m_task = nullptr;
}

void ReplayPool::serve()
{
    SiteKeeper keeper;
    int seen = 0;
    for (;;) {
        {
            std::unique_lock lock(m_mutex);
            m_begin.wait(lock, [&] { return m_isClosing || m_batch != seen; });
            if (m_isClosing)
                return;
            seen = m_batch;
        }
        work(keeper);
    }
}

void ReplayPool::work(SiteKeeper& keeper)
{
    std::unique_lock lock(m_mutex);
    while (m_task && m_next < m_count) {
        const std::size_t index = m_next++;
        const Task& task = *m_task;
        ++m_busy;
        lock.unlock();
        task(index, keeper);
        lock.lock();
        --m_busy;
    }
    m_end.notify_all();
}

} // namespace siprace
