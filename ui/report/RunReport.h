#pragma once

#include "PictureExport.h"

namespace siprace {

/// One file for a bug report: a zip with
///   report.html      the ladder, messages on a click, findings, outcome
///   ladder.svg       the same ladder
///   run.pcapng       the messages, with reasons and findings as packet comments
///   scenario.yaml    what the run was made from, settings applied; absent when the trace does not know it
///   run.trace.json   the whole run: the lab opens it, or the zip itself
///   versions.txt     program and libraries, policy, clock, seed
/// Needs a QGuiApplication. The same run gives the same bytes on the same machine. Fails with one line.
[[nodiscard]] Result<QByteArray> reportZip(
    const Trace& trace, const LadderTheme& theme, const LadderOptions& options = {});

} // namespace siprace
