#pragma once

#include "ProxySettings.h"
#include "Result.h"

#include <QStringList>

#include <span>

namespace siprace::proxy {

/// What may stand behind a key.
enum class SettingKind
{
    Word, ///< one of `words`
    Time, ///< a time: "181s"
    WordOrTime, ///< one of `words`, or a time
    Flag, ///< true or false
    Number, ///< a whole number from 1 to 255
    Count, ///< a whole number from 1 to a million
    FileName
};

inline constexpr int largestNumber = 255;
inline constexpr int largestCount = 1'000'000;

/// One key of `policy:` or of a proxy node, as scenario files, --set and the JSON Schema know it.
struct SettingRow
{
    QStringView key; ///< "late-2xx"
    SettingKind kind;
    QStringView words; ///< separated by spaces, the default first
    QStringView meaning; ///< one sentence for people
    QStringView rule; ///< of the rule book, may be empty

    [[nodiscard]] QStringList wordList() const;
    /// For a hint: "forward, drop or ack-bye"; "rfc or a time".
    [[nodiscard]] QString allowed() const;
};

/// The six knobs of a policy, in the contract's order.
[[nodiscard]] std::span<const SettingRow> knobTable();
/// The other settings of a proxy node. `policy`, `location`, `users` and the keys of any node are not among them.
[[nodiscard]] std::span<const SettingRow> settingTable();
[[nodiscard]] const SettingRow* findKnob(QStringView key);
[[nodiscard]] const SettingRow* findSetting(QStringView key);

/// The knobs that are words, as a file writes them: "late-2xx: drop".
[[nodiscard]] QStringList knobWords(const PolicyKnobs& knobs);
/// Turns one knob. `value` is the YAML scalar, "64*T1" is taken from `timers`.
/// Fails without a place (the caller knows it): an unknown key or a value that does not fit, with what would.
Result<void> applyKnob(PolicyKnobs& knobs, QStringView key, QStringView value, const TimerValues& timers);
/// The same for a setting of the node.
Result<void> applySetting(ProxySettings& settings, QStringView key, QStringView value, const TimerValues& timers);

} // namespace siprace::proxy
