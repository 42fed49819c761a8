#include "Engine.h"
#include "OutsideNode.h"

#include <QFileInfo>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {
// Longer than the longest wait between two copies of a message (T2): who has said nothing for so long is done.
constexpr Duration quietTime = 5s;
} // namespace

std::unique_ptr<Node> Engine::makeOutside(int node)
{
    const auto faceOf = [this](int other) { return m_fabric->faceOf(other); };
    const QFileInfo file(m_scenario.path);
    const QString folder = file.exists() ? file.absolutePath() : QString();
    OutsideNode::Callbacks callbacks;
    callbacks.ready = [this, node] { noteUp(node); };
    callbacks.gone = [this, node] { noteDown(node); };
    callbacks.trouble = [this, node](const QString& line) { noteTrouble(node, {{}, line, {}}); };
    return std::make_unique<OutsideNode>(environmentOf(node), m_scenario.nodes.at(node).outside, folder,
        outsideVariables(m_scenario, node, faceOf), callbacks);
}

/// The run begins when they are ready. One that does not come up is down, and everything else goes on.
void Engine::startOutside()
{
    for (int i = 0; i < m_scenario.nodes.size(); ++i) {
        if (!m_fabric->isOutside(i))
            continue;
        Seat& seat = m_seats[static_cast<std::size_t>(i)];
        if (const Result<void> started = seat.node->start(); !started)
            noteTrouble(i, started.error());
    }
    for (int i = 0; i < m_scenario.nodes.size(); ++i) {
        if (!m_fabric->isOutside(i))
            continue;
        Seat& seat = m_seats[static_cast<std::size_t>(i)];
        static_cast<OutsideNode&>(*seat.node).waitUntilReady(m_options.stop);
        if (!seat.isUp)
            noteDown(i);
    }
}

/// What an outside node still means to send is not to be seen: the run ends when it has been quiet for a while.
bool Engine::isQuietOutside()
{
    if (m_passedBefore != m_fabric->passed()) {
        m_passedBefore = m_fabric->passed();
        m_quietSince = now();
    }
    return now() - m_quietSince >= quietTime;
}

} // namespace siprace
