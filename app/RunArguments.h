#pragma once

#include "Console.h"
#include "Loader.h"
#include "World.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace siprace::app {

/// Why a command line cannot be served: the lines to show, and the status to end with.
struct Refusal
{
    Exit exit = Exit::Usage;
    Diagnostics lines;
};

/// Shows the lines and gives the status.
[[nodiscard]] Exit refuse(const Refusal& refusal);

/// The options that make a run, as typed. Shared by every subcommand that runs something.
struct RunArguments
{
    std::string scenario;
    std::string policy; ///< empty: what the scenario is usually run with
    std::string clock = "virtual";
    std::string seed = "1";
    std::vector<std::string> settings;
    std::string capture;
    std::string hep;
    bool mayStartCommands = false;

    void declareScenario(CLI::App& parser, const char* name, const char* help);
    void declarePolicy(CLI::App& parser);
    void declareClock(CLI::App& parser);
    void declareSeed(CLI::App& parser);
    void declareSettings(CLI::App& parser);
    /// Whether commands of a file that is not of the library may be started: --allow-commands.
    void declareCommands(CLI::App& parser);
    /// Where messages go while a run goes on: --capture, --hep.
    void declareOutlets(CLI::App& parser);

    [[nodiscard]] QString scenarioText() const;
    [[nodiscard]] QStringList settingTexts() const;

    /// The scenario, found, read, valid and with the settings applied. A wrong setting is wrong usage (2), a wrong file
    /// is not (3).
    [[nodiscard]] Result<Scenario, Refusal> load() const;
    /// The same, ready for more settings on top: what a sweep tries cell by cell.
    [[nodiscard]] Result<ScenarioSource, Refusal> loadSource() const;
    /// Policy, clock and seed, checked; the run listens to Ctrl-C. Without a word about the policy it is forward-all.
    [[nodiscard]] Result<RunOptions, Refusal> options() const;
    /// Chooses the policy where nothing was said: the program outside that the scenario is about, if there is one.
    void choosePolicy(RunOptions& options, const Scenario& chosen) const;
};

/// Text of the command line as Qt sees it.
[[nodiscard]] QString fromArgument(const std::string& argument);
/// Fails with one line that names the nearest policy. `external` is one where a single run is meant.
[[nodiscard]] Result<void, Refusal> checkPolicy(const QString& policy, bool allowsExternal = false);
/// An option that may be given several times, one value each.
void declareRepeated(CLI::App& parser, const char* name, std::vector<std::string>& values, const char* help);
/// Done, or Interrupted when the person has ended the run.
[[nodiscard]] Exit exitOf(const Trace& trace);

} // namespace siprace::app
