#include "Commands.h"
#include "Library.h"
#include "Loader.h"
#include "RunArguments.h"
#include "Runtime.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace siprace::app {

namespace {
/// Shows every error of one file; its variants count too, since `check` will run them.
bool isValid(const QString& pathOrId)
{
    const auto path = resolveScenario(pathOrId);
    if (!path) {
        complain(path.error());
        return false;
    }
    const auto source = ScenarioSource::load(*path);
    if (!source) {
        complain(source.error());
        return false;
    }
    print(QStringLiteral("%1: valid\n").arg(pathOrId));
    return true;
}

Exit validate(const std::vector<std::string>& files)
{
    const auto application = makePlainApplication();
    bool allValid = true;
    for (const std::string& file : files)
        allValid = isValid(fromArgument(file)) && allValid;
    return allValid ? Exit::Done : Exit::BadScenario;
}
} // namespace

Job declareValidate(CLI::App& parser)
{
    const auto files = std::make_shared<std::vector<std::string>>();
    parser.add_option("FILE", *files, "Scenario files")->required();
    return [files] { return validate(*files); };
}

} // namespace siprace::app
