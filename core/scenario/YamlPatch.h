#pragma once

#include "Loader.h"

namespace siprace {

/// A scenario's text with settings put where they belong; the rest of the file, its comments and its layout stay. Only
/// where a place cannot be told from the text (a block that is replaced as a whole) the file is written anew.
/// Fails like ScenarioSource::with() when a setting cannot be applied, and with the faults of a text that cannot be
/// read; what results need not be a valid scenario.
[[nodiscard]] Result<QByteArray, Diagnostics> patchScenario(
    const QByteArray& text, const QString& file, const QList<Setting>& settings);

/// The text without what stands at a PATH: a key with its value, or an entry of a list. What is empty then goes with
/// it. Fails when nothing stands there, and with the faults of a text that cannot be read.
[[nodiscard]] Result<QByteArray, Diagnostics> removeFromScenario(
    const QByteArray& text, const QString& file, const QString& path);
/// The text with one more entry before all others of the list at a PATH; a list that is not there is made.
/// Fails like patchScenario().
[[nodiscard]] Result<QByteArray, Diagnostics> prependToScenario(
    const QByteArray& text, const QString& file, const Setting& entry);

} // namespace siprace
