#include "Commands.h"

namespace siprace::app {

namespace {
constexpr Command commandTable[] = {
    {"list", "The scenarios of the library", declareList},
    {"run", "One run of a scenario: outcome, findings, messages", declareRun},
    {"compare", "The same scenario under several policies", declareCompare},
    {"sweep", "A race map: one or two values varied, every cell a run", declareSweep},
    {"merge", "Results of a sweep split with --shard, as one", declareMerge},
    {"explore", "Every order in which a scenario can happen, and how it can end", declareExplore},
    {"check", "Expectations and violations of scenarios; status 1 when one is not met", declareCheck},
    {"export", "A run as a picture, a text or a capture", declareExport},
    {"report", "One zip with everything about a run, for a bug report", declareReport},
    {"serve", "Its nodes without a window or an end, until interrupted", declareServe},
    {"validate", "Every error of scenario files", declareValidate},
    {"schema", "The JSON Schema of scenario files", declareSchema},
};
} // namespace

std::span<const Command> commands()
{
    return commandTable;
}

} // namespace siprace::app
