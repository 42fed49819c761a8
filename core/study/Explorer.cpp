#include "Explorer.h"

#include "Fingerprint.h"
#include "Policies.h"
#include "RunOrder.h"
#include "Witness.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <thread>
#include <unordered_set>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t cellsPerWave = 32; // fixed, so that the walk does not depend on the number of threads

/// A run that was made, and what has become of it.
struct Cell
{
    RunSketch sketch;
    std::uint64_t kind = 0; ///< what came of it, in broad terms
    int lost = 0;
    bool isFirstOfKind = false;
    std::unordered_set<std::uint64_t> tried; ///< reversals
};

/// A run to make, and where it comes from.
struct Replay
{
    Cell* from = nullptr;
    Reversal reversal;
    ReplaySteps steps;
};

struct Replayed
{
    RunSketch sketch;
    QString runClass;
    std::uint64_t kind = 0;
    int messages = 0;
    bool isWhole = false; ///< it was made, and not stopped half-way
    Diagnostic trouble;
};

/// Cells of one kind, whose reversals are still to be made.
struct Bucket
{
    std::uint64_t kind = 0;
    int taken = 0;
    std::deque<Cell*> cells;
};

/// What came of a run, in broad terms: its class, what was found in it, and the small numbers of its outcome. Runs of
/// a kind that was seldom followed are followed first.
std::uint64_t kindOf(const Verdict& verdict)
{
    QStringList found;
    for (const Finding& finding : verdict.findings)
        found += finding.rule + toString(finding.severity);
    found.sort();
    found.removeDuplicates();
    Fingerprint kind;
    kind.add(verdict.runClass.toUtf8()).add(found.join(u' ').toUtf8());
    for (const int number : {verdict.outcome.twoXxToCaller, verdict.outcome.orphanDialogs, verdict.outcome.ghostCalls,
             verdict.outcome.survivingCalls, verdict.outcome.cancelsTooLate})
        kind.add(static_cast<std::uint64_t>(number));
    return kind.bits();
}

class ExplorerRun
{
public:
    ExplorerRun(const Scenario& scenario, const ExploreOptions& options)
        : m_freedom(scenario)
        , m_options(options)
        , m_witnesses(m_freedom, m_names, options)
    {
    }

    Result<Exploration> walk()
    {
        if (const Result<void> begun = begin(); !begun)
            return fail(begun.error());
        while (m_waiting > 0 && hasBudget() && !isStopped())
            if (const Result<void> done = wave(); !done)
                return fail(done.error());
        m_result.isComplete = m_waiting == 0 && !m_isCutShort && !isStopped();
        m_result.endings = m_witnesses.endings();
        return std::move(m_result);
    }

private:
    [[nodiscard]] bool hasBudget() const { return m_result.replays < m_options.budget; }
    [[nodiscard]] bool isStopped() const { return m_options.stop && *m_options.stop; }

    Result<void> begin()
    {
        m_result.scenario = m_freedom.scenario().id;
        m_result.policy = m_options.policy;
        m_result.seed = m_options.seed.value;
        std::vector<Replayed> first(1);
        first[0] = replay({});
        if (!first[0].isWhole)
            return isStopped() ? Result<void>{} : fail(first[0].trouble);
        count(first[0], {});
        addCell(std::move(first[0]), 0);
        return {};
    }

    Replayed replay(const ReplaySteps& steps)
    {
        Replayed made;
        const auto trace = runReplay(m_freedom.replay(steps, m_names), m_options);
        if (!trace) {
            made.trouble = trace.error();
            return made;
        }
        made.isWhole = trace->ended != "user"_L1;
        const Verdict verdict = judge(*trace);
        made.runClass = verdict.runClass;
        made.kind = kindOf(verdict);
        made.messages = static_cast<int>(trace->messages.size());
        made.sketch = sketchOf(m_freedom, steps, *trace, m_names);
        return made;
    }

    /// Takes the cells with the fewest reversals, makes all the runs they lead to, and sorts out what came of them.
    Result<void> wave()
    {
        const std::vector<Cell*> cells = takeCells();
        std::vector<Replay> replays;
        for (Cell* cell : cells)
            planFrom(*cell, replays);
        std::vector<Replayed> made = makeAll(replays);
        std::vector<Cell*> again;
        for (std::size_t i = 0; i < made.size(); ++i) {
            if (!made[i].isWhole && !isStopped())
                return fail(made[i].trouble);
            if (made[i].isWhole && !merge(replays[i], std::move(made[i])))
                again.push_back(replays[i].from);
        }
        for (Cell* cell : cells)
            putBack(*cell, std::ranges::count(again, cell) > 0);
        if (m_options.progress)
            m_options.progress(m_result.replays, m_result.orders);
        return {};
    }

    std::vector<Cell*> takeCells()
    {
        std::vector<Cell*> cells;
        while (cells.size() < cellsPerWave) {
            const auto least = std::ranges::min_element(
                m_open, {}, [](const Bucket& bucket) { return std::pair(bucket.cells.empty(), bucket.taken); });
            if (least == m_open.end() || least->cells.empty())
                break;
            cells.push_back(least->cells.front());
            least->cells.pop_front();
            ++least->taken;
            --m_waiting;
        }
        return cells;
    }

    /// Every reversal of a run that is possible and leads to a state where nobody has been.
    void planFrom(Cell& cell, std::vector<Replay>& replays)
    {
        const RunOrder order(cell.sketch, m_commuting);
        for (const Reversal& reversal : order.reversals(cell.lost < m_options.maxLost, cell.isFirstOfKind)) {
            const std::uint64_t id = order.idOf(reversal);
            if (cell.tried.contains(id))
                continue;
            auto plan = order.plan(reversal);
            if (!plan)
                continue;
            if (m_result.replays + static_cast<int>(replays.size()) >= m_options.budget) {
                m_isCutShort = true;
                return;
            }
            cell.tried.insert(id);
            if (m_visited.insert(plan->prefix).second)
                replays.push_back({&cell, reversal, std::move(plan->steps)});
        }
    }

    std::vector<Replayed> makeAll(const std::vector<Replay>& replays)
    {
        std::vector<Replayed> made(replays.size());
        std::atomic<std::size_t> next = 0;
        const auto work = [&] {
            for (std::size_t i = next++; i < replays.size() && !isStopped(); i = next++)
                made[i] = replay(replays[i].steps);
        };
        const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
        const auto wanted = m_options.jobs > 0 ? static_cast<std::size_t>(m_options.jobs) : std::size_t{cores};
        std::vector<std::jthread> threads;
        for (std::size_t i = 1; i < std::min(wanted, replays.size()); ++i)
            threads.emplace_back(work);
        work();
        threads.clear();
        return made;
    }

    /// False when the run showed that its two events commute: it is no order of its own, and the run that it comes
    /// from has more freedom than it was given.
    bool merge(const Replay& replay, Replayed made)
    {
        count(made, replay.steps);
        if (replay.reversal.kind == Reversal::Kind::Swap && commutes(replay, made.sketch))
            return false;
        const int lost = replay.from->lost + (replay.reversal.kind == Reversal::Kind::Loss ? 1 : 0);
        addCell(std::move(made), lost);
        return true;
    }

    /// Compares what two events of a node did in both orders; when it is the same, they commute from now on.
    bool commutes(const Replay& replay, const RunSketch& swapped)
    {
        const RunSketch& sketch = replay.from->sketch;
        const SketchEvent& first = sketch.events[static_cast<std::size_t>(replay.reversal.first)];
        const SketchEvent& second = sketch.events[static_cast<std::size_t>(replay.reversal.second)];
        const auto place = [&](std::uint64_t id) {
            return std::ranges::find_if(
                swapped.events, [&](const SketchEvent& event) { return event.id == id && event.node == first.node; });
        };
        const auto firstThere = place(first.id);
        const auto secondThere = place(second.id);
        if (firstThere == swapped.events.end() || secondThere == swapped.events.end() || firstThere <= secondThere)
            return false;
        const auto changes = [](const SketchEvent& one, const SketchEvent& other) {
            return one.at == other.at ? one.changes : one.changes + other.changes;
        };
        if (first.effects != firstThere->effects || second.effects != secondThere->effects
            || changes(first, second) != changes(*firstThere, *secondThere))
            return false;
        const RunOrder order(sketch, m_commuting);
        m_commuting.add(order.seenBefore(replay.reversal.first), first.id, second.id);
        return true;
    }

    void count(const Replayed& made, const ReplaySteps& steps)
    {
        ++m_result.replays;
        m_witnesses.add(made.runClass, steps, made.messages);
    }

    void addCell(Replayed made, int lost)
    {
        if (!m_orders.insert(RunOrder(made.sketch, m_commuting).key()).second)
            return;
        ++m_result.orders;
        auto cell = std::make_unique<Cell>();
        cell->sketch = std::move(made.sketch);
        cell->kind = made.kind;
        cell->lost = lost;
        open(*cell);
        m_cells.emplace(cell.get(), std::move(cell));
    }

    void open(Cell& cell)
    {
        auto bucket = std::ranges::find(m_open, cell.kind, &Bucket::kind);
        if (bucket == m_open.end()) {
            bucket = m_open.insert(bucket, {cell.kind, 0, {}});
            cell.isFirstOfKind = true;
        }
        bucket->cells.push_back(&cell);
        ++m_waiting;
    }

    void putBack(Cell& cell, bool again)
    {
        if (again)
            open(cell);
        else
            m_cells.erase(&cell);
    }

    Freedom m_freedom;
    ExploreOptions m_options;
    SentNames m_names;
    Witnesses m_witnesses;
    Commuting m_commuting;
    Exploration m_result;
    std::unordered_map<Cell*, std::unique_ptr<Cell>> m_cells;
    std::vector<Bucket> m_open; ///< in the order in which their kinds were first seen
    int m_waiting = 0; ///< cells in them
    std::unordered_set<std::uint64_t> m_orders;
    std::unordered_set<std::uint64_t> m_visited; ///< what plans have fixed: states, by what led to them
    bool m_isCutShort = false;
};

QString policyNames()
{
    QStringList ids;
    for (const proxy::Policy& policy : proxy::policies())
        ids += policy.id.toString();
    return u"one of "_s + ids.join(u", "_s);
}

} // namespace

Result<void> checkExplore(const Scenario& scenario, const ExploreOptions& options)
{
    if (!proxy::findPolicy(options.policy))
        return fail({}, u"unknown policy \"%1\""_s.arg(options.policy), policyNames());
    if (options.budget < 1)
        return fail({}, u"a budget of %1 replays allows none"_s.arg(options.budget), u"write 1 or more"_s);
    if (options.maxLost < 0)
        return fail({}, u"a run cannot lose %1 messages"_s.arg(options.maxLost), u"write 0 or more"_s);
    const Freedom freedom(scenario);
    if (freedom.hasJitter() || freedom.hasRange() || (freedom.hasLoss() && options.maxLost > 0))
        return {};
    if (freedom.hasLoss())
        return fail({}, u"the scenario leaves nothing open but loss, and no message may be lost"_s,
            u"allow it with --max-lost 1"_s);
    return fail({}, u"the scenario leaves nothing open: there is one order only"_s,
        u"give a link jitter (links: {default: {jitter: 50ms}}) or loss, or a line of the script a range "
        u"(at: {from: 1s, to: 2s})"_s);
}

Result<Exploration> explore(const Scenario& scenario, const ExploreOptions& options)
{
    if (const Result<void> checked = checkExplore(scenario, options); !checked)
        return fail(checked.error());
    return ExplorerRun(scenario, options).walk();
}

} // namespace siprace
