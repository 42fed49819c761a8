#pragma once

#include "World.h"

namespace siprace {

/// A scenario from YAML without its first lines. Fails the program where the text is wrong: a test's own mistake.
[[nodiscard]] Scenario scenarioOf(const QByteArray& yaml);
/// Runs it under the virtual clock.
[[nodiscard]] Trace runOf(
    const QByteArray& yaml, const QString& policy = QStringLiteral("forward-all"), Seed seed = {});

/// A world of that scenario. Fails the program where none can be built.
[[nodiscard]] std::unique_ptr<World> worldOf(const Scenario& scenario, const RunOptions& options = {});
/// Runs it to its end. Fails the program where it has none.
[[nodiscard]] Trace finish(World& world);

/// One line a message: "460000 b2>proxy 200/INVITE b2 -> 610000", times in µs of leaving and arriving.
[[nodiscard]] QStringList linesOf(const Trace& trace);
/// Those of them that contain `part`.
[[nodiscard]] QStringList linesWith(const Trace& trace, const QString& part);

/// caller 10 ms, b1 100 ms, b2 150 ms each way; both ring at once and answer after 300 ms.
extern const QByteArray twoPhones;

} // namespace siprace
