#include "CommandLine.h"
#include "Interrupt.h"
#include "Runtime.h"

int main(int argc, char** argv)
{
    siprace::app::keepArguments(argc, argv);
    siprace::app::watchSignals();
    return siprace::app::runCommandLine(argc, argv);
}
