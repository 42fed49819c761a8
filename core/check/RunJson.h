#pragma once

#include "Check.h"
#include "formats/Exporters.h"
#include "formats/JsonWriter.h"
#include "formats/TraceJson.h"

namespace siprace {

/// How much of a run is written.
struct RunJsonOptions
{
    RawText raw = RawText::None; ///< the text of each message
    bool history = false; ///< states, timers, decisions, actions …: a saved trace
};

/// The contract's "JSON of one run", members in its order; ends with a line feed. The same trace gives the same bytes.
[[nodiscard]] QByteArray runJson(const Trace& trace, const Verdict& verdict, const RunJsonOptions& options = {});
/// The same as a value inside other JSON.
void writeRun(JsonWriter& json, const Trace& trace, const Verdict& verdict, const RunJsonOptions& options);
/// "outcome": an object, in the contract's order. Writes the value only.
void writeOutcome(JsonWriter& json, const Outcome& outcome);

/// A saved trace: raw and history included. What loadTrace reads. Credentials are covered, unless somebody asks for the
/// whole text.
[[nodiscard]] QByteArray savedTrace(const Trace& trace, const Verdict& verdict, RawText raw = RawText::WithoutSecrets);
/// Writes it, without secrets, to a file. Fails with one line when the file cannot be written; the old file is kept
/// then.
[[nodiscard]] Result<void> saveTrace(const Trace& trace, const Verdict& verdict, const QString& path);

/// The findings as comments of their messages, for exports.
[[nodiscard]] Annotations annotationsOf(const Verdict& verdict);

} // namespace siprace
