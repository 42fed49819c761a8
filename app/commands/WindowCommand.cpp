#include "Application.h"
#include "Commands.h"
#include "Interrupt.h"
#include "Library.h"
#include "Loader.h"
#include "RunArguments.h"
#include "Runtime.h"
#include "formats/TraceJson.h"

namespace siprace::app {

namespace {

/// What the window would say about that file.
Diagnostics faultsOf(const QString& file)
{
    if (file.isEmpty())
        return {};
    if (isTracePath(file)) {
        const auto trace = loadTrace(file);
        return trace ? Diagnostics{} : Diagnostics{trace.error()};
    }
    const auto path = resolveScenario(file);
    if (!path)
        return {path.error()};
    const auto source = ScenarioSource::load(*path);
    return source ? Diagnostics{} : source.error();
}

} // namespace

Exit openWindow(const QString& file)
{
    // From a desktop's icon nobody reads standard error: with a display the window is what says everything.
    if (!canShowWindow()) {
        const auto application = makePlainApplication();
        if (const Diagnostics faults = faultsOf(file); !faults.empty())
            return refuse({Exit::BadScenario, faults});
        return refuse({Exit::NotMade,
            {{{}, QStringLiteral("there is no display to open the window on"),
                QStringLiteral("the subcommands need none, see siprace --help")}}});
    }
    restoreSignals();
    const auto application = makeWindowApplication();
    return static_cast<Exit>(runWindow(file));
}

} // namespace siprace::app
