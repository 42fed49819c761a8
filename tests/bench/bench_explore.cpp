// How fast the explorer replays. Prints figures, asserts nothing.
//
//   bench_explore [BUDGET]    replays at most, 3000 unless given

#include "Explorer.h"
#include "Loader.h"

#include <chrono>
#include <cstdio>
#include <ctime>

using namespace siprace;

namespace {

void measure(const char* id, const char* jitter, int budget, int jobs)
{
    const auto source = ScenarioSource::load(
        QStringLiteral(SIPRACE_SOURCE_DIR "/scenarios/explore/%1.yaml").arg(QString::fromLatin1(id)));
    const auto scenario = source->with({{QStringLiteral("links.default.jitter"), QString::fromLatin1(jitter)}});
    ExploreOptions options;
    options.budget = budget;
    options.jobs = jobs;
    const auto start = std::chrono::steady_clock::now();
    const std::clock_t ownStart = std::clock();
    const auto found = explore(*scenario, options);
    if (!found)
        qFatal("%s", qPrintable(found.error().text()));
    const double own = static_cast<double>(std::clock() - ownStart) / CLOCKS_PER_SEC;
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::printf("  %-22s jitter %-6s %d threads  %6d replays %5d orders %s  %6.0f replays/s  %6.0f by own time"
                "  (%.2f of the 1,000 asked for)\n",
        id, jitter, jobs, found->replays, found->orders, found->isComplete() ? "complete" : "cut off ",
        found->replays / seconds, found->replays / own, found->replays / own / 1000);
}

} // namespace

int main(int argc, char** argv)
{
    const int budget = argc > 1 ? std::atoi(argv[1]) : 3000;
    std::printf("explorer, forward-all\n");
    for (const int jobs : {1, 2}) {
        measure("any-order-two-phones", "100ms", budget, jobs);
        measure("any-order-two-phones", "400ms", budget, jobs);
    }
    return 0;
}
