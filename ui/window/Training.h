#pragma once

#include "RunRecord.h"
#include "ScenarioDocument.h"
#include "StoryTeller.h"

#include <QPointer>

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
    /// True when the person is asked first; the run then comes by runWanted().
    [[nodiscard]] bool asksFirst();

Q_SIGNALS:
    void runWanted();

private:
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
    bool m_isPredicting = false;
    bool m_hasAsked = false; ///< the run that begins now was asked about
};

} // namespace siprace::ui
