#pragma once

#include "LadderView.h"
#include "StoryTeller.h"

#include <QGraphicsView>
#include <QWidget>

class QLabel;

namespace siprace::ui {

/// The ladder on a wall: the whole screen, large type, high contrast, no panels, keys only.
/// →, Page Down, Space: next step of the story, or next message; ←, Page Up: back; Home: from the beginning;
/// +, -: larger, smaller; D: dark or light; Escape, F11: away.
class PresenterView : public QWidget
{
    Q_OBJECT

public:
    explicit PresenterView(QWidget* parent = nullptr);
    ~PresenterView() override;

    /// Shows a run, with its story where it has one; nodes in the order and by the names of the options.
    void present(const Trace& trace, const QList<Finding>& findings, const QList<StoryStep>& story,
        const LadderOptions& options, bool isDark);
    [[nodiscard]] const LadderView& ladder() const { return *m_ladder; }
    [[nodiscard]] QString sentence() const;
    [[nodiscard]] double scale() const { return m_scale; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    bool handleKey(int key);
    void step(int by);
    void setScale(double scale);
    void fitScale();
    void setDark(bool isDark);
    void fitLadder();
    void say(const QString& sentence);

    LadderView* m_ladder;
    QGraphicsView* m_stage;
    QLabel* m_title;
    QLabel* m_sentence;
    StoryTeller m_teller;
    Trace m_trace;
    QList<Finding> m_findings;
    QList<StoryStep> m_story;
    double m_scale = 1;
    bool m_isScaleChosen = false; ///< by + or -; until then it goes with the size of the screen
    bool m_isDark = false;
};

} // namespace siprace::ui
