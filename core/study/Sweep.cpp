#include "Sweep.h"

#include "Policies.h"
#include "SettlingRun.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace siprace {

namespace {
constexpr qint64 cellsPerTask = 16; // large enough that the lock is cold, small enough that cancelling is quick
constexpr qint64 tasksAhead = 64; // how far a fast thread may run ahead of the slowest: bounds what waits

struct CellPlace
{
    int x = 0;
    int y = 0;
    int policy = 0;
};

CellPlace placeOf(const SweepPlan& plan, qint64 index)
{
    const int xs = plan.x.count();
    const int ys = plan.y ? plan.y->count() : 1;
    const qint64 plane = qint64{xs} * ys;
    return {
        static_cast<int>(index % plane % xs), static_cast<int>(index % plane / xs), static_cast<int>(index / plane)};
}

/// One thread pool's shared state: tasks are taken in order, results are handed out in order.
class SweepRun
{
public:
    SweepRun(const ScenarioSource& source, const SweepPlan& plan, const std::function<void(const SweepCell&)>& sink,
        const std::atomic<bool>* stop)
        : m_source(source)
        , m_plan(plan)
        , m_sink(sink)
        , m_stop(stop)
        , m_total(plan.shardCellCount())
    {
    }

    Result<qint64> run()
    {
        const qint64 tasks = (m_total + cellsPerTask - 1) / cellsPerTask;
        const qint64 wanted = worldsAtOnce(m_plan.jobs);
        {
            std::vector<std::jthread> threads;
            for (qint64 i = 1; i < std::min(wanted, tasks); ++i)
                threads.emplace_back([this] { work(); });
            work();
        }
        if (m_failure)
            return fail(*m_failure);
        return m_handedOut;
    }

private:
    [[nodiscard]] bool isStopped() const { return m_halt || (m_stop && *m_stop); }

    void work()
    {
        SiteKeeper keeper;
        while (const auto task = takeTask()) {
            std::vector<SweepCell> cells;
            const qint64 first = *task * cellsPerTask;
            for (qint64 i = first; i < std::min(first + cellsPerTask, m_total) && !isStopped(); ++i) {
                auto cell = runCell(i * m_plan.shard.count + m_plan.shard.index, keeper);
                if (!cell) {
                    abandon(cell.error());
                    break;
                }
                if (*cell)
                    cells.push_back(std::move(**cell));
            }
            handOut(*task, std::move(cells));
        }
    }

    std::optional<qint64> takeTask()
    {
        std::unique_lock lock(m_mutex);
        m_room.wait(lock, [this] { return isStopped() || m_nextTask - m_nextOut < tasksAhead; });
        if (isStopped() || m_nextTask * cellsPerTask >= m_total)
            return std::nullopt;
        return m_nextTask++;
    }

    void handOut(qint64 task, std::vector<SweepCell> cells)
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.emplace(task, std::move(cells));
        while (!m_waiting.empty() && m_waiting.begin()->first == m_nextOut) {
            for (const SweepCell& cell : m_waiting.begin()->second) {
                m_sink(cell);
                ++m_handedOut;
            }
            m_waiting.erase(m_waiting.begin());
            ++m_nextOut;
        }
        m_room.notify_all();
    }

    void abandon(const Diagnostic& why)
    {
        const std::lock_guard lock(m_mutex);
        if (!m_failure)
            m_failure = why;
        m_halt = true;
        m_room.notify_all();
    }

    /// Nothing when stopped before its last seed: a share of half the seeds would be another number.
    Result<std::optional<SweepCell>> runCell(qint64 index, SiteKeeper& keeper)
    {
        const CellPlace place = placeOf(m_plan, index);
        SweepCell cell{index, place.x, place.y, place.policy, {}, {}, {}, {}};
        const auto scenario = m_source.with(cellSettings(m_plan, place.x, place.y));
        if (!scenario)
            return fail(scenario.error().front());
        cell.predicted = predictTwoPhoneRace(*scenario);
        for (int i = 0; i < m_plan.seeds; ++i) {
            if (isStopped())
                return std::optional<SweepCell>();
            RunOptions options;
            options.policy = m_plan.policies.at(place.policy);
            options.seed = Seed{m_plan.firstSeed.value + static_cast<quint64>(i)};
            options.stop = m_stop;
            const auto trace = runSettling(*scenario, options, &keeper);
            if (isStopped())
                return std::optional<SweepCell>(); // cut short, so it says nothing
            if (!trace)
                return fail(trace.error());
            const Verdict verdict = judge(*trace);
            if (i == 0) {
                cell.outcome = verdict.outcome;
                cell.runClass = verdict.runClass;
            }
            if (m_plan.seeds > 1)
                cell.shares[verdict.runClass] += 1.0 / m_plan.seeds;
        }
        return std::optional(std::move(cell));
    }

    const ScenarioSource& m_source;
    const SweepPlan& m_plan;
    const std::function<void(const SweepCell&)>& m_sink;
    const std::atomic<bool>* m_stop;
    const qint64 m_total;

    std::mutex m_mutex;
    std::condition_variable m_room;
    std::atomic<bool> m_halt = false;
    qint64 m_nextTask = 0;
    qint64 m_nextOut = 0;
    qint64 m_handedOut = 0;
    std::map<qint64, std::vector<SweepCell>> m_waiting;
    std::optional<Diagnostic> m_failure;
};

QString knownPolicies()
{
    QStringList ids;
    for (const proxy::Policy& policy : proxy::policies())
        ids += policy.id.toString();
    return QStringLiteral("one of ") + ids.join(QStringLiteral(", "));
}

void checkSweepPath(const ScenarioSource& source, const SweepAxis& axis, Diagnostics& faults)
{
    for (const int index : {0, axis.count() - 1}) {
        if (const auto tried = source.with({Setting{axis.path, axis.setting(index)}}); !tried) {
            faults.insert(faults.end(), tried.error().begin(), tried.error().end());
            return;
        }
    }
}
} // namespace

Result<SweepShard> parseSweepShard(const QString& text)
{
    const QStringList parts = text.split(u'/');
    bool indexOk = false;
    bool countOk = false;
    const int index = parts.value(0).toInt(&indexOk);
    const int count = parts.value(1).toInt(&countOk);
    if (parts.size() != 2 || !indexOk || !countOk || index < 1 || index > count)
        return fail({}, QStringLiteral("shard \"%1\" is not a part of a whole").arg(text),
            QStringLiteral("write I/N with I from 1 to N, for example 1/4"));
    return SweepShard{index - 1, count};
}

qint64 SweepPlan::cellCount() const
{
    return qint64{x.count()} * (y ? y->count() : 1) * policies.size();
}

qint64 SweepPlan::shardCellCount() const
{
    const qint64 all = cellCount();
    return all / shard.count + (all % shard.count > shard.index ? 1 : 0);
}

Diagnostics checkSweepPlan(const ScenarioSource& source, const SweepPlan& plan)
{
    Diagnostics faults;
    if (const Result<void> possible = checkStartsNothing(source.scenario()); !possible)
        faults.push_back(possible.error());
    for (qsizetype i = 0; i < plan.policies.size(); ++i) {
        if (!proxy::findPolicy(plan.policies.at(i)))
            faults.push_back({{}, QStringLiteral("unknown policy \"%1\"").arg(plan.policies.at(i)), knownPolicies()});
        else if (plan.policies.indexOf(plan.policies.at(i)) != i)
            faults.push_back({{}, QStringLiteral("policy \"%1\" is given twice").arg(plan.policies.at(i)),
                QStringLiteral("name each once")});
    }
    checkSweepPath(source, plan.x, faults);
    if (plan.y) {
        if (plan.y->path == plan.x.path)
            faults.push_back({{}, QStringLiteral("both axes are \"%1\"").arg(plan.x.path),
                QStringLiteral("give two different paths")});
        checkSweepPath(source, *plan.y, faults);
    }
    return faults;
}

QList<Setting> cellSettings(const SweepPlan& plan, int xIndex, int yIndex)
{
    QList<Setting> settings{{plan.x.path, plan.x.setting(xIndex)}};
    if (plan.y)
        settings.append({plan.y->path, plan.y->setting(yIndex)});
    return settings;
}

Result<qint64> runSweep(const ScenarioSource& source, const SweepPlan& plan,
    const std::function<void(const SweepCell&)>& sink, const std::atomic<bool>* stop)
{
    return SweepRun(source, plan, sink, stop).run();
}

} // namespace siprace
