#include "Personalities.h"

#include <algorithm>
#include <array>

namespace siprace::proxy {

namespace {
using Row = std::pair<QStringView, QStringView>;

// Measured at Kamailio 5.6.3 with its own defaults. It knows no Timer C; its fr_inv_timer, 120 s, is one. Its fr_timer,
// 30 s, stands for Timers B and F; its retr_timer2, 4 s, bounds Timer A too.
constexpr std::array kamailioSettings{
    Row{u"silent-branches", u"abandon"},
    Row{u"unmatched-cancel", u"ignore"},
    Row{u"timer-c", u"120s"},
};
constexpr std::array kamailioKnobs{
    Row{u"transactions", u"rfc3261"},
    Row{u"stray", u"forward"},
    Row{u"linger", u"5s"},
};

constexpr std::array personalityTable{
    Personality{u"kamailio-5.6", u"Kamailio 5.6", kamailioSettings, kamailioKnobs,
        "trying -- your call is important to us", "canceling", "SIP;cause=200;text=\"Call completed elsewhere\"",
        {30s, 4s}, true},
};
} // namespace

std::span<const Personality> personalities()
{
    return personalityTable;
}

ClientWaits clientWaits(const ProxySettings& settings)
{
    const Personality* product = findPersonality(settings.personality);
    if (product && settings.timers == TimerValues{})
        return product->waits;
    return {settings.timers.T1x64(), Duration::max()};
}

const Personality* findPersonality(QStringView id)
{
    const auto found = std::ranges::find(personalityTable, id, &Personality::id);
    return found == personalityTable.end() ? nullptr : &*found;
}

} // namespace siprace::proxy
