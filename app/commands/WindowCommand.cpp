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

/// Every reason why the window cannot open on that file.
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
    {
        const auto application = makePlainApplication();
        if (const Diagnostics faults = faultsOf(file); !faults.empty())
            return refuse({Exit::BadScenario, faults});
    }
    if (!canShowWindow())
        return refuse({Exit::NotMade,
            {{{}, QStringLiteral("there is no display to open the window on"),
                QStringLiteral("the subcommands need none, see siprace --help")}}});
    restoreSignals();
    const auto application = makeWindowApplication();
    return static_cast<Exit>(runWindow(file));
}

} // namespace siprace::app
