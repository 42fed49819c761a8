#include "RaceMapPanel.h"

#include "AxisWords.h"
#include "Labels.h"
#include "Numbers.h"
#include "PolicyWords.h"

#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>

#include <cmath>

namespace siprace::ui {

namespace {
QString linkPath(const ScenarioLink& link, const char* key)
{
    return QStringLiteral("links.%1-%2.%3").arg(link.a, link.b, QLatin1StringView(key));
}
} // namespace

QStringList sweepablePaths(const Scenario& scenario)
{
    QStringList paths;
    for (const ScenarioNode& node : scenario.nodes) {
        if (node.role == Role::Callee && node.callee.answer)
            paths.prepend(QStringLiteral("nodes.%1.answer").arg(node.id));
    }
    for (const ScenarioLink& link : scenario.links)
        paths += linkPath(link, "delay");
    for (const ScenarioNode& node : scenario.nodes) {
        if (node.role == Role::Callee && node.callee.ring)
            paths += QStringLiteral("nodes.%1.ring").arg(node.id);
    }
    for (const ScenarioLink& link : scenario.links) {
        paths += linkPath(link, "jitter");
        paths += linkPath(link, "loss");
    }
    for (const ScenarioNode& node : scenario.nodes)
        paths += QStringLiteral("nodes.%1.t1").arg(node.id);
    for (const ScenarioNode& node : scenario.nodes) {
        if (node.role == Role::Proxy)
            paths += QStringLiteral("nodes.%1.policy.linger").arg(node.id);
    }
    for (qsizetype i = 0; i < scenario.script.size(); ++i)
        paths += QStringLiteral("script.%1.at").arg(i);
    return paths;
}

QString proposedRange(const Scenario& scenario, const QString& path)
{
    if (path.endsWith(u".loss"))
        return QStringLiteral("0%:45%:5%");
    if (path.endsWith(u".t1"))
        return QStringLiteral("100ms:1000ms:100ms");
    if (path.endsWith(u".linger"))
        return QStringLiteral("1s:30s:1s");
    if (path.endsWith(u".delay") || path.endsWith(u".jitter"))
        return QStringLiteral("0ms:290ms:10ms");
    if (path.startsWith(u"script."))
        return QStringLiteral("0ms:2900ms:100ms");
    // Up to three times the answer time, in thirty steps of whole ten milliseconds.
    Duration longest{300ms};
    for (const ScenarioNode& node : scenario.nodes) {
        if (path.contains(u'.' + node.id + u'.') && node.callee.answer)
            longest = std::max(longest, *node.callee.answer);
    }
    const auto step = std::max<qint64>(10, static_cast<qint64>(std::ceil(toMs(longest) * 3 / 30 / 10)) * 10);
    return QStringLiteral("0ms:%1ms:%2ms").arg(step * 29).arg(step);
}

RaceMapPanel::RaceMapPanel(QWidget* parent)
    : QWidget(parent)
    , m_job(new RaceMapJob(this))
    , m_view(new RaceMapView(this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 8);
    column->addWidget(makeBar());
    column->addWidget(m_view, 1);
    auto* foot = new QHBoxLayout;
    m_status = makeLabel(QStringLiteral("muted"));
    m_status->setWordWrap(true);
    m_progress = new QProgressBar;
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(220);
    m_progress->setMaximumHeight(8);
    foot->addWidget(m_status, 1);
    foot->addWidget(m_progress);
    column->addLayout(foot);

    connect(m_run, &QPushButton::clicked, this, &RaceMapPanel::run);
    connect(m_cancel, &QPushButton::clicked, this, &RaceMapPanel::cancel);
    connect(m_zoomOut, &QPushButton::clicked, this, &RaceMapPanel::zoomOut);
    connect(m_export, &QPushButton::clicked, this, &RaceMapPanel::exportResults);
    connect(m_view, &RaceMapView::zoomWanted, this, &RaceMapPanel::zoom);
    connect(m_view, &RaceMapView::cellChosen, this, [this](int map, int cellColumn, int row) {
        if (const auto scenario = scenarioOf(cellColumn, row))
            Q_EMIT ladderWanted(*scenario, m_view->data().plan().policies.at(map));
    });
    connect(m_job, &RaceMapJob::cellsReady, this, [this](const QList<RaceMapCell>& cells) {
        m_view->add(cells);
        m_progress->setValue(static_cast<int>(m_view->data().done()));
        tellProgress();
    });
    connect(m_job, &RaceMapJob::finished, this, &RaceMapPanel::finish);
    connect(m_job, &RaceMapJob::failed, this, &RaceMapPanel::tell);
    showRunning();
}

QWidget* RaceMapPanel::makeBar()
{
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    makeAxis(m_x, tr("Across"), bar);
    makeAxis(m_y, tr("Up"), bar);
    row->addWidget(makePolicies());
    m_seeds = new QSpinBox;
    m_seeds->setRange(1, 1000);
    m_seeds->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_seeds->setAccessibleName(tr("Seeds of each cell"));
    const auto sayUnit = [this](int count) { m_seeds->setSuffix(count == 1 ? tr(" seed") : tr(" seeds")); };
    connect(m_seeds, &QSpinBox::valueChanged, this, sayUnit);
    sayUnit(1);
    m_seeds->setToolTip(tr("Runs of each cell, each with another seed: for links with loss or jitter"));
    row->addWidget(m_seeds);
    m_run = new QPushButton(tr("Run map"));
    m_run->setProperty("role", QStringLiteral("primary"));
    m_cancel = new QPushButton(tr("Cancel"));
    m_zoomOut = new QPushButton(tr("Zoom out"));
    m_export = new QPushButton(tr("Export…"));
    for (QPushButton* button : {m_run, m_cancel, m_zoomOut, m_export})
        row->addWidget(button);
    row->addStretch();
    return bar;
}

/// A button that says how many policies there will be, and a menu to choose them in.
QPushButton* RaceMapPanel::makePolicies()
{
    auto* button = new QPushButton;
    button->setObjectName(QStringLiteral("policies"));
    auto* menu = new QMenu(button);
    const auto count = [this, button] {
        const auto chosen = std::ranges::count_if(m_policies, &QAction::isChecked);
        button->setText((chosen == 1 ? tr("1 policy") : tr("%1 policies").arg(chosen)) + QStringLiteral(" ▾"));
    };
    for (const proxy::Policy& policy : proxy::policies()) {
        QAction* action = menu->addAction(policyLabel(policy));
        action->setData(policy.id.toString());
        action->setToolTip(policySummary(policy));
        action->setCheckable(true);
        action->setChecked(true);
        m_policies += action;
        connect(action, &QAction::toggled, this, count);
    }
    count();
    button->setMenu(menu);
    button->setAccessibleName(tr("Policies"));
    return button;
}

void RaceMapPanel::makeAxis(AxisFields& fields, const QString& name, QWidget* bar)
{
    fields.path = new QComboBox;
    fields.path->setEditable(true);
    fields.path->setMinimumWidth(215);
    fields.path->setAccessibleName(tr("%1: path").arg(name));
    fields.range = new QLineEdit;
    fields.range->setMinimumWidth(120);
    fields.range->setAccessibleName(tr("%1: from, to and step").arg(name));
    fields.range->setToolTip(tr("FROM:TO:STEP, for example 0ms:870ms:30ms"));
    connect(fields.path, &QComboBox::activated, this, [this, &fields] {
        if (m_source && !fields.path->currentText().isEmpty())
            fields.range->setText(proposedRange(m_source->scenario(), fields.path->currentText()));
    });
    fields.name = name;
    connect(fields.range, &QLineEdit::returnPressed, this, &RaceMapPanel::run);
    connect(fields.path->lineEdit(), &QLineEdit::returnPressed, this, &RaceMapPanel::run);
    connect(fields.range, &QLineEdit::textChanged, this, [field = fields.range] { setFaulty(*field, false); });
    bar->layout()->addWidget(makeLabel(QStringLiteral("muted"), name));
    bar->layout()->addWidget(fields.path);
    bar->layout()->addWidget(fields.range);
}

void RaceMapPanel::setSource(const ScenarioSource& source)
{
    m_job->discard();
    m_view->start({}); // its cells belong to the scenario before
    m_source = source;
    m_zoomedFrom.clear();
    const Scenario& scenario = source.scenario();
    const QStringList paths = sweepablePaths(scenario);
    const auto firstDelay = std::ranges::find_if(
        paths, [](const QString& path) { return path.endsWith(u".delay") && !path.contains(u"caller"); });
    m_x.path->clear();
    m_x.path->addItems(paths);
    m_y.path->clear();
    m_y.path->addItems(QStringList{QString()} + paths);
    for (const AxisFields& axis : {m_x, m_y}) {
        for (int i = 0; i < axis.path->count(); ++i)
            axis.path->setItemData(i, pathWords(scenario, axis.path->itemText(i)), Qt::ToolTipRole);
    }
    // By index, and last: an entry that changes puts its text into the field.
    m_x.path->setCurrentIndex(m_x.path->findText(firstDelay != paths.end() ? *firstDelay : paths.value(1)));
    m_y.path->setCurrentIndex(m_y.path->findText(paths.value(0)));
    for (const AxisFields& axis : {m_x, m_y})
        axis.path->lineEdit()->setCursorPosition(0);
    m_x.range->setText(proposedRange(scenario, m_x.path->currentText()));
    m_y.range->setText(proposedRange(scenario, m_y.path->currentText()));
    tell(tr("Run map makes the run of every cell, and colours the cell by how it ends. Nothing has run yet."));
    m_run->setFocus();
    showRunning();
}

/// The axis of two fields; an error says which of the two axes it is about.
Result<SweepAxis> RaceMapPanel::axisOf(const AxisFields& fields)
{
    auto axis = parseSweepRange(fields.path->currentText().trimmed(), fields.range->text().trimmed());
    if (!axis)
        axis.error().what.prepend(fields.name + QStringLiteral(": "));
    return axis;
}

/// A range that is none has a red frame until it is another.
void RaceMapPanel::markFields()
{
    setFaulty(*m_x.range, !axisOf(m_x));
    setFaulty(*m_y.range, !m_y.path->currentText().isEmpty() && !axisOf(m_y));
}

Result<SweepPlan> RaceMapPanel::plan() const
{
    SweepPlan wanted;
    const auto x = axisOf(m_x);
    if (!x)
        return fail(x.error());
    wanted.x = *x;
    if (!m_y.path->currentText().isEmpty()) {
        const auto y = axisOf(m_y);
        if (!y)
            return fail(y.error());
        wanted.y = *y;
    }
    for (const QAction* policy : m_policies) {
        if (policy->isChecked())
            wanted.policies += policy->data().toString();
    }
    if (wanted.policies.isEmpty())
        return fail({}, tr("no policy is chosen"), tr("choose one to four"));
    wanted.seeds = m_seeds->value();
    if (wanted.cellCount() > manyCells)
        return fail(
            {}, tr("%L1 cells are more than a window can show").arg(wanted.cellCount()), tr("take larger steps"));
    const Diagnostics faults = checkSweepPlan(*m_source, wanted);
    if (!faults.empty())
        return fail(faults.front());
    return wanted;
}

void RaceMapPanel::run()
{
    if (!m_source)
        return tell(tr("Open a scenario first"));
    if (m_job->isRunning())
        return;
    markFields();
    const auto wanted = plan();
    if (!wanted)
        return tell(wanted.error().text());
    m_zoomedFrom.clear();
    begin(*wanted);
}

void RaceMapPanel::begin(const SweepPlan& plan)
{
    m_view->start(plan, m_source->scenario());
    m_progress->setRange(0, static_cast<int>(plan.cellCount()));
    m_progress->setValue(0);
    m_job->start(*m_source, plan);
    tellProgress();
    showRunning();
}

void RaceMapPanel::tellProgress()
{
    const RaceMapData& map = m_view->data();
    const auto seeds = map.plan().seeds;
    tell(tr("%L1 of %L2 runs …").arg(map.done() * seeds).arg(map.plan().cellCount() * seeds));
}

void RaceMapPanel::cancel()
{
    m_job->cancel();
}

void RaceMapPanel::zoom(int firstColumn, int lastColumn, int firstRow, int lastRow)
{
    SweepPlan finer = m_view->data().plan();
    const auto narrow = [](SweepAxis& axis, int first, int last) {
        const double from = axis.value(first);
        const double to = axis.value(std::max(last, first + 1) < axis.count() ? std::max(last, first + 1) : last);
        const double smallest = axis.unit == AxisUnit::Plain ? 1 : 0.001; // a microsecond
        const double step = std::max(smallest, std::round((to - from) / 30 * 1000) / 1000);
        if (to > from)
            axis = {axis.path, axis.unit, from, to, step};
    };
    narrow(finer.x, firstColumn, lastColumn);
    if (finer.y)
        narrow(*finer.y, firstRow, lastRow);
    m_zoomedFrom += m_view->data().plan();
    begin(finer);
}

void RaceMapPanel::zoomOut()
{
    if (!m_zoomedFrom.isEmpty())
        begin(m_zoomedFrom.takeLast());
}

void RaceMapPanel::finish(qint64 milliseconds)
{
    const RaceMapData& map = m_view->data();
    QString line = tr("%L1 runs in %2 s")
                       .arg(map.done() * map.plan().seeds)
                       .arg(localNumber(QString::number(static_cast<double>(milliseconds) / 1000, 'f', 1)));
    if (map.done() < map.plan().cellCount())
        line = tr("Cancelled: ") + line + tr(" are kept");
    if (map.disagreements() > 0)
        line += tr(" · %1 cells are not what the arithmetic says").arg(map.disagreements());
    tell(line);
    showRunning();
}

Result<Scenario, Diagnostics> RaceMapPanel::scenarioOf(int column, int row) const
{
    return m_source->with(cellSettings(m_view->data().plan(), column, row));
}

void RaceMapPanel::exportResults()
{
    auto* dialog = new QFileDialog(this, tr("Export the map"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Picture (*.png)"));
    dialog->setDefaultSuffix(QStringLiteral("png"));
    dialog->selectFile(QDir::home().filePath(m_source->scenario().id + QStringLiteral("-race-map.png")));
    connect(dialog, &QFileDialog::fileSelected, this,
        [this](const QString& path) { Q_EMIT exportWanted(path, picture()); });
    dialog->open();
}

QImage RaceMapPanel::picture() const
{
    QImage image(m_view->size() * 2, QImage::Format_ARGB32);
    image.setDevicePixelRatio(2);
    QPainter painter(&image);
    m_view->paintInto(painter, m_view->rect());
    return image;
}

void RaceMapPanel::tell(const QString& line)
{
    m_status->setText(line);
}

void RaceMapPanel::showRunning()
{
    const bool isRunning = m_job->isRunning();
    m_run->setEnabled(!isRunning);
    m_cancel->setEnabled(isRunning);
    m_zoomOut->setEnabled(!isRunning && !m_zoomedFrom.isEmpty());
    m_export->setEnabled(!isRunning && !m_view->data().isEmpty());
    m_progress->setVisible(isRunning);
}

} // namespace siprace::ui
