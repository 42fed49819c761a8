#pragma once

#include "Check.h"
#include "Scenario.h"

#include <atomic>
#include <functional>

namespace siprace {

struct ExploreOptions
{
    QString policy = QStringLiteral("forward-all");
    Seed seed;
    int budget = 20'000; ///< of replays
    int maxLost = 0; ///< messages that one run may lose, on links with loss
    bool shrink = false; ///< drop from each witness what its class does not need
    int draws = 0; ///< ordinary runs with other seeds after a complete walk, to see that it knows all their orders
    int jobs = 0; ///< threads; 0: one a core
    const std::atomic<bool>* stop = nullptr; ///< set it to end early with what is known
    std::function<void(int replays, int orders)> progress; ///< called on the calling thread
};

/// One way in which a scenario can end.
struct Ending
{
    QString runClass; ///< of the contract
    int replays = 0; ///< how many ended so
    QStringList steps; ///< of the witness, in words: what comes otherwise than as early as it can
    QByteArray witness; ///< the scenario, with nothing left open, as YAML: `run` of it ends so
    Trace trace; ///< of the witness
    Verdict verdict;
};

struct Exploration
{
    /// How far the walk came. The earlier one counts where two hold.
    enum class Reach
    {
        Stopped, ///< by a person
        Budget, ///< all of it was used, and orders are left
        BlindSpot, ///< all was walked, but a memory of the proxy ended within a run: no trace tells those orders
        Complete
    };
    QString scenario;
    QString policy;
    quint64 seed = 1;
    Reach reach = Reach::Stopped;
    [[nodiscard]] bool isComplete() const { return reach == Reach::Complete; }
    int replays = 0;
    int orders = 0; ///< different ones
    QList<quint64> unknownDraws; ///< seeds whose runs have an order that the walk did not find: always a defect
    QList<Ending> endings; ///< worst class first, in the contract's order
};

/// What can be known to be wrong before the first run: an unknown policy, nothing left open, a budget that is not
/// positive, a LAN or a program outside.
[[nodiscard]] Result<void> checkExplore(const Scenario& scenario, const ExploreOptions& options);

/// Walks the orders in which what a scenario leaves open can happen: each link's delay between `delay` and
/// `delay + jitter`, up to `maxLost` messages lost on links with loss, each script entry anywhere in its range; timers
/// keep their order. Duplicates and held-back messages are those of the seed.
/// Every order is a replay from the start with other choices; no state is copied. Orders that differ in nothing but the
/// sequence of events at different nodes, or of events that were seen to commute, are one. The fewest changes come
/// first, so the first run of a class is its shortest witness. The same in and out, whatever the number of threads.
/// Fails with one line as checkExplore does, and when a run cannot be made or never settles.
[[nodiscard]] Result<Exploration> explore(const Scenario& scenario, const ExploreOptions& options);

/// `explore --json`: contract, "JSON of one run", last paragraph; ends with a line feed.
[[nodiscard]] QByteArray explorationJson(const Exploration& exploration);
/// For a terminal: the numbers, then every ending with its steps, ladder and witness.
[[nodiscard]] QString explorationText(const Exploration& exploration);

} // namespace siprace
