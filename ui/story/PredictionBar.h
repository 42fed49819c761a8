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
    [[nodiscard]] bool isWaiting() const { return m_isWaiting; } ///< for the end of the run that was asked about
    void takeWhatIsSaid(); ///< the run begins now; what was left open is "I do not know"
    void putAway(); ///< without an answer
    /// The run that was asked about is over: what was said, and what happened.
    void answer(const Trace& trace);
    [[nodiscard]] Prediction prediction() const;
    [[nodiscard]] QString answerText() const;

Q_SIGNALS:
    void runWanted();
    void askingChanged();

private:
    void setAsking(bool isAsking);

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
