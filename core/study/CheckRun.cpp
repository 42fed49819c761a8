#include "CheckRun.h"

#include "Policies.h"
#include "SettlingRun.h"
#include "World.h"

#include <QFileInfo>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace siprace {

namespace {

/// One run to make.
struct CheckTask
{
    Scenario scenario;
    QList<Expectation> expectations;
    CheckCase blank;
};

QString settingsText(const QList<Setting>& settings)
{
    QStringList words;
    for (const Setting& setting : settings)
        words += QStringLiteral("%1=%2").arg(setting.path, setting.value);
    return words.join(QStringLiteral(", "));
}

CheckFailure failedRun(const CheckCase& where, const Diagnostic& diagnostic)
{
    const QString text = QStringLiteral("%1: %2").arg(where.name(), diagnostic.text());
    return {QStringLiteral("run"), QStringLiteral("a run"), diagnostic.what, text, diagnostic.where};
}

/// Which runs a list of files asks for; files that cannot be used become failed cases at once.
class CheckPlan
{
public:
    explicit CheckPlan(const CheckOptions& options)
        : m_policies(options.policies)
        , m_isChosen(!options.policies.isEmpty())
    {
        if (m_policies.isEmpty()) {
            for (const proxy::Policy& policy : proxy::policies())
                m_policies += policy.id.toString();
        }
    }

    void add(const QString& path)
    {
        const auto source = ScenarioSource::load(path);
        if (!source) {
            refuse(path, source.error());
            return;
        }
        if (runsOutside(source->scenario(), {}))
            addTask(source->scenario(), source->scenario().expect.value(outsidePolicy()), outsidePolicy(), {});
        for (const QString& policy : m_policies) {
            if (policy != outsidePolicy())
                addTask(source->scenario(), source->scenario().expect.value(policy), policy, {});
        }
        for (const Variant& variant : source->scenario().variants)
            addVariant(*source, variant);
    }

    /// Whether the program outside is run too: when nobody has chosen the policies, or it was chosen.
    [[nodiscard]] bool runsOutside(const Scenario& scenario, const QMap<QString, QList<Expectation>>& expect) const
    {
        return scenario.hasOutsideProxy() && (!m_isChosen || m_policies.contains(outsidePolicy()))
            && (expect.isEmpty() || expect.contains(outsidePolicy()));
    }
    [[nodiscard]] const std::vector<CheckTask>& tasks() const { return m_tasks; }
    /// Cases in order; those with failures already are not to be run.
    [[nodiscard]] QList<CheckCase> takeCases() { return std::move(m_cases); }
    /// Index into tasks() of a case, -1 when there is nothing to run.
    [[nodiscard]] const std::vector<int>& taskOfCase() const { return m_taskOfCase; }

private:
    void addTask(
        const Scenario& scenario, const QList<Expectation>& expectations, const QString& policy, const QString& variant)
    {
        CheckCase blank;
        blank.scenario = scenario.id;
        blank.group = scenario.group;
        blank.path = scenario.path;
        blank.policy = policy;
        blank.variant = variant;
        m_taskOfCase.push_back(static_cast<int>(m_tasks.size()));
        m_cases.append(blank);
        m_tasks.push_back({scenario, expectations, blank});
    }

    void addVariant(const ScenarioSource& source, const Variant& variant)
    {
        const QList<Setting> settings = settingsOf(variant);
        const auto changed = source.with(settings);
        if (!changed) {
            refuse(source.scenario().path, changed.error(), settingsText(settings));
            return;
        }
        if (runsOutside(*changed, variant.expect))
            addTask(*changed, variant.expect.value(outsidePolicy()), outsidePolicy(), settingsText(settings));
        for (const QString& policy : m_policies) {
            if (policy == outsidePolicy())
                continue;
            if (variant.expect.isEmpty() || variant.expect.contains(policy))
                addTask(*changed, variant.expect.value(policy), policy, settingsText(settings));
        }
    }

    void refuse(const QString& path, const Diagnostics& diagnostics, const QString& variant = {})
    {
        CheckCase failed;
        failed.scenario = QFileInfo(path).completeBaseName();
        failed.path = path;
        failed.variant = variant;
        for (const Diagnostic& diagnostic : diagnostics)
            failed.failures.append(failedRun(failed, diagnostic));
        m_taskOfCase.push_back(-1);
        m_cases.append(failed);
    }

    QStringList m_policies;
    bool m_isChosen = false;
    std::vector<CheckTask> m_tasks;
    QList<CheckCase> m_cases;
    std::vector<int> m_taskOfCase;
};

bool isOutside(const CheckTask& task)
{
    return task.blank.policy == outsidePolicy();
}

CheckCase runTask(const CheckTask& task, const CheckOptions& asked, SiteKeeper& keeper)
{
    CheckCase done = task.blank;
    const QString missing = isOutside(task) ? missingProgram(task.scenario) : QString();
    if (!missing.isEmpty()) {
        done.skipped = QStringLiteral("%1 is not installed").arg(missing);
        return done;
    }
    const auto before = std::chrono::steady_clock::now();
    RunOptions options;
    options.policy = task.blank.policy;
    options.stop = asked.stop;
    options.mayStartCommands = asked.mayStartCommands;
    const Result<void> ends = checkEnds(task.scenario);
    const auto trace = ends ? runScenario(task.scenario, options, &keeper) : Result<Trace>(fail(ends.error()));
    if (trace) {
        const Verdict verdict = judge(*trace);
        done.outcome = verdict.outcome;
        done.runClass = verdict.runClass;
        done.failures = compareWithExpectations(verdict, task.expectations, done.name());
    } else {
        done.failures = {failedRun(done, trace.error())};
    }
    done.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
    return done;
}

/// The threads of one check: tasks are taken in order, the calling thread reports progress. Runs of programs outside
/// come last and side by side, since they take their time and no processor; on a busy host they would be late.
class CheckPool
{
public:
    CheckPool(const std::vector<CheckTask>& tasks, const CheckOptions& options)
        : m_tasks(tasks)
        , m_options(options)
        , m_results(tasks.size())
    {
        for (std::size_t i = 0; i < tasks.size(); ++i)
            (isOutside(tasks[i]) ? m_outside : m_virtual).push_back(i);
    }

    std::vector<std::optional<CheckCase>> run()
    {
        const auto jobs = static_cast<std::size_t>(worldsAtOnce(m_options.jobs));
        runAll(m_virtual, jobs);
        runAll(m_outside, m_options.jobs > 0 ? jobs : outsideAtOnce);
        return std::move(m_results);
    }

private:
    void runAll(const std::vector<std::size_t>& tasks, std::size_t jobs)
    {
        m_finished = 0;
        m_next = 0;
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < std::min(jobs, tasks.size()); ++i)
            threads.emplace_back([this, &tasks] { work(tasks); });
        std::unique_lock lock(m_mutex);
        std::size_t shown = m_done;
        while (m_finished < threads.size()) {
            m_changed.wait(lock, [&] { return m_done != shown || m_finished == threads.size(); });
            shown = m_done;
            if (m_options.progress) {
                lock.unlock();
                m_options.progress(static_cast<int>(shown), static_cast<int>(m_tasks.size()));
                lock.lock();
            }
        }
    }

    [[nodiscard]] bool isStopped() const { return m_options.stop && *m_options.stop; }

    void work(const std::vector<std::size_t>& tasks)
    {
        SiteKeeper keeper;
        for (std::size_t i = m_next++; i < tasks.size() && !isStopped(); i = m_next++) {
            CheckCase done = runTask(m_tasks[tasks[i]], m_options, keeper);
            if (isStopped())
                break; // cut short, so it says nothing
            const std::scoped_lock lock(m_mutex);
            m_results[tasks[i]] = std::move(done);
            ++m_done;
            m_changed.notify_one();
        }
        const std::scoped_lock lock(m_mutex);
        ++m_finished;
        m_changed.notify_one();
    }

    static constexpr std::size_t outsideAtOnce = 8;

    const std::vector<CheckTask>& m_tasks;
    const CheckOptions& m_options;
    std::vector<std::size_t> m_virtual;
    std::vector<std::size_t> m_outside;
    std::vector<std::optional<CheckCase>> m_results;
    std::atomic<std::size_t> m_next = 0;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::size_t m_done = 0;
    std::size_t m_finished = 0;
};

} // namespace

QString CheckCase::name() const
{
    QString out = scenario;
    if (!variant.isEmpty())
        out += QStringLiteral(" [%1]").arg(variant);
    return policy.isEmpty() ? out : out + QStringLiteral(" · ") + policy;
}

QList<CheckCase> runChecks(const QStringList& paths, const CheckOptions& options)
{
    CheckPlan plan(options);
    for (const QString& path : paths)
        plan.add(path);
    auto results = CheckPool(plan.tasks(), options).run();
    QList<CheckCase> cases;
    const QList<CheckCase> planned = plan.takeCases();
    for (qsizetype i = 0; i < planned.size(); ++i) {
        const int task = plan.taskOfCase()[static_cast<std::size_t>(i)];
        if (task < 0)
            cases.append(planned.at(i));
        else if (auto& result = results[static_cast<std::size_t>(task)])
            cases.append(std::move(*result));
    }
    return cases;
}

} // namespace siprace
