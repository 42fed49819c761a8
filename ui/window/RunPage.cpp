#include "RunPage.h"

#include "Guests.h"
#include "HandPanel.h"
#include "InspectorPanel.h"
#include "Labels.h"
#include "LibraryPanel.h"
#include "LinksPanel.h"
#include "MessageTable.h"
#include "OutcomeStrip.h"
#include "PhonesPanel.h"
#include "Scale.h"
#include "SearchBar.h"

#include <QFrame>
#include <QGridLayout>
#include <QLabel>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int leftWidth = 262; // at 100 %, as the others
constexpr int inspectorWidth = 342;
constexpr int narrowInspector = 290;
constexpr int narrowWidth = 1040; ///< below it the ladder needs the room of the library
constexpr int tinyWidth = 560; ///< and below this that of the inspector

/// Of a run that goes on: nobody knows when it will have settled.
QList<OutcomeCell> cellsSoFar(const Outcome& outcome)
{
    QList<OutcomeCell> cells = outcomeCells(outcome);
    for (OutcomeCell& cell : cells) {
        if (cell.id == u"settled_ms")
            cell.value = u"–"_s;
    }
    return cells;
}

} // namespace

RunPage::RunPage(ScenarioDocument& document, RunRecord& record, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_record(record)
    , m_splitter(new QSplitter(Qt::Horizontal, this))
{
    m_inspector = new InspectorPanel(record);
    m_splitter->addWidget(makeLeft());
    m_splitter->addWidget(makeMiddle());
    m_splitter->addWidget(m_inspector);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(1, 1);
    m_left->setMinimumWidth(190);
    m_inspector->setMinimumWidth(260);
    m_splitter->setSizes({scaled(leftWidth), scaled(796), scaled(inspectorWidth)});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);
    connectRecord();
    connectLadder();
    connect(&document, &ScenarioDocument::opened, this, &RunPage::forgetNodes);
    updateHint();
}

QWidget* RunPage::makeLeft()
{
    m_left = new QWidget;
    m_left->setObjectName(u"leftPanel"_s);
    m_left->setAttribute(Qt::WA_StyledBackground);
    m_library = new LibraryPanel;
    m_links = new LinksPanel(m_document);
    m_phones = new PhonesPanel(m_document);
    auto* layout = new QVBoxLayout(m_left);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_library, 1);
    layout->addWidget(makeRule());
    layout->addWidget(m_links);
    layout->addWidget(m_phones);
    return m_left;
}

QWidget* RunPage::makeMiddle()
{
    auto* middle = new QWidget;
    m_ladder = new LadderView;
    m_ladder->setAccessibleName(tr("Ladder of the run"));
    m_ladder->setFrameShape(QFrame::NoFrame);
    m_search = new SearchBar(*m_ladder);
    m_hint = makeLabel(u"hint"_s);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_outcome = new OutcomeStrip;
    m_hands = new HandPanel;
    m_hands->hide();

    auto* ladderCard = makeCard();
    auto* ladderLayout = new QGridLayout(ladderCard);
    ladderLayout->setContentsMargins(6, 6, 6, 6);
    ladderLayout->addWidget(m_ladder, 0, 0);
    m_table = new MessageTable;
    m_table->hide();
    m_table->messages()->setLabels([this](int n) { return m_ladder->layout().fullLabel(n); });
    ladderLayout->addWidget(m_table, 0, 0);
    ladderLayout->addWidget(m_hint, 0, 0);
    m_hint->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_hint->raise(); // on top of the ladder, while there is none
    m_outdated = makeLabel(u"banner"_s, tr("This run is of earlier settings. Run (F5) shows the new ones."));
    m_outdated->setObjectName(u"outdated"_s);
    m_outdated->hide();
    ladderLayout->addWidget(m_outdated, 0, 0, Qt::AlignHCenter | Qt::AlignBottom);
    auto* outcomeCard = makeCard();
    auto* outcomeLayout = new QVBoxLayout(outcomeCard);
    outcomeLayout->setContentsMargins(1, 1, 1, 1);
    outcomeLayout->addWidget(m_outcome);

    auto* layout = new QVBoxLayout(middle);
    layout->setContentsMargins(10, 10, 10, 10);
    layout->setSpacing(8);
    m_bars = new QVBoxLayout;
    m_bars->setSpacing(8);
    layout->addLayout(m_bars);
    layout->addWidget(m_search);
    layout->addWidget(ladderCard, 1);
    layout->addWidget(m_hands);
    layout->addWidget(outcomeCard);
    return middle;
}

/// Phones of a LAN that come while it runs have links too.
void RunPage::showGuests()
{
    m_links->model()->follow(m_record.trace());
    m_hands->setGuests(guestsOf(m_record.trace(), m_document.scenario()));
}

void RunPage::connectRecord()
{
    connect(&m_record, &RunRecord::begun, this, &RunPage::showRun);
    connect(&m_record, &RunRecord::begun, this, &RunPage::showGuests);
    connect(&m_record, &RunRecord::appended, this, [this](const Events& events) {
        m_ladder->append(events);
        m_search->traceGrew();
        const auto isJoining = [](const Event& event) { return std::holds_alternative<NodeJoined>(event); };
        if (std::ranges::any_of(events, isJoining))
            showGuests();
        if (m_table->isVisible())
            m_table->messages()->grow(m_record.trace());
        if (m_hands->isVisible())
            m_hands->follow(m_record.trace());
        updateHint();
    });
    connect(&m_record, &RunRecord::finished, this, [this] {
        // Under the virtual clock the whole run appears at once; and the whole trace may know more than its batches.
        // A loaded one is there already.
        const Trace& whole = m_record.trace();
        const bool isLoaded = m_ladder->trace() == whole;
        const bool isThere = m_ladder->share(whole);
        if (!isThere || (whole.clock == u"virtual" && !isLoaded))
            m_ladder->setTrace(whole);
        m_ladder->showWhole();
        m_search->traceChanged();
        if (m_table->isVisible())
            m_table->messages()->setTrace(m_record.trace());
        updateHint();
    });
    connect(&m_record, &RunRecord::judged, this, &RunPage::showVerdict);
}

void RunPage::connectLadder()
{
    connect(m_ladder, &LadderView::selectionPairChanged, this, &RunPage::showSelection);
    connect(m_inspector, &InspectorPanel::messageChosen, m_ladder, &LadderView::select);
    connect(m_table, &MessageTable::chosen, m_ladder, &LadderView::select);
    connect(m_ladder, &LadderView::cursorTimeChanged, m_inspector, &InspectorPanel::showMoment);
    connect(m_ladder, &LadderView::optionsChanged, this, &RunPage::takeNames);
    connect(m_ladder, &LadderView::findingActivated, m_inspector, &InspectorPanel::showFinding);
    connect(m_inspector, &InspectorPanel::findingChosen, m_ladder, &LadderView::showFinding);
}

void RunPage::showRun()
{
    m_isEndHidden = false;
    m_ladder->setTrace(m_record.trace());
    m_search->traceChanged();
    if (m_table->isVisible())
        m_table->messages()->setTrace(m_record.trace());
    showNames();
    m_hands->follow(m_record.trace());
    m_outcome->clear();
    showSelection(0, 0);
    m_inspector->showMoment(m_ladder->cursorTime());
    updateHint();
}

void RunPage::showVerdict()
{
    if (m_isEndHidden)
        return;
    const Verdict& verdict = m_record.verdict();
    const QList<Finding> findings = shownFindings();
    m_ladder->setFindings(findings);
    m_inspector->showFindings(findings);
    if (m_record.trace().messages.isEmpty() || !m_record.hasVerdict())
        m_outcome->clear(); // zeros would be numbers too
    else
        m_outcome->setCells(m_record.isRunning() ? cellsSoFar(verdict.outcome) : outcomeCells(verdict.outcome));
}

QList<Finding> RunPage::shownFindings() const
{
    return names().in(m_record.verdict().findings);
}

void RunPage::setEndHidden(bool isHidden)
{
    m_isEndHidden = isHidden;
    if (!isHidden)
        return showVerdict();
    m_ladder->setFindings({});
    m_inspector->showFindings({});
    m_inspector->sayOfFindings(tr("At the end of the story."));
    m_outcome->clear();
}

void RunPage::setOutdated(bool isOutdated)
{
    m_outdated->setVisible(isOutdated);
}

NodeNames RunPage::names() const
{
    return NodeNames(m_record.trace(), aliasesIn(m_record.trace(), m_aliases));
}

/// A node was renamed: everything that names it follows the ladder.
void RunPage::takeNames()
{
    const QHash<int, QString>& shown = m_ladder->options().aliases;
    QHash<QString, QString> aliases = m_aliases;
    const QList<TraceNode>& nodes = m_record.trace().nodes;
    for (int node = 0; node < nodes.size(); ++node) {
        if (shown.contains(node))
            aliases.insert(nodes.at(node).id, shown.value(node));
        else
            aliases.remove(nodes.at(node).id);
    }
    if (aliases == m_aliases)
        return;
    m_aliases = aliases;
    showNames();
    showVerdict();
}

void RunPage::setAliases(const QHash<QString, QString>& aliases)
{
    if (aliases == m_aliases)
        return;
    m_aliases = aliases;
    showNames();
    showVerdict();
}

/// Another scenario has other nodes, even where their ids are the same.
void RunPage::forgetNodes()
{
    if (m_document.scenario().id == std::exchange(m_nodesOf, m_document.scenario().id))
        return;
    LadderOptions options = m_ladder->options();
    options.nodeOrder.clear();
    options.hiddenNodes.clear();
    if (!(options == m_ladder->options()))
        m_ladder->setOptions(options);
    setAliases({});
}

void RunPage::showNames()
{
    LadderOptions options = m_ladder->options();
    options.aliases = aliasesIn(m_record.trace(), m_aliases);
    if (options.aliases != m_ladder->options().aliases)
        m_ladder->setOptions(options);
    m_inspector->setNames(names());
    m_table->messages()->setNames(names());
    m_hands->setAliases(m_aliases);
    m_links->model()->setAliases(m_aliases);
    m_phones->model()->setAliases(m_aliases);
}

void RunPage::showSelection(int first, int second)
{
    if (m_table->isVisible())
        m_table->select(first);
    const auto labelOf = [this](int n) { return m_ladder->layout().fullLabel(n); };
    if (second > 0)
        m_inspector->showPair(first, second, labelOf);
    else
        m_inspector->showMessage(first, labelOf);
    m_inspector->showMoment(m_ladder->cursorTime());
}

void RunPage::addAboveLadder(QWidget* widget)
{
    m_bars->addWidget(widget);
}

void RunPage::setHint(const QString& text)
{
    m_hint->setText(text);
    updateHint();
}

void RunPage::updateHint()
{
    m_hint->setVisible(m_record.trace().messages.isEmpty() && !m_record.isRunning());
}

void RunPage::setLeftShown(bool isShown)
{
    m_leftChoice = isShown;
    m_left->setVisible(isShown);
}

void RunPage::setInspectorShown(bool isShown)
{
    m_inspectorChoice = isShown;
    m_inspector->setVisible(isShown);
}

void RunPage::setTableShown(bool isShown)
{
    if (isShown) { // before the ladder hides: a table that gets the focus chooses a row of its own
        m_table->messages()->setTrace(m_record.trace());
        m_table->select(m_ladder->selected());
    }
    m_table->setVisible(isShown);
    m_ladder->setVisible(!isShown);
    (isShown ? static_cast<QWidget*>(m_table) : m_ladder)->setFocus();
}

void RunPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitPanels();
}

void RunPage::fitPanels()
{
    if (!qFuzzyCompare(m_scale, uiScale())) {
        const double ratio = uiScale() / std::exchange(m_scale, uiScale());
        const QList<int> sizes = m_splitter->sizes();
        // One at its least width has grown with that already.
        const auto wanted = [ratio](const QWidget* side, int width, int usual) {
            return width <= side->minimumWidth() ? scaled(usual) : qRound(width * ratio);
        };
        const int left = wanted(m_left, sizes.first(), leftWidth);
        const int right = wanted(m_inspector, sizes.last(), inspectorWidth);
        m_splitter->setSizes({left, std::max(0, sizes.first() + sizes.at(1) + sizes.last() - left - right), right});
    }
    if (!m_leftChoice)
        m_left->setVisible(width() >= scaled(narrowWidth));
    if (!m_inspectorChoice)
        m_inspector->setVisible(width() >= scaled(tinyWidth));
    const int narrow = scaled(narrowInspector);
    if (width() < scaled(narrowWidth) && m_inspector->isVisibleTo(this) && m_inspector->width() > narrow)
        m_splitter->setSizes({m_left->width(), width() - narrow, narrow});
}

} // namespace siprace::ui
