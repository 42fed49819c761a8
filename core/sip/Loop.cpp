#include "UserAgentImpl.h"

#include <mutex>

extern "C" {
// Exported by the library for tests, without a header of its own.
extern void (*_su_time)(su_time_t* now); // NOLINT(bugprone-reserved-identifier): the library's name
extern su_log_t nta_log[];
extern su_log_t tport_log[];
}

namespace siprace::sip {

namespace {

// Runs start here on the stack's clock: not at 0, which it takes for "not set", and far from where its 32-bit count of
// milliseconds wraps.
constexpr unsigned long stackEpochSeconds = 1'000'000;
constexpr std::chrono::hours longestStackTime{24}; // of all runs on one loop, for the same reason

// Between two runs: longer than any timer of a transaction that nobody holds any more (64*T1 and T4), and how often.
constexpr std::chrono::seconds restStep{70};
constexpr int restSteps = 20;
constexpr int mostRestWork = 1000; // turns of the loop, should something in the stack not come to an end

thread_local Loop::Impl* currentLoop = nullptr;

/// Called by the stack with the real time filled in; threads without a loop keep that. Whole milliseconds, floored:
/// with a fraction the stack's loop can spin for ever.
void showTime(su_time_t* time) noexcept
{
    if (!currentLoop)
        return;
    const auto ms = static_cast<unsigned long>(toUs(currentLoop->now()) / 1000 + currentLoop->earlier.count());
    time->tv_sec = stackEpochSeconds + ms / 1000;
    time->tv_usec = ms % 1000 * 1000;
}

void silence()
{
    su_log_set_level(nullptr, 0);
    su_log_set_level(su_log_default, 0);
    su_log_set_level(su_log_global, 0);
    su_log_set_level(nta_log, 0);
    su_log_set_level(tport_log, 0);
}

/// The stack fills tables of its own on first use, without a lock: one agent is made and destroyed before any thread
/// can have another.
void warmUp()
{
    const Root root{su_root_create(nullptr)};
    const Agent agent{nta_agent_create(
        root.get(), URL_STRING_MAKE("sip:127.0.0.1:*;transport=udp"), nullptr, nullptr, NTATAG_UA(0), TAG_END())};
    su_root_step(root.get(), 0);
}

void initialiseOnce()
{
    static std::once_flag once;
    std::call_once(once, [] {
        _su_time = showTime;
        su_init();
        silence();
        warmUp();
    });
}

int onReadable(void*, su_wait_t*, void* watch) noexcept
{
    static_cast<Loop::Impl::Watch*>(watch)->readable();
    return 0;
}

} // namespace

Loop::Impl::Impl(std::function<Instant()> clock)
    : now(std::move(clock))
{
    initialiseOnce();
    makeCurrent();
    root.reset(su_root_create(nullptr));
}

Loop::Impl::~Impl()
{
    makeCurrent();
    keptAgents.clear();
    root.reset();
    currentLoop = nullptr;
}

void Loop::Impl::makeCurrent()
{
    currentLoop = this;
}

Loop::Loop(std::function<Instant()> now)
    : m_impl(std::make_unique<Impl>(std::move(now)))
{
}

Loop::~Loop() = default;

std::optional<std::chrono::milliseconds> Loop::step(std::chrono::milliseconds wait)
{
    m_impl->makeCurrent();
    m_impl->retired.clear();
    const su_duration_t next = su_root_step(m_impl->root.get(), static_cast<su_duration_t>(wait.count()));
    if (next < 0 || next == SU_WAIT_FOREVER)
        return std::nullopt;
    return std::chrono::milliseconds{next};
}

void Loop::makeCurrent()
{
    m_impl->makeCurrent();
}

void Loop::setClock(std::function<Instant()> now)
{
    m_impl->makeCurrent();
    const auto shown = std::chrono::ceil<std::chrono::milliseconds>(m_impl->now().time_since_epoch());
    m_impl->earlier += std::max(shown, std::chrono::milliseconds{0});
    m_impl->now = std::move(now);
}

void Loop::keepAgents()
{
    m_impl->isKeepingAgents = true;
}

bool Loop::rest()
{
    setClock([] { return Instant{}; });
    bool isQuiet = false;
    int work = 0;
    for (int i = 0; i < restSteps && work < mostRestWork && !isQuiet;) {
        const std::optional<std::chrono::milliseconds> next = step();
        isQuiet = !next;
        ++work;
        if (!next || *next == std::chrono::milliseconds{0})
            continue;
        m_impl->earlier += std::max<std::chrono::milliseconds>(*next, restStep);
        ++i;
    }
    if (!isQuiet)
        m_impl->keptAgents.clear();
    m_impl->isKeepingAgents = false;
    return m_impl->earlier < longestStackTime;
}

int Loop::watch(int descriptor, std::function<void()> readable)
{
    auto watch = std::make_unique<Impl::Watch>(Impl::Watch{std::move(readable)});
    su_wait_t wait[1];
    if (su_wait_create(wait, descriptor, SU_WAIT_IN) != 0)
        return -1;
    const int handle = su_root_register(m_impl->root.get(), wait, onReadable, watch.get(), 0);
    if (handle >= 0)
        m_impl->watches.emplace(handle, std::move(watch));
    return handle;
}

void Loop::unwatch(int handle)
{
    const auto found = m_impl->watches.find(handle);
    if (found == m_impl->watches.end())
        return;
    su_root_deregister(m_impl->root.get(), handle);
    m_impl->retired.push_back(std::move(found->second)); // it may be the one that runs
    m_impl->watches.erase(found);
}

QByteArray bindingUrl(const Binding& binding)
{
    QByteArray url = "sip:" + binding.advertised.text();
    if (!binding.hasStreams)
        url += ";transport=" + binding.advertised.transport;
    if (binding.hiddenHost != binding.advertised.host)
        url += ";maddr=" + binding.hiddenHost;
    return url;
}

} // namespace siprace::sip
