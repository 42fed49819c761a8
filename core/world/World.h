#pragma once

#include "HandAction.h"
#include "Outlets.h"
#include "Recorder.h"
#include "Scenario.h"

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

namespace siprace {

/// Which clock a run has: the system's, the system's divided by `slowness`, or none but the run's own.
struct ClockChoice
{
    enum class Kind
    {
        Virtual,
        Real,
        Slow
    };
    Kind kind = Kind::Virtual;
    double slowness = 1; ///< > 1 for Slow

    [[nodiscard]] QString text() const; ///< "virtual", "real", "slow:4"
    /// Fails for anything else, saying what would be right.
    [[nodiscard]] static Result<ClockChoice> parse(const QString& text);
    bool operator==(const ClockChoice&) const = default;
};

struct RunOptions
{
    QString policy = QStringLiteral("forward-all");
    ClockChoice clock;
    Seed seed;
    int messageLimit = 100'000; ///< contract: beyond it the run could not be made
    /// For a run without an end: only so many of the latest messages keep their text; 0: all do. The sink hears of
    /// nodes alone then, unless there is an outlet.
    int keepMessages = 0;
    /// Set from any thread (or a signal handler): the run ends soon with ended "user".
    const std::atomic<bool>* stop = nullptr;
    std::function<void(const Event&)> sink; ///< called on the world's thread
    std::vector<std::shared_ptr<Outlet>> outlets; ///< a capture, a collector
    /// The commands of a scenario that is not of the library may be started: a person has said so.
    bool mayStartCommands = false;
    /// What goes wrong outside and does not end the run, such as a store that cannot be written: each once a run, in
    /// the trace too. Called on the world's thread.
    std::function<void(const Diagnostic&)> trouble;
};

class Site;

/// Keeps what a world stood on (addresses, sockets, the stack's agents) for the next one: runs that follow one another
/// on a thread are made faster, and give the same bytes.
class SiteKeeper
{
public:
    SiteKeeper();
    ~SiteKeeper();
    SiteKeeper(const SiteKeeper&) = delete;
    SiteKeeper& operator=(const SiteKeeper&) = delete;

    [[nodiscard]] std::unique_ptr<Site> take();
    void give(std::unique_ptr<Site> site);

private:
    std::unique_ptr<Site> m_site;
};

/// A living scenario: its phones on real sockets, its proxies, its network, its clock. Used on the thread that made it.
class World
{
public:
    /// Takes a free pair of address blocks and brings every node up. Fails with one line: no free address, unknown
    /// policy. What `keeper` has is used first, and given back at the end; it outlives the world.
    [[nodiscard]] static Result<std::unique_ptr<World>> build(
        const Scenario& scenario, const RunOptions& options, SiteKeeper* keeper = nullptr);
    ~World();
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    /// Runs to the end and gives the trace. Fails when the message limit was passed (exit status 4).
    [[nodiscard]] Result<Trace> run();

    // ---- piecemeal, for a live view (LiveRun) and for tests ----
    /// Goes on until the next message leaves or arrives (`untilMessage`), or for at most `budget` of real time.
    /// False when the run has ended.
    bool advance(bool untilMessage, std::chrono::milliseconds budget);
    [[nodiscard]] bool hasEnded() const;
    void stop(); ///< ended "user"
    void pause(); ///< stops the real or slow clock; resume() starts it again
    void resume();
    [[nodiscard]] Instant now() const;
    [[nodiscard]] const Trace& trace() const;
    [[nodiscard]] Trace takeTrace();
    /// Its faces are at 127.N.0.0/24, whatever number the trace writes.
    [[nodiscard]] int addressBlock() const;
    /// Changes one direction of a link while it runs.
    void setImpairment(const QString& from, const QString& to, const Impairment& impairment);
    /// Holds, lets go or drops messages of one direction.
    Result<void> byHand(const HandAction& action);
    /// Whether a run of the real or slow clock goes on when nothing is left to do, because a person may still act.
    void keepOpen(bool isKept);
    /// Does a script action now: "restart", "cancel", "answer" …
    Result<void> perform(const QString& node, const QString& action, const QMap<QString, QString>& arguments);

private:
    struct Impl;
    explicit World(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// How many worlds to run side by side: `wanted`, or one a core for 0, and never more than there are blocks of
/// addresses for, half of them left to other programs.
[[nodiscard]] int worldsAtOnce(int wanted);

/// Build and run in one: what the command line, sweeps and tests use.
[[nodiscard]] Result<Trace> runScenario(
    const Scenario& scenario, const RunOptions& options, SiteKeeper* keeper = nullptr);

} // namespace siprace
