#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QPromise>

#include <atomic>
#include <functional>
#include <memory>

namespace siprace::ui {

/// Work on another thread, one piece at a time. What it has to tell comes to the thread of the owner, in order, as
/// calls; nothing comes from a piece that was discarded, or that another one has replaced.
class Job : public QObject
{
    Q_OBJECT

public:
    using Then = std::function<void()>; ///< done on the thread of the owner

    /// The job as the piece of work sees it, from its own thread.
    class Worker
    {
    public:
        /// True when the owner wants no more: the piece ends soon, and may tell how far it came.
        [[nodiscard]] std::atomic<bool>& stop() const { return *m_stop; }
        void tell(Then what) const { m_promise->addResult(std::move(what)); }

    private:
        friend class Job;
        std::shared_ptr<QPromise<Then>> m_promise = std::make_shared<QPromise<Then>>();
        std::shared_ptr<std::atomic<bool>> m_stop = std::make_shared<std::atomic<bool>>(false);
    };
    using Work = std::function<void(const Worker&)>;

    explicit Job(QObject* parent = nullptr);
    ~Job() override; ///< discards; does not wait

    /// Begins a piece; the one before is discarded.
    void start(Work work);
    /// Asks the piece to stop; what it tells until then still comes.
    void cancel();
    /// Asks it to stop, and lets go of everything that it has told or will tell.
    void discard();
    [[nodiscard]] bool isRunning() const { return m_isRunning; }

Q_SIGNALS:
    void ended(); ///< the piece has ended, and all that it told was done

private:
    void end();

    QFutureWatcher<Then> m_watcher;
    std::shared_ptr<std::atomic<bool>> m_stop;
    bool m_isRunning = false;
};

} // namespace siprace::ui
