#pragma once

#include "Trace.h"
#include "World.h"

#include <QByteArray>
#include <QStringList>

#include <memory>

namespace siprace {

/// The world of a scenario, given as for runText(), before its first instant.
[[nodiscard]] std::unique_ptr<World> worldOf(
    const QByteArray& yaml, const QString& policy = QStringLiteral("forward-all"));
/// Runs a scenario, given as YAML without its first line, under the virtual clock. A test fails where the text is
/// wrong.
[[nodiscard]] Trace runText(const QByteArray& yaml, const QString& policy = QStringLiteral("forward-all"));

/// One line a message, in order of sending: "460 b2>proxy 200/INVITE (b2)", with "lost" or "discarded" behind it where
/// that became of it. The time is that of sending, in ms.
[[nodiscard]] QStringList ladder(const Trace& trace);
/// The same of the messages that left or reached one node.
[[nodiscard]] QStringList ladderAt(const Trace& trace, const QString& node);
/// "early 0, confirmed 300, terminated 900" of the dialogs of a node, one line a dialog, with its callee's tag first.
[[nodiscard]] QStringList dialogsAt(const Trace& trace, const QString& node);

// ---- data-driven ladders ----

/// A scenario of Alice (`caller`) and Bob (`b1`) with ten milliseconds between them; more keys of the two, lines of the
/// script after the call at 0 s and further top-level keys as YAML.
[[nodiscard]] QByteArray direct(
    const QByteArray& caller, const QByteArray& callee, const QByteArray& script = {}, const QByteArray& rest = {});
/// Alice calls an address with two contacts, Bob (`b1`, 100 ms behind the proxy) and Bill (`b2`, 150 ms); both have the
/// same keys unless `other` gives Bill's.
[[nodiscard]] QByteArray forked(const QByteArray& caller, const QByteArray& callee, const QByteArray& script = {},
    const QByteArray& rest = {}, const QByteArray& other = {});

/// Alice and Bob (`b1`) with a proxy between them that asks for credentials; the users are alice and bob. All of the
/// script is given.
[[nodiscard]] QByteArray challenged(const QByteArray& caller, const QByteArray& callee, const QByteArray& script);

/// The columns of a ladder table: "yaml", "at" (a node, or nothing for every message), "expected".
void addLadderColumns();
/// Runs the row and compares its ladder.
void compareLadder();

} // namespace siprace
