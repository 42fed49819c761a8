#include "Commands.h"
#include "Schema.h"

#include <CLI/CLI.hpp>

namespace siprace::app {

Job declareSchema(CLI::App&)
{
    return [] {
        print(schemaJson());
        return Exit::Done;
    };
}

} // namespace siprace::app
