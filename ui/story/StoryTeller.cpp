#include "StoryTeller.h"

#include "NodeNames.h"

namespace siprace::ui {

StoryTeller::StoryTeller(LadderView& ladder, QObject* parent)
    : QObject(parent)
    , m_ladder(ladder)
{
    connect(&m_ladder, &LadderView::optionsChanged, this, [this] {
        if (isTelling())
            say(); // a node may have another name now
    });
}

bool StoryTeller::begin(const Trace& trace, const QList<StoryStep>& story)
{
    const QList<StoryMoment> moments = storyOf(trace, story);
    if (moments.isEmpty())
        return false;
    m_trace = trace;
    m_moments = moments;
    tell(0);
    return true;
}

void StoryTeller::next()
{
    if (m_step + 1 < m_moments.size())
        tell(m_step + 1);
}

void StoryTeller::back()
{
    if (isTelling() && m_step > 0)
        tell(m_step - 1);
}

void StoryTeller::end()
{
    if (!isTelling())
        return;
    m_moments.clear();
    m_ladder.setHighlighted({});
    m_ladder.setTrace(m_trace);
    Q_EMIT ended();
}

void StoryTeller::forget()
{
    m_moments.clear();
    m_ladder.setHighlighted({});
}

void StoryTeller::tell(int step)
{
    m_step = step;
    const StoryMoment& moment = m_moments.at(step);
    const double zoom = m_ladder.zoom();
    m_ladder.setTrace(traceUntil(m_trace, moment.until));
    m_ladder.setZoom(zoom);
    m_ladder.setHighlighted(moment.message == 0 ? QSet<int>() : QSet<int>{moment.message});
    m_ladder.select(moment.message);
    if (moment.message == 0)
        m_ladder.goTo(moment.until);
    say();
}

/// With the names that the person sees.
void StoryTeller::say()
{
    const NodeNames names(m_trace, m_ladder.options().aliases);
    Q_EMIT told(m_step, static_cast<int>(m_moments.size()), names.in(m_moments.at(m_step).say));
}

} // namespace siprace::ui
