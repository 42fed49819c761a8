#pragma once

#include "Comparison.h"
#include "LadderView.h"

#include <QFrame>

namespace siprace::ui {

class OutcomeStrip;

/// One policy of a comparison: its ladder and its numbers.
class CompareColumn : public QWidget
{
    Q_OBJECT

public:
    /// Run `index` of the comparison.
    CompareColumn(const Comparison& comparison, int index, QWidget* parent = nullptr);

    [[nodiscard]] LadderView* ladder() { return m_ladder; }
    [[nodiscard]] OutcomeStrip* outcome() { return m_outcome; }
    /// Leaves out what all runs have in common.
    void setOnlyDifferences(bool isOn);

private:
    LadderView* m_ladder = nullptr;
    OutcomeStrip* m_outcome = nullptr;
    QSet<int> m_common;
};

} // namespace siprace::ui
