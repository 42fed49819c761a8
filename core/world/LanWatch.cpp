#include "Engine.h"
#include "Lan.h"
#include "RunHeader.h"

// Whether the network of a LAN run is there.

namespace siprace {

using namespace Qt::StringLiterals;

namespace {
constexpr Duration betweenLanLooks = 250ms;
constexpr int mostLossesSaid = 20; // a card that comes and goes all the time is no news
} // namespace

/// Says once that the network is gone, and once that it is back; what is for phones of the LAN meanwhile is lost.
void Engine::watchLan()
{
    const std::uint32_t address = m_scenario.lan->address;
    const QString trouble = lanTrouble(address);
    const auto say = [this](const QString& line) {
        if (m_lanLosses > mostLossesSaid)
            return;
        m_recorder.decision({now(), 0, 0, Why{{}, line}});
        if (m_options.trouble)
            m_options.trouble({{}, line, {}});
    };
    const QString own = QString::fromLatin1(sip::dotted(address));
    if (!trouble.isEmpty() && m_lanTrouble.isEmpty()) {
        m_lanLost = now();
        ++m_lanLosses;
        say(u"The network is lost: %1. Phones of the LAN get nothing until it is back."_s.arg(trouble));
    } else if (trouble.isEmpty() && !m_lanTrouble.isEmpty()) {
        say(u"The network is back after %1: %2 is reached again."_s.arg(
            humanDuration(std::chrono::duration_cast<Duration>(now() - m_lanLost)), own));
    }
    m_lanTrouble = trouble;
    m_timeline.after(
        betweenLanLooks, [this] { watchLan(); }, false);
}

/// Whether that node is behind a network that is lost. Who is on this host is not.
bool Engine::isCutOff(int node) const
{
    if (m_lanTrouble.isEmpty() || !m_fabric->isOutside(node))
        return false;
    const std::uint32_t there = m_scenario.nodes.at(node).outside.address.address;
    return there >> 24U != 127U && there != m_scenario.lan->address;
}

} // namespace siprace
