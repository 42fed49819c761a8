#include "Explorer.h"

#include "Fingerprint.h"
#include "Policies.h"
#include "ReplayPool.h"
#include "RunOrder.h"
#include "SettlingRun.h"
#include "Witness.h"

#include <algorithm>
#include <deque>
#include <memory>
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

/// A run that could be made, and where it comes from.
struct Replay
{
    Cell* from = nullptr;
    Reversal reversal;
    std::uint64_t id = 0; ///< of the reversal
    std::uint64_t before = 0; ///< what the node had seen before its first event
    RunOrder::Plan plan;
};

struct Replayed
{
    RunSketch sketch;
    QString runClass;
    std::uint64_t kind = 0;
    std::uint64_t key = 0; ///< of its order
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
        , m_pool(options.jobs)
    {
    }

    Result<Exploration> walk()
    {
        if (const Result<void> begun = begin(); !begun)
            return fail(begun.error());
        while (m_waiting > 0 && hasBudget() && !isStopped())
            if (const Result<void> done = wave(); !done)
                return fail(done.error());
        m_result.reach = reached();
        if (m_result.isComplete() && m_options.draws > 0)
            if (const Result<void> done = checkDraws(); !done)
                return fail(done.error());
        m_result.endings = m_witnesses.endings();
        return std::move(m_result);
    }

private:
    [[nodiscard]] bool hasBudget() const { return m_result.replays < m_options.budget; }
    [[nodiscard]] bool isStopped() const { return m_options.stop && *m_options.stop; }

    [[nodiscard]] Exploration::Reach reached() const
    {
        if (isStopped())
            return Exploration::Reach::Stopped;
        if (m_waiting > 0 || m_isCutShort)
            return Exploration::Reach::Budget;
        return m_hasBlindSpot ? Exploration::Reach::BlindSpot : Exploration::Reach::Complete;
    }

    Result<void> begin()
    {
        m_result.scenario = m_freedom.scenario().id;
        m_result.policy = m_options.policy;
        m_result.seed = m_options.seed.value;
        SiteKeeper keeper;
        Replayed first = replay({}, keeper);
        if (!first.isWhole)
            return isStopped() ? Result<void>{} : fail(first.trouble);
        count(first, {});
        first.key = RunOrder(first.sketch, m_commuting).key();
        addCell(std::move(first), 0);
        return {};
    }

    Replayed replay(const ReplaySteps& steps, SiteKeeper& keeper)
    {
        Replayed made;
        const auto trace = runReplay(m_freedom.replay(steps, m_names), m_options, &keeper);
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

    /// Takes cells of the kinds least followed, makes all the runs they lead to, and sorts out what came of them. What
    /// threads do is put together in the order of the cells and their reversals.
    Result<void> wave()
    {
        const std::vector<Cell*> cells = takeCells();
        const std::vector<Replay> replays = choose(cells);
        std::vector<Replayed> made = makeAll(replays);
        std::unordered_set<Cell*> again;
        std::vector<std::size_t> others;
        for (std::size_t i = 0; i < made.size(); ++i) {
            if (!made[i].isWhole) {
                if (!isStopped())
                    return fail(made[i].trouble);
                continue;
            }
            count(made[i], replays[i].plan.steps);
            if (replays[i].reversal.kind == Reversal::Kind::Swap && commutes(replays[i], made[i].sketch))
                again.insert(replays[i].from);
            else
                others.push_back(i);
        }
        addCells(replays, made, others);
        for (Cell* cell : cells)
            putBack(*cell, again.contains(cell));
        if (m_options.progress)
            m_options.progress(m_result.replays, m_result.orders);
        return {};
    }

    void addCells(
        const std::vector<Replay>& replays, std::vector<Replayed>& made, const std::vector<std::size_t>& which)
    {
        m_pool.run(which.size(), [&](std::size_t i, SiteKeeper&) {
            made[which[i]].key = RunOrder(made[which[i]].sketch, m_commuting).key();
        });
        for (const std::size_t i : which) {
            const bool isLoss = replays[i].reversal.kind == Reversal::Kind::Loss;
            addCell(std::move(made[i]), replays[i].from->lost + (isLoss ? 1 : 0));
        }
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

    /// Every reversal of those runs that leads to a state where nobody has been.
    std::vector<Replay> choose(const std::vector<Cell*>& cells)
    {
        std::vector<std::vector<Replay>> possible(cells.size());
        m_pool.run(cells.size(), [&](std::size_t i, SiteKeeper&) { possible[i] = replaysFrom(*cells[i]); });
        std::vector<Replay> chosen;
        for (std::vector<Replay>& replays : possible) {
            for (Replay& replay : replays) {
                if (m_result.replays + static_cast<int>(chosen.size()) >= m_options.budget) {
                    m_isCutShort = true;
                    return chosen;
                }
                replay.from->tried.insert(replay.id);
                if (m_visited.insert(replay.plan.prefix).second)
                    chosen.push_back(std::move(replay));
            }
        }
        return chosen;
    }

    /// Every reversal of a run that is possible in time and was not tried yet.
    [[nodiscard]] std::vector<Replay> replaysFrom(Cell& cell) const
    {
        std::vector<Replay> replays;
        const RunOrder order(cell.sketch, m_commuting);
        for (const Reversal& reversal : order.reversals(cell.lost < m_options.maxLost, cell.isFirstOfKind)) {
            const std::uint64_t id = order.idOf(reversal);
            if (cell.tried.contains(id))
                continue;
            if (auto plan = order.plan(reversal))
                replays.push_back({&cell, reversal, id, order.seenBefore(reversal.first), *std::move(plan)});
        }
        return replays;
    }

    std::vector<Replayed> makeAll(const std::vector<Replay>& replays)
    {
        std::vector<Replayed> made(replays.size());
        m_pool.run(replays.size(), [&](std::size_t i, SiteKeeper& keeper) {
            if (!isStopped())
                made[i] = replay(replays[i].plan.steps, keeper);
        });
        return made;
    }

    /// Compares what two events of a node did in both orders; when it is the same, they commute from now on: the run
    /// is no order of its own, and the one it comes from has more freedom than it was given.
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
        m_commuting.add(replay.before, first.id, second.id);
        return true;
    }

    /// Runs with the delays that other seeds draw: each has an order that was walked.
    Result<void> checkDraws()
    {
        std::vector<RunOrder> known;
        known.reserve(m_walked.size());
        for (const RunSketch& sketch : m_walked)
            known.emplace_back(sketch, m_commuting);
        SiteKeeper keeper;
        for (int draw = 1; draw <= m_options.draws; ++draw) {
            ExploreOptions options = m_options;
            options.seed.value = static_cast<quint64>(draw);
            const auto trace = runReplay(m_freedom.scenario(), options, &keeper);
            if (!trace)
                return fail(trace.error());
            const Replayed made = replay(drawnSteps(m_freedom, *trace, m_names), keeper);
            if (!made.isWhole)
                return isStopped() ? Result<void>{} : fail(made.trouble);
            if (std::ranges::none_of(known, [&](const RunOrder& order) { return order.covers(made.sketch); }))
                m_result.unknownDraws.append(options.seed.value);
        }
        return {};
    }

    void count(const Replayed& made, const ReplaySteps& steps)
    {
        ++m_result.replays;
        m_witnesses.add(made.runClass, steps, made.messages);
    }

    void addCell(Replayed made, int lost)
    {
        m_hasBlindSpot = m_hasBlindSpot || made.sketch.hasBlindSpot;
        if (!m_orders.insert(made.key).second)
            return;
        ++m_result.orders;
        if (m_options.draws > 0)
            m_walked.push_back(made.sketch);
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
    ReplayPool m_pool;
    Commuting m_commuting;
    Exploration m_result;
    std::unordered_map<Cell*, std::unique_ptr<Cell>> m_cells;
    std::vector<Bucket> m_open; ///< in the order in which their kinds were first seen
    int m_waiting = 0; ///< cells in them
    std::unordered_set<std::uint64_t> m_orders;
    std::unordered_set<std::uint64_t> m_visited; ///< what plans have fixed: states, by what led to them
    std::deque<RunSketch> m_walked; ///< one an order, when draws are to be compared with them
    bool m_isCutShort = false;
    bool m_hasBlindSpot = false;
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
    if (const Result<void> possible = checkVirtual(scenario); !possible)
        return possible;
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
