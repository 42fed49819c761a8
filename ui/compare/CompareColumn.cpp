#include "CompareColumn.h"

#include "ComparisonPicture.h"
#include "Labels.h"
#include "OutcomeStrip.h"

#include <QLabel>
#include <QVBoxLayout>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

QList<Outcome> outcomesOf(const Comparison& comparison)
{
    QList<Outcome> outcomes;
    for (const ComparedRun& run : comparison.runs)
        outcomes.append(run.verdict.outcome);
    return outcomes;
}

} // namespace

CompareColumn::CompareColumn(const Comparison& comparison, int index, QWidget* parent)
    : QWidget(parent)
    , m_ladder(new LadderView)
    , m_outcome(new OutcomeStrip)
    , m_common(commonMessages(comparison, index))
{
    const ComparedRun& run = comparison.runs.at(index);
    auto* heading = makeLabel(u"title"_s, headingOf(run));
    heading->setContentsMargins(16, 11, 16, 2);
    m_ladder->setFrameShape(QFrame::NoFrame);
    m_ladder->setAccessibleName(tr("Ladder under %1").arg(run.label));
    LadderOptions options;
    options.showStrips = false; // beside each other, ladders show what was sent; states are for one alone
    m_ladder->setOptions(options);
    m_ladder->setTrace(run.trace);
    m_ladder->setFindings(run.verdict.findings);
    m_ladder->setDimmed(m_common);
    m_outcome->setCells(comparedCells(run.verdict.outcome, outcomesOf(comparison)));

    auto* card = makeCard();
    auto* cardLayout = new QVBoxLayout(card);
    cardLayout->setContentsMargins(5, 1, 5, 7);
    cardLayout->setSpacing(2);
    cardLayout->addWidget(heading);
    cardLayout->addWidget(m_ladder, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(card, 1);
    layout->addWidget(m_outcome);
}

void CompareColumn::setOnlyDifferences(bool isOn)
{
    m_ladder->setHiddenMessages(isOn ? m_common : QSet<int>());
}

} // namespace siprace::ui
