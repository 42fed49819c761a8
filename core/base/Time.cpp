#include "Time.h"

#include <QLocale>

#include <cmath>

namespace siprace {

namespace {
struct Unit
{
    QStringView name;
    qint64 us;
};
// Longest suffix first: "ms" and "us" both end in "s".
constexpr Unit units[] = {{u"min", 60'000'000}, {u"ms", 1'000}, {u"us", 1}, {u"s", 1'000'000}};
constexpr double longestUs = 1e15; // thirty years: beyond it the arithmetic of a run could overflow

std::optional<double> plainNumber(QStringView text)
{
    if (text.isEmpty())
        return std::nullopt;
    for (const QChar c : text) {
        if (!(c.isDigit() && c.unicode() < 128) && c != u'.')
            return std::nullopt;
    }
    bool ok = false;
    const double value = QLocale::c().toDouble(text, &ok);
    return ok ? std::optional(value) : std::nullopt;
}
} // namespace

std::optional<Duration> parseDuration(QStringView text, const TimerValues& timers)
{
    if (text == u"0")
        return Duration{0};
    if (text.endsWith(u"*T1") || text == u"T1") {
        const auto factor = text == u"T1" ? std::optional(1.0) : plainNumber(text.chopped(3));
        if (!factor || *factor * static_cast<double>(timers.T1.count()) > longestUs)
            return std::nullopt;
        return Duration{std::llround(*factor * static_cast<double>(timers.T1.count()))};
    }
    for (const Unit& unit : units) {
        if (!text.endsWith(unit.name))
            continue;
        const auto value = plainNumber(text.chopped(unit.name.size()));
        if (!value || *value * static_cast<double>(unit.us) > longestUs)
            return std::nullopt;
        return Duration{std::llround(*value * static_cast<double>(unit.us))};
    }
    return std::nullopt;
}

QString formatDuration(Duration duration)
{
    const qint64 us = duration.count();
    if (us % 1'000'000 == 0 && us != 0)
        return QStringLiteral("%1s").arg(us / 1'000'000);
    if (us % 1'000 == 0)
        return QStringLiteral("%1ms").arg(us / 1'000);
    return QStringLiteral("%1us").arg(us);
}

QString humanDuration(Duration duration)
{
    const double ms = toMs(duration);
    if (std::abs(ms) >= 10'000)
        return QStringLiteral("%1 s").arg(ms / 1000, 0, 'f', 1);
    if (std::abs(ms) >= 1'000)
        return QStringLiteral("%1 s").arg(ms / 1000, 0, 'f', 2);
    if (std::abs(ms) < 10 && duration.count() % 1000 != 0)
        return QStringLiteral("%1 ms").arg(ms, 0, 'f', 1);
    return QStringLiteral("%1 ms").arg(ms, 0, 'f', 0);
}

} // namespace siprace
