#include "LiveRun.h"

#include <QPointer>

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {
constexpr std::chrono::milliseconds beat{17}; // at most 60 batches a second
constexpr std::chrono::milliseconds quietBeat{100}; // so often the time alone is told, while nothing happens
constexpr std::chrono::milliseconds slice{8}; // how long a world runs before it looks for commands
// A virtual run can make more events in a beat than a window takes in; it then waits for its turn to tell them.
constexpr qsizetype largestBatch = 5000;
} // namespace

/// The two sides of a live run: the window's calls put commands in, the run's thread takes them out and signals.
struct LiveRun::Impl
{
    using Command = std::function<void(World&)>;

    explicit Impl(LiveRun* live)
        : q(live)
    {
    }

    void send(Command command);
    void run(const Scenario& scenario, RunOptions options);
    bool takeCommands(World& world, bool isIdle);
    void loop(World& world);
    void flush(const World& world);
    void join();
    void tell(std::function<void()> what);

    LiveRun* q;
    std::thread thread;
    std::mutex mutex;
    std::condition_variable wake;
    std::vector<Command> commands;
    std::vector<std::function<void()>> told; ///< for the window's thread, which deliver() does in order
    std::atomic<bool> stopped = false;
    std::atomic<bool> discarded = false; ///< nobody wants the trace any more
    std::atomic<bool> running = false;

    // of the run's thread
    Events pending;
    std::chrono::steady_clock::time_point lastFlush;
    std::chrono::steady_clock::time_point lastTold;
    Instant timeTold{};
    bool isPaused = false;
    bool isStepping = false;
};

LiveRun::LiveRun(QObject* parent)
    : QObject(parent)
    , m_impl(std::make_unique<Impl>(this))
{
    qRegisterMetaType<siprace::Events>();
    qRegisterMetaType<siprace::Trace>();
}

LiveRun::~LiveRun()
{
    m_impl->discarded = true;
    m_impl->join();
}

void LiveRun::Impl::join()
{
    stopped = true;
    wake.notify_all();
    if (thread.joinable())
        thread.join();
}

void LiveRun::start(const Scenario& scenario, const RunOptions& options, bool isPaused)
{
    m_impl->join();
    m_impl->stopped = false;
    m_impl->commands.clear();
    if (isPaused)
        pause(); // before the thread is there: later it could be too late
    m_impl->running = true;
    m_impl->thread = std::thread([impl = m_impl.get(), scenario, options] { impl->run(scenario, options); });
}

void LiveRun::Impl::send(Command command)
{
    {
        const std::lock_guard lock(mutex);
        commands.push_back(std::move(command));
    }
    wake.notify_all();
}

/// Hands something to the window's thread: the value waits in our queue, an event without one only wakes the reader.
void LiveRun::Impl::tell(std::function<void()> what)
{
    {
        const std::lock_guard lock(mutex);
        told.push_back(std::move(what));
    }
    QMetaObject::invokeMethod(q, "deliver", Qt::QueuedConnection);
}

void LiveRun::deliver()
{
    std::vector<std::function<void()>> taken;
    {
        const std::lock_guard lock(m_impl->mutex);
        taken.swap(m_impl->told);
    }
    const QPointer<LiveRun> alive(this); // who hears of the end may delete us
    for (const auto& what : taken) {
        what();
        if (!alive)
            return;
    }
}

void LiveRun::pause()
{
    m_impl->send([impl = m_impl.get()](World& world) {
        impl->isPaused = true;
        impl->isStepping = false;
        world.pause();
    });
}

void LiveRun::resume()
{
    m_impl->send([impl = m_impl.get()](World& world) {
        impl->isPaused = false;
        world.resume();
    });
}

void LiveRun::step()
{
    m_impl->send([impl = m_impl.get()](World& world) {
        impl->isPaused = true;
        impl->isStepping = true;
        world.pause();
    });
}

void LiveRun::stop()
{
    m_impl->stopped = true;
    m_impl->wake.notify_all();
}

void LiveRun::setImpairment(const QString& from, const QString& to, const Impairment& impairment)
{
    m_impl->send([from, to, impairment](World& world) { world.setImpairment(from, to, impairment); });
}

void LiveRun::byHand(const HandAction& action)
{
    m_impl->send([q = this, action](World& world) {
        if (const Result<void> done = world.byHand(action); !done)
            q->m_impl->tell([q, line = done.error().text()] { Q_EMIT q->failed(line); });
    });
}

void LiveRun::keepOpen(bool isKept)
{
    m_impl->send([isKept](World& world) { world.keepOpen(isKept); });
}

void LiveRun::perform(const QString& node, const QString& action, const QMap<QString, QString>& arguments)
{
    m_impl->send([q = this, node, action, arguments](World& world) {
        if (const Result<void> done = world.perform(node, action, arguments); !done)
            q->m_impl->tell([q, line = done.error().text()] { Q_EMIT q->failed(line); });
    });
}

bool LiveRun::isRunning() const
{
    return m_impl->running;
}

void LiveRun::Impl::run(const Scenario& scenario, RunOptions options)
{
    pending.clear();
    isPaused = false;
    isStepping = false;
    lastFlush = std::chrono::steady_clock::now();
    options.sink = [this, sink = std::move(options.sink)](const Event& event) {
        pending.append(event);
        if (sink)
            sink(event);
    };
    options.trouble
        = [this](const Diagnostic& trouble) { tell([q = q, line = trouble.text()] { Q_EMIT q->troubled(line); }); };
    options.stop = &stopped;
    Result<std::unique_ptr<World>> world = World::build(scenario, options);
    if (!world) {
        running = false;
        tell([q = q, line = world.error().text()] { Q_EMIT q->failed(line); });
        return;
    }
    Trace empty = (*world)->trace();
    empty.messages.clear();
    empty.states.clear();
    empty.timers.clear();
    empty.decisions.clear();
    empty.actions.clear();
    tell([q = q, empty] { Q_EMIT q->began(empty); });
    loop(**world);
    flush(**world);
    running = false;
    if (!discarded)
        tell([q = q, whole = (*world)->takeTrace()] { Q_EMIT q->ended(whole); });
}

void LiveRun::Impl::loop(World& world)
{
    while (!world.hasEnded()) {
        const bool isIdle = isPaused && !isStepping;
        if (!takeCommands(world, isIdle))
            world.stop();
        if (world.hasEnded() || (isPaused && !isStepping)) {
            flush(world);
            continue;
        }
        const auto before = pending.size();
        world.advance(isStepping, slice);
        if (isStepping && pending.size() > before)
            isStepping = false;
        const auto now = std::chrono::steady_clock::now();
        if (now - lastFlush >= beat || isPaused) {
            flush(world);
        } else if (pending.size() >= largestBatch) {
            std::this_thread::sleep_for(beat - (now - lastFlush));
            flush(world);
        }
    }
}

/// Does what the window asked for; waits for it when there is nothing else to do. False when the run is to stop.
bool LiveRun::Impl::takeCommands(World& world, bool isIdle)
{
    std::vector<Command> taken;
    {
        std::unique_lock lock(mutex);
        if (isIdle)
            wake.wait_for(lock, std::chrono::milliseconds{100}, [this] { return !commands.empty() || stopped.load(); });
        taken.swap(commands);
    }
    for (const Command& command : taken)
        command(world);
    return !stopped;
}

void LiveRun::Impl::flush(const World& world)
{
    lastFlush = std::chrono::steady_clock::now();
    const bool isTimeDue = !isPaused && lastFlush - lastTold >= quietBeat && world.now() != timeTold;
    if (discarded || (pending.isEmpty() && !isTimeDue))
        return;
    lastTold = lastFlush;
    timeTold = world.now();
    tell([q = q, batch = std::exchange(pending, {}), now = toUs(world.now())] { Q_EMIT q->batchReady(batch, now); });
}

} // namespace siprace
