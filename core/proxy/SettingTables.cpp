#include "SettingTables.h"

#include "Personalities.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace siprace::proxy {

namespace {
constexpr std::array knobRows = {
    SettingRow{u"transactions", SettingKind::Word, u"rfc3261 rfc6026", u"form of the INVITE machines", u"R-112"},
    SettingRow{u"late-2xx", SettingKind::Word, u"forward drop ack-bye",
        u"what becomes of a 2xx with another To tag than the first one forwarded", u"R-259"},
    SettingRow{
        u"remember-by", SettingKind::Word, u"none call-id to-tag", u"what the winner is remembered under", u"R-909"},
    SettingRow{u"remember-for", SettingKind::Time, u"", u"how long the winner is remembered, 64*T1 unless given", u""},
    SettingRow{u"stray", SettingKind::Word, u"forward drop",
        u"what becomes of a response that matches no client transaction", u"R-251"},
    SettingRow{u"linger", SettingKind::WordOrTime, u"rfc",
        u"how long a forked INVITE is remembered once its final response has gone upstream", u"R-107"},
};

constexpr std::array settingRows = {
    SettingRow{u"personality", SettingKind::Word, u"none kamailio-5.6",
        u"behave as a given product does: settings and knobs that the file may still turn", u""},
    SettingRow{
        u"record-route", SettingKind::Flag, u"true false", u"stay on the path of the dialog's requests", u"R-215"},
    SettingRow{u"fork", SettingKind::Word, u"parallel serial",
        u"equal q together and lower q after, or one after the other", u"R-212"},
    SettingRow{u"serial-timeout", SettingKind::WordOrTime, u"none",
        u"a branch is given up that long after its latest 101-199, or after its INVITE while there is none", u"R-212"},
    SettingRow{u"cancel-unreplied", SettingKind::Word, u"wait at-once",
        u"hold the CANCEL of a branch until a provisional response has come, or not", u"R-303"},
    SettingRow{u"silent-branches", SettingKind::Word, u"keep abandon",
        u"once another branch has won, go on retransmitting to one that has sent nothing, or stop", u"R-102"},
    SettingRow{
        u"cancel-reason", SettingKind::Flag, u"true false", u"say in the CANCEL of losers why (RFC 3326)", u"R-301"},
    SettingRow{u"cancel-memory", SettingKind::Word, u"none memory sqlite",
        u"where the branches of a forked INVITE are written down for a later CANCEL", u"R-315"},
    SettingRow{u"unmatched-cancel", SettingKind::Word, u"reply-481 ignore forward ledger",
        u"what becomes of a CANCEL that matches no INVITE", u"R-315"},
    SettingRow{u"timer-c", SettingKind::Time, u"181s",
        u"how long a branch may ring, more than three minutes by RFC 3261", u"R-220"},
    SettingRow{
        u"auth", SettingKind::Flag, u"false true", u"ask for digest credentials of the scenario's users", u"R-222"},
    SettingRow{u"auth-in-dialog", SettingKind::Flag, u"false true",
        u"with auth: ask again inside a dialog, whoever sends the request; never for ACK or CANCEL", u"R-606"},
    SettingRow{u"max-breadth", SettingKind::Number, u"60", u"the most branches at a time, RFC 5393", u"R-355"},
    SettingRow{u"max-pending", SettingKind::Count, u"10000",
        u"the most INVITEs that may wait for a final response at a time; more get 503 with Retry-After", u"R-201"},
    SettingRow{u"store", SettingKind::FileName, u"", u"SQLite file of registrations and cancel ledger", u""},
};

const SettingRow* findRow(std::span<const SettingRow> rows, QStringView key)
{
    const auto found = std::find_if(rows.begin(), rows.end(), [key](const SettingRow& row) { return row.key == key; });
    return found == rows.end() ? nullptr : &*found;
}

tl::unexpected<Diagnostic> unknownKey(QStringView what, std::span<const SettingRow> rows, QStringView key)
{
    QStringList keys;
    for (const SettingRow& row : rows)
        keys.append(row.key.toString());
    return fail(siprace::Location{}, u"unknown %1 \"%2\""_s.arg(what, key), u"one of %1"_s.arg(keys.join(u", "_s)));
}

tl::unexpected<Diagnostic> doesNotFit(const SettingRow& row, QStringView value)
{
    return fail(siprace::Location{}, u"%1 cannot be \"%2\""_s.arg(row.key, value), u"write %1"_s.arg(row.allowed()));
}

template <class Value> struct Meaning
{
    QStringView word;
    Value value;
};
/// Sets `into` to what `word` means there; false when it means nothing.
template <class Value, std::size_t size>
bool choose(QStringView word, Value& into, const std::array<Meaning<Value>, size>& meanings)
{
    for (const Meaning<Value>& meaning : meanings) {
        if (meaning.word == word) {
            into = meaning.value;
            return true;
        }
    }
    return false;
}

bool chooseFlag(QStringView word, bool& into)
{
    return choose(word, into, std::array{Meaning<bool>{u"true", true}, Meaning<bool>{u"false", false}});
}

bool chooseTime(QStringView text, Duration& into, const TimerValues& timers)
{
    const auto time = parseDuration(text, timers);
    if (!time || *time <= Duration{0})
        return false;
    into = *time;
    return true;
}

/// A time, or `word` for none.
bool chooseTimeOr(QStringView word, QStringView text, std::optional<Duration>& into, const TimerValues& timers)
{
    if (text == word) {
        into.reset();
        return true;
    }
    Duration time{0};
    if (!chooseTime(text, time, timers))
        return false;
    into = time;
    return true;
}

bool chooseNumber(QStringView text, int& into, int most)
{
    bool isNumber = false;
    const int number = text.toInt(&isNumber);
    const bool fits = isNumber && number >= 1 && number <= most;
    if (fits)
        into = number;
    return fits;
}

bool turn(PolicyKnobs& knobs, QStringView key, QStringView value, const TimerValues& timers)
{
    using enum RememberBy;
    if (key == u"transactions")
        return choose(value, knobs.transactions,
            std::array{Meaning<TransactionForm>{u"rfc3261", TransactionForm::Rfc3261},
                Meaning<TransactionForm>{u"rfc6026", TransactionForm::Rfc6026}});
    if (key == u"late-2xx")
        return choose(value, knobs.late2xx,
            std::array{Meaning<Late2xx>{u"forward", Late2xx::Forward}, Meaning<Late2xx>{u"drop", Late2xx::Drop},
                Meaning<Late2xx>{u"ack-bye", Late2xx::AckBye}});
    if (key == u"remember-by")
        return choose(value, knobs.rememberBy,
            std::array{Meaning<RememberBy>{u"none", Nothing}, Meaning<RememberBy>{u"call-id", CallId},
                Meaning<RememberBy>{u"to-tag", ToTag}});
    if (key == u"stray")
        return choose(value, knobs.stray,
            std::array{Meaning<Stray>{u"forward", Stray::Forward}, Meaning<Stray>{u"drop", Stray::Drop}});
    if (key == u"remember-for") {
        Duration time{0};
        const bool isTime = chooseTime(value, time, timers);
        if (isTime)
            knobs.rememberFor = time;
        return isTime;
    }
    return chooseTimeOr(u"rfc", value, knobs.linger, timers);
}

bool setCancelling(ProxySettings& settings, QStringView key, QStringView value)
{
    if (key == u"cancel-unreplied")
        return choose(value, settings.cancelUnreplied,
            std::array{Meaning<CancelUnreplied>{u"wait", CancelUnreplied::Wait},
                Meaning<CancelUnreplied>{u"at-once", CancelUnreplied::AtOnce}});
    if (key == u"cancel-reason")
        return chooseFlag(value, settings.cancelReason);
    if (key == u"cancel-memory")
        return choose(value, settings.cancelMemory,
            std::array{Meaning<CancelMemory>{u"none", CancelMemory::None},
                Meaning<CancelMemory>{u"memory", CancelMemory::Memory},
                Meaning<CancelMemory>{u"sqlite", CancelMemory::Sqlite}});
    return choose(value, settings.unmatchedCancel,
        std::array{Meaning<UnmatchedCancel>{u"reply-481", UnmatchedCancel::Reply481},
            Meaning<UnmatchedCancel>{u"ignore", UnmatchedCancel::Ignore},
            Meaning<UnmatchedCancel>{u"forward", UnmatchedCancel::Forward},
            Meaning<UnmatchedCancel>{u"ledger", UnmatchedCancel::Ledger}});
}

bool set(ProxySettings& settings, QStringView key, QStringView value, const TimerValues& timers);

/// The settings of a personality; its knobs are the policy's, and applied by whoever names the policy.
bool become(ProxySettings& settings, QStringView id, const TimerValues& timers)
{
    const Personality* personality = findPersonality(id);
    if (!personality && id != u"none")
        return false;
    settings.personality = personality ? id.toString() : QString();
    return !personality || std::ranges::all_of(personality->settings, [&](const auto& row) {
        return set(settings, row.first, row.second, timers);
    });
}

bool set(ProxySettings& settings, QStringView key, QStringView value, const TimerValues& timers)
{
    if (key == u"personality")
        return become(settings, value, timers);
    if (key == u"record-route")
        return chooseFlag(value, settings.recordRoute);
    if (key == u"fork")
        return choose(value, settings.fork,
            std::array{Meaning<Fork>{u"parallel", Fork::Parallel}, Meaning<Fork>{u"serial", Fork::Serial}});
    if (key == u"serial-timeout")
        return chooseTimeOr(u"none", value, settings.serialTimeout, timers);
    if (key == u"silent-branches")
        return choose(value, settings.silentBranches,
            std::array{Meaning<SilentBranches>{u"keep", SilentBranches::Keep},
                Meaning<SilentBranches>{u"abandon", SilentBranches::Abandon}});
    if (key == u"timer-c")
        return chooseTime(value, settings.timerC, timers);
    if (key == u"auth")
        return chooseFlag(value, settings.auth);
    if (key == u"auth-in-dialog")
        return chooseFlag(value, settings.authInDialog);
    if (key == u"max-breadth")
        return chooseNumber(value, settings.maxBreadth, largestNumber);
    if (key == u"max-pending")
        return chooseNumber(value, settings.maxPending, largestCount);
    if (key == u"store") {
        settings.store = value.toString();
        return !value.isEmpty();
    }
    return setCancelling(settings, key, value);
}
} // namespace

QStringList SettingRow::wordList() const
{
    return words.toString().split(u' ', Qt::SkipEmptyParts);
}

QString SettingRow::allowed() const
{
    switch (kind) {
    case SettingKind::Time:
        return u"a time such as 5s or 64*T1"_s;
    case SettingKind::WordOrTime:
        return words.toString() + u" or a time such as 5s"_s;
    case SettingKind::Number:
        return u"a whole number from 1 to %1"_s.arg(largestNumber);
    case SettingKind::Count:
        return u"a whole number from 1 to %1"_s.arg(largestCount);
    case SettingKind::FileName:
        return u"the name of a file"_s;
    default:
        break;
    }
    QStringList all = wordList();
    const QString last = all.takeLast();
    return all.join(u", "_s) + u" or "_s + last;
}

std::span<const SettingRow> knobTable()
{
    return knobRows;
}

std::span<const SettingRow> settingTable()
{
    return settingRows;
}

const SettingRow* findKnob(QStringView key)
{
    return findRow(knobRows, key);
}

const SettingRow* findSetting(QStringView key)
{
    return findRow(settingRows, key);
}

QStringList knobWords(const PolicyKnobs& knobs)
{
    using Words = std::array<QStringView, 3>;
    const auto word = [](QStringView key, const Words& words, auto value) {
        return u"%1: %2"_s.arg(key, words[static_cast<std::size_t>(value)]);
    };
    return {
        word(u"transactions", {u"rfc3261", u"rfc6026"}, knobs.transactions),
        word(u"late-2xx", {u"forward", u"drop", u"ack-bye"}, knobs.late2xx),
        word(u"remember-by", {u"none", u"call-id", u"to-tag"}, knobs.rememberBy),
        word(u"stray", {u"forward", u"drop"}, knobs.stray),
    };
}

Result<void> applyKnob(PolicyKnobs& knobs, QStringView key, QStringView value, const TimerValues& timers)
{
    const SettingRow* row = findKnob(key);
    if (!row)
        return unknownKey(u"policy knob", knobRows, key);
    if (!turn(knobs, key, value, timers))
        return doesNotFit(*row, value);
    return {};
}

Result<void> applySetting(ProxySettings& settings, QStringView key, QStringView value, const TimerValues& timers)
{
    const SettingRow* row = findSetting(key);
    if (!row)
        return unknownKey(u"proxy key", settingRows, key);
    if (!set(settings, key, value, timers))
        return doesNotFit(*row, value);
    return {};
}

} // namespace siprace::proxy
