#pragma once

#include "Result.h"

#include <QByteArray>
#include <QString>

namespace siprace::app {

/// How the program ends. Contract, "Command line".
enum class Exit : int
{
    Done = 0,
    Unmet = 1, ///< an expectation was not met
    Usage = 2, ///< unknown option, policy or PATH, a VALUE that does not fit
    BadScenario = 3, ///< not found or not valid
    NotMade = 4, ///< the run could not be made, or what was asked for could not be written
    Interrupted = 130
};

/// Writes to standard output. A reader that has gone away is no error: what follows is thrown away.
void print(const QByteArray& bytes);
void print(const QString& text);
/// Pushes out what was printed; fails with one line when standard output cannot take it (a full disk).
[[nodiscard]] Result<void> flushOutput();

/// One line on standard error: "siprace: two-phones.yaml:9:14: …".
void complain(const QString& line);
void complain(const Diagnostic& diagnostic);
/// All of them, in order.
void complain(const Diagnostics& diagnostics);

/// Progress of long work, on standard error: a bar that redraws itself on a terminal, nothing elsewhere.
void showProgress(int done, int total);

/// True when standard output is a terminal that wants colours (NO_COLOR and TERM=dumb are heeded).
[[nodiscard]] bool outputHasColours();

/// Writes a whole file, or fails with one line naming it. "-" is standard output.
[[nodiscard]] Result<void> writeFile(const QString& path, const QByteArray& bytes);

} // namespace siprace::app
