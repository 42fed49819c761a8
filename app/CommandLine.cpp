#include "CommandLine.h"

#include "Library.h"
#include "Nearest.h"
#include "Runtime.h"
#include "commands/Commands.h"

#include <QFileInfo>

#include <CLI/CLI.hpp>
#include <memory>

namespace siprace::app {

namespace {
/// Every option a parser knows, as a person writes it.
QStringList optionNames(const CLI::App& parser)
{
    QStringList names;
    for (const CLI::Option* option : parser.get_options()) {
        for (const std::string& name : option->get_lnames())
            names += QStringLiteral("--") + QString::fromStdString(name);
    }
    return names;
}

QStringList commandNames()
{
    QStringList names;
    for (const Command& command : commands())
        names += QString::fromLatin1(command.name);
    return names;
}

/// What stands on the line beyond what the parser knows, in words.
QString describeExtra(const CLI::App& parser, const QString& extra)
{
    if (extra.startsWith(u'-'))
        return QStringLiteral("unknown option \"%1\"%2")
            .arg(extra, didYouMean(extra.section(u'=', 0, 0), optionNames(parser)));
    return QStringLiteral("\"%1\" is one argument too many").arg(extra);
}

/// The subcommand that was being read when reading failed; the top when there was none.
const CLI::App& readParser(const CLI::App& top)
{
    const auto parsed = top.get_subcommands();
    return parsed.empty() ? top : *parsed.front();
}

/// A first word that is neither a file, a scenario nor a subcommand deserves to be told so, whatever follows it.
std::optional<QString> unknownFirstWord(const QString& word, bool standsAlone)
{
    const auto application = makePlainApplication(); // the library is looked for beside the executable too
    if (word.isEmpty() || QFileInfo::exists(word) || resolveScenario(word))
        return std::nullopt;
    const QString suggestion = didYouMean(word, commandNames());
    if (standsAlone && suggestion.isEmpty())
        return std::nullopt; // a scenario that is not there: the window's own error says more
    return QStringLiteral("\"%1\" is no subcommand%2; there are %3")
        .arg(word, suggestion, commandNames().join(QStringLiteral(", ")));
}

Exit usageError(const CLI::App& top, const QString& what)
{
    const CLI::App& parser = readParser(top);
    const QString name = &parser == &top ? QString() : QString::fromStdString(parser.get_name()) + QStringLiteral(": ");
    complain(name + what);
    return Exit::Usage;
}

QString describe(const CLI::App& top, const CLI::ParseError& error)
{
    const auto extras = readParser(top).remaining(true);
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr && !extras.empty())
        return describeExtra(readParser(top), QString::fromLocal8Bit(extras.front().c_str()));
    return QString::fromLocal8Bit(error.what()).simplified();
}

Exit parseAndRun(int argc, char** argv)
{
    CLI::App top("SIP Race Lab: SIP races on a network with controlled delay and loss, drawn, judged and compared.\n"
                 "Without a subcommand: the window, on a scenario or a saved trace.",
        "siprace");
    std::string file;
    bool wantsVersion = false;
    top.add_option("FILE", file, "A scenario (id or path) or a saved trace to open in the window");
    top.add_flag("--version", wantsVersion, "The version, and those of its libraries");
    top.require_subcommand(0, 1);

    Job job;
    for (const Command& command : commands()) {
        CLI::App* parser = top.add_subcommand(command.name, command.summary);
        parser->parse_complete_callback([&job, declared = command.declare(*parser)] { job = declared; });
    }

    try {
        top.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        print(QString::fromStdString(top.help()));
        return Exit::Done;
    } catch (const CLI::ParseError& error) {
        const QString word = QString::fromLocal8Bit(file.c_str());
        return usageError(top, unknownFirstWord(word, false).value_or(describe(top, error)));
    }
    const QString word = QString::fromLocal8Bit(file.c_str());
    if (job && !file.empty())
        return usageError(top, QStringLiteral("\"%1\" stands before the subcommand").arg(word));
    if (wantsVersion) {
        print(versionText());
        return Exit::Done;
    }
    if (const auto unknown = unknownFirstWord(word, true); unknown && !job)
        return usageError(top, *unknown);
    return job ? job() : openWindow(word);
}
} // namespace

int runCommandLine(int argc, char** argv)
{
    Exit exit = parseAndRun(argc, argv);
    if (const auto flushed = flushOutput(); !flushed) {
        complain(flushed.error());
        if (exit == Exit::Done)
            exit = Exit::NotMade;
    }
    return static_cast<int>(exit);
}

} // namespace siprace::app
