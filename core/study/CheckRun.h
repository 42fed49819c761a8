#pragma once

#include "Check.h"
#include "Loader.h"
#include "Scenario.h"

#include <atomic>
#include <functional>

namespace siprace {

/// A number, class or list of findings that was not as `expect` says, a violation that it does not list, or a run that
/// could not be made.
struct CheckFailure
{
    QString name; ///< of the outcome, "class", "findings", or "run"
    QString expected;
    QString found;
    QString text; ///< one line: scenario, variant, policy, name, expected, found
    Location where; ///< of the expectation in the file; no line for what is not written there

    bool operator==(const CheckFailure&) const = default;
};

/// One scenario under one policy, as the file stands or as a variant of it has it.
struct CheckCase
{
    QString scenario; ///< id
    QString group;
    QString path;
    QString policy;
    QString variant; ///< "" or what it sets: "proxy.policy.remember-by=to-tag"
    QList<CheckFailure> failures;
    QString skipped; ///< why it was not run: a program that is not installed
    Outcome outcome;
    QString runClass;
    double seconds = 0; ///< of real time

    [[nodiscard]] bool passed() const { return failures.isEmpty(); }
    [[nodiscard]] QString name() const; ///< "two-phones-answer [proxy.t1=100ms] · invfix"
};

struct CheckOptions
{
    QStringList policies; ///< empty: all
    int jobs = 0; ///< threads; 0: one a core
    bool mayStartCommands = false; ///< of files that are not of the library
    const std::atomic<bool>* stop = nullptr; ///< set it to end early with what is done
    std::function<void(int done, int all)> progress; ///< called on the calling thread
};

/// Judges a trace against expectations: each unmet one, and each violation that `findings` does not list.
[[nodiscard]] QList<CheckFailure> compareWithExpectations(
    const Verdict& verdict, const QList<Expectation>& expectations, const QString& caseName);
/// Runs every file under every policy, and every variant under the policies it expects something for (all, when it
/// expects nothing), on the virtual clock. In the order given, whatever the threads do. Where a program outside is the
/// proxy, it is run too, on the real clock, after all others; or skipped where it is not installed.
/// A file that cannot be loaded is one failed case per error.
[[nodiscard]] QList<CheckCase> runChecks(const QStringList& paths, const CheckOptions& options = {});
/// JUnit XML: a suite a scenario, a case a policy and variant.
[[nodiscard]] QByteArray toJUnit(const QList<CheckCase>& cases);

} // namespace siprace
