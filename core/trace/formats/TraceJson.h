#pragma once

#include "JsonWriter.h"
#include "Result.h"
#include "Trace.h"

namespace siprace {

/// The version of the JSON that is written; newer ones are refused.
inline constexpr int traceFormatVersion = 1;
/// The largest saved trace that is read, in bytes.
inline constexpr qint64 largestTraceFile = 256LL * 1024 * 1024;
/// The saved trace inside a report.
inline const QString traceInReport = QStringLiteral("run.trace.json");

// The parts of the contract's "JSON of one run". core/check puts them together with outcome and findings.
/// siprace, scenario, policy, clock, seed, ended, nodes.
void writeTraceHeader(JsonWriter& json, const Trace& trace);
/// Whether the text of each message is written.
enum class RawText
{
    None,
    WithoutSecrets, ///< see Secrets.h
    Whole
};
/// messages.
void writeTraceMessages(JsonWriter& json, const Trace& trace, RawText raw);
/// connections, where there were any.
void writeTraceConnections(JsonWriter& json, const Trace& trace);
/// states, timers, decisions, actions, the scenario's text: what a saved trace has beyond a run's JSON.
void writeTraceHistory(JsonWriter& json, const Trace& trace);

/// A trace from the JSON that `run --json` or `--save` wrote; from the latter the very same trace. `file` is the name
/// that errors show. Never crashes. Fails in one line for: no JSON, JSON that is cut off, another format, a newer
/// version, a member of the wrong kind or out of range (with its path: "messages[3].arrived_us").
[[nodiscard]] Result<Trace> traceFromJson(QByteArrayView json, const QString& file = {});
/// Reads a file: a saved trace, or a report (.zip) with one in it. Fails as above, and when it cannot be read or is
/// larger than largestTraceFile.
[[nodiscard]] Result<Trace> loadTrace(const QString& path);
/// Whether a path given by a person is meant as a saved trace or a report: by its name, ".json" or ".zip".
[[nodiscard]] bool isTracePath(const QString& path);

} // namespace siprace
