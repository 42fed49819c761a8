#pragma once

#include "LadderView.h"
#include "Story.h"

#include <QObject>

namespace siprace::ui {

/// Tells a finished run step by step on a ladder: the ladder grows to each step, whose message stands out.
class StoryTeller : public QObject
{
    Q_OBJECT

public:
    explicit StoryTeller(LadderView& ladder, QObject* parent = nullptr);

    /// Begins with the first step; false, and nothing changes, when the run has none of the story.
    bool begin(const Trace& trace, const QList<StoryStep>& story);
    void next();
    void back();
    /// Gives the ladder its whole run back.
    void end();
    /// Forgets the story; the ladder has another run already.
    void forget();

    [[nodiscard]] bool isTelling() const { return !m_moments.isEmpty(); }
    [[nodiscard]] int step() const { return m_step; } ///< from 0
    [[nodiscard]] const QList<StoryMoment>& moments() const { return m_moments; }

Q_SIGNALS:
    void told(int step, int count, const QString& sentence);
    void ended(); ///< the ladder shows the whole run; its findings are to be set again

private:
    void tell(int step);
    void say();

    LadderView& m_ladder;
    Trace m_trace;
    QList<StoryMoment> m_moments;
    int m_step = 0;
};

} // namespace siprace::ui
