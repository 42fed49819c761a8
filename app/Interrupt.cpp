#include "Interrupt.h"

#include <csignal>

namespace siprace::app {

namespace {
std::atomic<bool> interruptFlag = false;
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may touch it");

extern "C" void onInterrupt(int)
{
    interruptFlag = true;
}
} // namespace

void watchSignals()
{
    struct sigaction action = {};
    action.sa_handler = onInterrupt;
    action.sa_flags = static_cast<int>(SA_RESETHAND); // the second Ctrl-C does what it does everywhere
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

void restoreSignals()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}

const std::atomic<bool>& interrupted()
{
    return interruptFlag;
}

} // namespace siprace::app
