#pragma once

#include "Console.h"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace siprace::app {

/// What a parsed command line asks for; run once.
using Job = std::function<Exit()>;

/// One subcommand: a row of the table, one file each.
struct Command
{
    const char* name;
    const char* summary;
    /// Declares its options on its parser, and gives what to do once they are read.
    Job (*declare)(CLI::App& parser);
};

/// Every subcommand, in the order that help shows.
[[nodiscard]] std::span<const Command> commands();

[[nodiscard]] Job declareCheck(CLI::App& parser);
[[nodiscard]] Job declareCompare(CLI::App& parser);
[[nodiscard]] Job declareExplore(CLI::App& parser);
[[nodiscard]] Job declareExport(CLI::App& parser);
[[nodiscard]] Job declareList(CLI::App& parser);
[[nodiscard]] Job declareMerge(CLI::App& parser);
[[nodiscard]] Job declareReport(CLI::App& parser);
[[nodiscard]] Job declareRun(CLI::App& parser);
[[nodiscard]] Job declareSchema(CLI::App& parser);
[[nodiscard]] Job declareServe(CLI::App& parser);
[[nodiscard]] Job declareSweep(CLI::App& parser);
[[nodiscard]] Job declareValidate(CLI::App& parser);

/// `siprace [FILE]`: the window.
[[nodiscard]] Exit openWindow(const QString& file);
/// `siprace --version`: the program and its libraries, a line each.
[[nodiscard]] QString versionText();

} // namespace siprace::app
