// How fast runs are, whether they leave memory behind, and how exact the real clock is. Prints figures, asserts
// nothing.
//
//   bench_run [RUNS [PART]]    runs a policy under the virtual clock, 1000 unless given; PART virtual, memory or real
//
// Rates are given per second of this process's own time too: on a busy machine only that one means something.

#include "Loader.h"
#include "Policies.h"
#include "World.h"

#include <QFile>

#include <chrono>
#include <cstdio>
#include <ctime>

using namespace siprace;
using namespace Qt::StringLiterals;

namespace {

using Seconds = std::chrono::duration<double>;

Scenario firstRace()
{
    const auto scenario = loadScenario(QStringLiteral(SIPRACE_SOURCE_DIR "/scenarios/forking/two-phones-answer.yaml"));
    if (!scenario)
        qFatal("%s", qPrintable(scenario.error().front().text()));
    return *scenario;
}

Trace runOnce(const Scenario& scenario, const RunOptions& options)
{
    static SiteKeeper keeper;
    auto trace = runScenario(scenario, options, options.clock.kind == ClockChoice::Kind::Virtual ? &keeper : nullptr);
    if (!trace)
        qFatal("%s", qPrintable(trace.error().text()));
    return std::move(*trace);
}

/// Resident memory of this process, in KiB.
long residentKib()
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray& line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.mid(6).trimmed().chopped(3).trimmed().toLong();
    }
    return 0;
}

double ownSeconds()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// Runs a second of the process's own time.
double runsPerSecond(const Scenario& scenario, const QString& policy, int runs)
{
    RunOptions options;
    options.policy = policy;
    std::ignore = runOnce(scenario, options);
    qsizetype messages = 0;
    const auto start = std::chrono::steady_clock::now();
    const double ownStart = ownSeconds();
    for (int i = 0; i < runs; ++i)
        messages += runOnce(scenario, options).messages.size();
    const double seconds = Seconds(std::chrono::steady_clock::now() - start).count();
    const double own = ownSeconds() - ownStart;
    std::printf("  %-16s %7.0f runs/s  %7.0f by own time  %6.1f us a run  %5.1f us a message\n", qPrintable(policy),
        runs / seconds, runs / own, own * 1e6 / runs, own * 1e6 / static_cast<double>(messages));
    return runs / own;
}

void virtualClock(const Scenario& scenario, int runs)
{
    std::printf("virtual clock, two-phones-answer, one core\n");
    double secondsPerRun = 0;
    int policies = 0;
    for (const proxy::Policy& policy : proxy::policies()) {
        secondsPerRun += 1 / runsPerSecond(scenario, policy.id.toString(), runs);
        ++policies;
    }
    const double average = policies / secondsPerRun;
    std::printf(
        "  all policies     %7.0f runs/s by own time  (%.2f of the 1,000 asked for)\n", average, average / 1000);
}

void memory(const Scenario& scenario, int runs)
{
    const RunOptions options;
    for (int i = 0; i < 200; ++i)
        std::ignore = runOnce(scenario, options);
    const long before = residentKib();
    for (int i = 0; i < runs; ++i)
        std::ignore = runOnce(scenario, options);
    const long after = residentKib();
    std::printf("resident memory over %d runs\n  %ld KiB -> %ld KiB  (ratio %.3f)\n", runs, before, after,
        static_cast<double>(after) / static_cast<double>(before));
}

void realClock(const Scenario& scenario)
{
    RunOptions options;
    options.clock.kind = ClockChoice::Kind::Real;
    std::printf("real clock, delay error of each arrival\n");
    for (int i = 0; i < 5; ++i) {
        const Trace trace = runOnce(scenario, options);
        const ClockReport report = trace.clockReport.value_or(ClockReport{});
        std::printf(
            "  median %.3f ms  p99 %.3f ms  maximum %.3f ms  over %d arrivals  (p99 %.2f of the 1 ms allowed)\n",
            toMs(report.median), toMs(report.p99), toMs(report.maximum), report.samples, toMs(report.p99));
    }
}

} // namespace

int main(int argc, char** argv)
{
    const int runs = argc > 1 ? std::atoi(argv[1]) : 1000;
    const Scenario scenario = firstRace();
    const QByteArray part = argc > 2 ? argv[2] : "";
    if (part.isEmpty() || part == "virtual")
        virtualClock(scenario, runs);
    if (part.isEmpty() || part == "memory")
        memory(scenario, runs * 10);
    if (part.isEmpty() || part == "real")
        realClock(scenario);
    return 0;
}
