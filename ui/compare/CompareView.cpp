#include "CompareView.h"

#include "ColumnEditor.h"
#include "CompareColumn.h"
#include "DivergenceWords.h"
#include "Labels.h"
#include "NodeNames.h"
#include "PageBar.h"
#include "PolicyWords.h"
#include "Scale.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <utility>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostColumns = 4;
constexpr int patienceMs = 500;
constexpr int barSwitches = 4; ///< items of the bar that stand behind the choice of policies

} // namespace

CompareView::CompareView(QWidget* parent)
    : QWidget(parent)
    , m_text(makeLabel(u"muted"_s))
    , m_editor(new ColumnEditor)
    , m_row(new QHBoxLayout)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    m_policyLine = new QHBoxLayout;
    m_policyLine->setContentsMargins(16, 9, 14, 0);
    m_policyLine->addStretch(1);
    layout->addLayout(m_policyLine);
    m_editor->hide();
    layout->addWidget(m_editor);
    layout->addWidget(makeText());
    m_row->setContentsMargins(12, 9, 12, 8);
    m_row->setSpacing(12);
    layout->addLayout(m_row, 1);
    layout->addWidget(makeDifferences());
    connect(m_editor, &ColumnEditor::wanted, this, &CompareView::addColumn);
}

QWidget* CompareView::makeBar()
{
    m_bar = new PageBar(tr("Compare"));
    connect(m_bar, &PageBar::backWanted, this, &CompareView::closeWanted);
    fillBar(m_bar->row());
    return m_bar;
}

void CompareView::fillBar(QHBoxLayout* layout)
{
    m_choices = new QWidget;
    m_policyRow = new QHBoxLayout(m_choices);
    m_policyRow->setContentsMargins(0, 0, 0, 0);
    m_policyRow->setSpacing(7);
    layout->addWidget(m_choices);
    m_outside
        = addSwitch(tr("The program itself"), tr("The program outside that the scenario is about, on the real clock"));
    m_outside->setObjectName(outsidePolicy());
    m_outside->hide();
    m_policyRow->addWidget(m_outside);
    m_policies.append(m_outside);
    connect(m_outside, &QPushButton::clicked, this, &CompareView::toggled);
    for (const proxy::Policy& policy : proxy::policies()) {
        QPushButton* button = addSwitch(policyLabel(policy), policyName(policy) + u'\n' + policySummary(policy));
        button->setObjectName(policy.id.toString());
        m_policyRow->addWidget(button);
        m_policies.append(button);
        connect(button, &QPushButton::clicked, this, &CompareView::toggled);
    }
    auto* settings = addSwitch(tr("+ Settings…"), tr("One more column: a policy with other settings"));
    settings->setObjectName(u"addSettings"_s);
    connect(settings, &QPushButton::toggled, this, [this](bool isOn) {
        m_editor->setVisible(isOn);
        if (isOn)
            m_editor->setFocus();
    });
    m_policyRow->addWidget(settings);
    layout->addSpacing(10);
    m_sameAxis = addSwitch(tr("Same clock axis"), tr("What is at one height happened at one time"));
    m_sameAxis->setChecked(true);
    m_onlyDifferences = addSwitch(tr("Only differences"), tr("Leave out what all runs have in common"));
    auto* exportButton = new QPushButton(tr("Export side by side…"));
    for (QPushButton* button : {m_sameAxis, m_onlyDifferences, exportButton})
        layout->addWidget(button);
    connect(exportButton, &QPushButton::clicked, this, &CompareView::askExport);
    connect(m_sameAxis, &QPushButton::toggled, this, &CompareView::shareAxis);
    connect(m_onlyDifferences, &QPushButton::toggled, this, &CompareView::changeOptions);
}

/// What is compared stands in the bar where there is room, otherwise in a line of its own below it.
void CompareView::placeChoices()
{
    const bool isBelow = m_bar->row()->indexOf(m_choices) < 0;
    const int apart = m_bar->row()->spacing() + m_choices->sizeHint().width();
    const bool fits = m_bar->row()->minimumSize().width() + (isBelow ? apart : 0) <= width();
    if (fits == !isBelow)
        return;
    if (isBelow)
        m_bar->row()->insertWidget(m_bar->row()->count() - barSwitches, m_choices);
    else
        m_policyLine->insertWidget(0, m_choices);
}

void CompareView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    placeChoices();
}

/// The first difference in words; beside it what changes the view rather than the comparison.
QWidget* CompareView::makeText()
{
    auto* line = new QWidget;
    auto* layout = new QHBoxLayout(line);
    layout->setContentsMargins(16, 9, 14, 0);
    m_text->setWordWrap(true);
    m_even = addSwitch(tr("Even spacing"), tr("One row a message instead of true time"));
    m_list = addSwitch(tr("Differences"), tr("The messages that are not the same in all runs"));
    m_list->setObjectName(u"listDifferences"_s);
    m_cancel = new QPushButton(tr("Cancel"));
    m_cancel->setAccessibleName(tr("Cancel the comparison"));
    m_cancel->hide();
    m_patience.setSingleShot(true);
    m_patience.setInterval(patienceMs);
    connect(&m_patience, &QTimer::timeout, m_cancel, &QWidget::show);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_job.discard();
        setRunning(false);
        explain(tr("Cancelled."));
    });
    connect(&m_job, &Job::ended, this, [this] { setRunning(false); });
    layout->addWidget(m_text, 1);
    layout->addWidget(m_cancel);
    layout->addWidget(m_even);
    layout->addWidget(m_list);
    connect(m_even, &QPushButton::toggled, this, &CompareView::changeOptions);
    return line;
}

QWidget* CompareView::makeDifferences()
{
    auto* card = makeCard();
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(6, 6, 6, 6);
    m_differenceView = new QTreeView;
    m_differenceView->setModel(&m_differences);
    m_differenceView->setRootIsDecorated(false);
    m_differenceView->setUniformRowHeights(true);
    m_differenceView->setAccessibleName(tr("Differences"));
    m_differenceView->setFixedHeight(190);
    layout->addWidget(m_differenceView);
    auto* frame = new QWidget;
    auto* frameLayout = new QVBoxLayout(frame);
    frameLayout->setContentsMargins(12, 0, 12, 10);
    frameLayout->addWidget(card);
    frame->hide();
    connect(m_list, &QPushButton::toggled, frame, &QWidget::setVisible);
    connect(m_differenceView, &QTreeView::clicked, this, &CompareView::showDifference);
    connect(m_differenceView, &QTreeView::activated, this, &CompareView::showDifference);
    return frame;
}

QPushButton* CompareView::addSwitch(const QString& text, const QString& toolTip)
{
    auto* button = new QPushButton(text);
    button->setCheckable(true);
    button->setToolTip(toolTip);
    button->setAccessibleName(text);
    return button;
}

qsizetype CompareView::columnCount() const
{
    return std::count_if(m_policies.begin(), m_policies.end(), [](const QPushButton* one) { return one->isChecked(); })
        + m_extras.size();
}

QList<ComparisonColumn> CompareView::chosenColumns() const
{
    QList<ComparisonColumn> chosen;
    for (const QPushButton* button : m_policies) {
        if (button->isChecked())
            chosen.append({button->objectName(), {}, button->objectName()});
    }
    for (const Extra& extra : m_extras)
        chosen.append(extra.column);
    return chosen;
}

void CompareView::open(const Scenario& scenario, const QString& policy)
{
    if (scenario.path != m_scenario.path) {
        for (const Extra& extra : std::as_const(m_extras))
            extra.button->deleteLater();
        m_extras.clear(); // their paths may not be in this scenario
    }
    m_scenario = scenario;
    m_editor->setPolicy(policy);
    m_outside->setVisible(scenario.hasOutsideProxy());
    if (!scenario.hasOutsideProxy())
        m_outside->setChecked(false);
    else if (!m_outside->isChecked())
        makeRoom();
    m_outside->setChecked(scenario.hasOutsideProxy()); // it is what the comparison is about
    m_bar->setSubject(scenario.path.isEmpty() ? scenario.id : QFileInfo(scenario.path).fileName(), scenario.path);
    for (QPushButton* button : std::as_const(m_policies)) {
        if (button->objectName() != policy || button->isChecked())
            continue;
        makeRoom(); // the policy of the run is always among them
        button->setChecked(true);
    }
    // One policy alone compares with nothing: the RFC's, or what is next to it, joins it.
    for (QPushButton* button : std::as_const(m_policies)) {
        if (columnCount() < 2 && (button != m_outside || scenario.hasOutsideProxy()))
            button->setChecked(true);
    }
    run();
}

void CompareView::setPaths(const QStringList& paths)
{
    m_editor->setPaths(paths);
}

void CompareView::toggled()
{
    auto* button = qobject_cast<QPushButton*>(sender());
    const qsizetype count = columnCount();
    if (count < 2 || count > mostColumns) {
        button->setChecked(!button->isChecked());
        Q_EMIT said(tr("A comparison has two to four columns."));
        return;
    }
    run();
}

void CompareView::addColumn(const ComparisonColumn& column)
{
    if (const auto fits = applySettings(m_scenario, column.settings); !fits)
        return m_editor->complain(fits.error().front().text());
    unchooseLastPolicies();
    if (columnCount() >= mostColumns)
        return m_editor->complain(tr("A comparison has two to four columns; take one away first."));
    QPushButton* button = addSwitch(column.label + u"  ✕"_s, tr("Take this column away"));
    button->setChecked(true);
    m_policyRow->insertWidget(m_policyRow->count() - 1, button); // before what adds one
    placeChoices();
    m_extras.append({column, button});
    connect(button, &QPushButton::clicked, this, [this, button] { removeExtra(button); });
    run();
}

/// So that one more column has room: the last policies go.
void CompareView::unchooseLastPolicies()
{
    for (auto button = m_policies.rbegin(); button != m_policies.rend() && columnCount() >= mostColumns; ++button)
        (*button)->setChecked(false);
}

void CompareView::makeRoom()
{
    unchooseLastPolicies();
    while (columnCount() >= mostColumns)
        m_extras.takeLast().button->deleteLater();
}

void CompareView::removeExtra(QPushButton* button)
{
    if (columnCount() <= 2) {
        button->setChecked(true);
        Q_EMIT said(tr("A comparison has two to four columns."));
        return;
    }
    m_extras.removeIf([button](const Extra& extra) { return extra.button == button; });
    button->deleteLater();
    run();
}

void CompareView::run()
{
    m_text->setText(tr("Running …"));
    setRunning(true);
    m_job.start([this, scenario = m_scenario, columns = chosenColumns()](const Job::Worker& worker) {
        QList<ComparedRun> runs;
        RunOptions options;
        options.stop = &worker.stop();
        options.mayStartCommands = true; // a person has been asked
        for (const ComparisonColumn& column : columns) {
            auto run = runComparisonColumn(scenario, options, column);
            if (!run)
                return worker.tell([this, error = run.error().front().text()] { explain(error); });
            runs.append(*std::move(run));
        }
        worker.tell([this, comparison = compareRuns(std::move(runs))] { show(comparison); });
    });
}

void CompareView::setRunning(bool isRunning)
{
    if (isRunning) {
        m_patience.start();
        return;
    }
    m_patience.stop();
    m_cancel->hide();
}

void CompareView::explain(const QString& error)
{
    m_text->setText(error);
    Q_EMIT said(error);
}

void CompareView::show(const Comparison& comparison)
{
    m_comparison = comparison;
    showColumns();
}

void CompareView::showColumns()
{
    qDeleteAll(m_columns);
    m_columns.clear();
    for (int index = 0; index < m_comparison.runs.size(); ++index) {
        auto* column = new CompareColumn(m_comparison, index);
        column->ladder()->setTheme(m_theme);
        column->ladder()->setScale(uiScale());
        connect(column->ladder(), &LadderView::scrolled, this, &CompareView::scrollAll);
        connect(column->ladder(), &LadderView::zoomChanged, this, [this](double zoom) {
            for (CompareColumn* other : std::as_const(m_columns)) {
                if (other->ladder()->zoom() != zoom)
                    other->ladder()->setZoom(zoom);
            }
            shareAxis();
        });
        connect(column->ladder(), &LadderView::optionsChanged, this,
            [this, ladder = column->ladder()] { takeNames(*ladder); });
        m_row->addWidget(column, 1);
        m_columns.append(column);
    }
    showNames();
    m_differenceView->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_list->setText(tr("Differences (%1)").arg(m_differences.rowCount()));
    changeOptions();
}

/// In ladders, findings, differences and the sentence above.
void CompareView::showNames()
{
    if (m_comparison.runs.isEmpty())
        return;
    for (CompareColumn* column : std::as_const(m_columns)) {
        LadderOptions options = column->ladder()->options();
        options.aliases = aliasesIn(column->ladder()->trace(), m_aliases);
        if (options.aliases != column->ladder()->options().aliases)
            column->ladder()->setOptions(options);
    }
    const Comparison shown = named(picture());
    for (qsizetype run = 0; run < m_columns.size(); ++run) {
        const QList<Finding>& findings = shown.runs.at(run).verdict.findings;
        if (findings != m_columns.at(run)->ladder()->layout().findings())
            m_columns.at(run)->ladder()->setFindings(findings);
    }
    m_differences.setComparison(shown);
    m_text->setText(divergenceSentence(shown));
}

void CompareView::setAliases(const QHash<QString, QString>& aliases)
{
    if (aliases == std::exchange(m_aliases, aliases))
        return;
    showNames();
}

void CompareView::takeNames(const LadderView& ladder)
{
    QHash<QString, QString> aliases = m_aliases;
    for (int node = 0; node < ladder.trace().nodes.size(); ++node) {
        const QString& id = ladder.trace().nodes.at(node).id;
        if (ladder.options().aliases.contains(node))
            aliases.insert(id, ladder.options().aliases.value(node));
        else
            aliases.remove(id);
    }
    if (aliases == m_aliases)
        return;
    setAliases(aliases);
    Q_EMIT aliasesChanged(aliases);
}

void CompareView::changeOptions()
{
    for (CompareColumn* column : std::as_const(m_columns)) {
        column->setOnlyDifferences(m_onlyDifferences->isChecked());
        column->ladder()->setSpacing(m_even->isChecked() ? Spacing::Even : Spacing::TrueTime);
    }
    shareAxis();
}

/// One map of time for all ladders, so that what is at one height happened at one time.
void CompareView::shareAxis()
{
    QList<const Trace*> traces;
    QList<LadderOptions> options;
    for (CompareColumn* column : std::as_const(m_columns)) {
        traces.append(&column->ladder()->trace());
        options.append(column->ladder()->options());
    }
    if (traces.isEmpty())
        return;
    const std::shared_ptr<const TimeMap> map = m_sameAxis->isChecked() ? TimeMap::make(traces, options) : nullptr;
    for (CompareColumn* column : std::as_const(m_columns))
        column->ladder()->setTimeMap(map);
}

void CompareView::scrollAll(int y)
{
    if (m_isScrolling)
        return;
    m_isScrolling = true;
    for (CompareColumn* column : std::as_const(m_columns)) {
        if (column->ladder()->scrollY() != y)
            column->ladder()->setScrollY(y);
    }
    m_isScrolling = false;
}

/// Selects a message in every ladder that has it.
void CompareView::showDifference(const QModelIndex& index)
{
    const auto numbers = index.data(DifferencesModel::NumbersRole).value<QList<int>>();
    for (qsizetype run = 0; run < m_columns.size(); ++run)
        m_columns.at(run)->ladder()->select(numbers.value(run));
}

void CompareView::setTheme(const LadderTheme& theme)
{
    m_theme = theme;
    for (CompareColumn* column : std::as_const(m_columns)) {
        column->ladder()->setTheme(theme);
        column->ladder()->setScale(uiScale());
    }
}

void CompareView::askExport()
{
    auto* dialog = new QFileDialog(this, tr("Export side by side"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("SVG picture (*.svg)"), tr("PNG picture (*.png)"), tr("PDF document (*.pdf)"),
        tr("Web page in one file (*.html)")});
    dialog->setDefaultSuffix(u"svg"_s);
    dialog->selectFile(QDir::home().filePath(m_scenario.id + u"-compared.svg"_s));
    connect(dialog, &QFileDialog::fileSelected, this, &CompareView::exportWanted);
    dialog->open();
}

ComparisonPicture CompareView::picture() const
{
    ComparisonPicture picture{m_comparison, {}, m_theme};
    for (CompareColumn* column : m_columns)
        picture.options.append(column->ladder()->options());
    return picture;
}

} // namespace siprace::ui
