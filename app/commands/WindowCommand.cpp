#include "Application.h"
#include "Commands.h"
#include "Runtime.h"

namespace siprace::app {

Exit openWindow(const QString& file)
{
    const auto application = makeWindowApplication();
    return static_cast<Exit>(runWindow(file));
}

} // namespace siprace::app
