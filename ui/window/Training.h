#pragma once

#include "RunRecord.h"
#include "ScenarioDocument.h"
#include "StoryTeller.h"

#include <QPointer>

#include <functional>

class QAction;
class QMenu;

namespace siprace::ui {

class PredictionBar;
class PresenterView;
class RunPage;
class StatusLine;
class StoryBar;

/// What a trainer needs of the window: stories, predictions, and the presenter's view.
class Training : public QObject
{
    Q_OBJECT

public:
    Training(ScenarioDocument& document, RunRecord& record, RunPage& page, StatusLine& status, QObject* parent);

    void addTo(QMenu* menu);
    /// True when the person is asked first; the run then comes by runWanted(). A run that is wanted while the question
    /// is open takes what is said so far.
    [[nodiscard]] bool asksFirst();
    [[nodiscard]] bool isAsking() const; ///< a question is open, and its run has not begun
    /// `run` makes a run that is there at once, or gives false: a story then needs none that was made before.
    void setInstantRun(const std::function<bool()>& run) { m_runAtOnce = run; }
    void giveUp(); ///< the run that was awaited does not come

Q_SIGNALS:
    void runWanted();
    void askingChanged();

private:
    void follow();
    [[nodiscard]] bool runsFirst(const std::function<void()>& then);
    void tell();
    void present();

    ScenarioDocument& m_document;
    RunRecord& m_record;
    RunPage& m_page;
    StatusLine& m_status;
    StoryBar* m_bar;
    PredictionBar* m_prediction;
    StoryTeller m_teller;
    QPointer<PresenterView> m_presenter;
    std::function<bool()> m_runAtOnce;
    std::function<void()> m_afterRun; ///< what the run that goes was made for
    bool m_isPredicting = false;
};

} // namespace siprace::ui
