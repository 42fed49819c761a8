#pragma once

#include "Prediction.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace siprace::ui {

class ChoiceBox;

/// Asks what will happen before a run, and says afterwards what did.
class PredictionBar : public QFrame
{
    Q_OBJECT

public:
    explicit PredictionBar(QWidget* parent = nullptr);

    /// Asks about the next run of a scenario.
    void ask(const Scenario& scenario);
    [[nodiscard]] bool isAsking() const { return m_isAsking; }
    /// The run that was asked about is over: what was said, and what happened.
    void answer(const Trace& trace);
    [[nodiscard]] Prediction prediction() const;
    [[nodiscard]] QString answerText() const;

Q_SIGNALS:
    void runWanted();

private:
    void putAway();

    QLabel* m_head;
    QWidget* m_questions;
    ChoiceBox* m_successes;
    ChoiceBox* m_hangsUp;
    QLabel* m_answer;
    QPushButton* m_run;
    bool m_isAsking = false;
    bool m_isWaiting = false; ///< for the end of the run
};

} // namespace siprace::ui
