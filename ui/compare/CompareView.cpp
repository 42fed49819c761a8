#include "CompareView.h"

#include "CompareColumn.h"
#include "Labels.h"
#include "PictureExport.h"
#include "Policies.h"
#include "World.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPromise>
#include <QPushButton>
#include <QSaveFile>
#include <QThreadPool>
#include <QVBoxLayout>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostColumns = 4;

} // namespace

CompareView::CompareView(QWidget* parent)
    : QWidget(parent)
    , m_text(makeLabel(u"muted"_s))
    , m_row(new QHBoxLayout)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    m_text->setContentsMargins(16, 9, 16, 0);
    m_text->setWordWrap(true);
    layout->addWidget(m_text);
    m_row->setContentsMargins(12, 9, 12, 8);
    m_row->setSpacing(12);
    layout->addLayout(m_row, 1);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &CompareView::take);
}

CompareView::~CompareView()
{
    if (m_stop)
        *m_stop = true;
}

QWidget* CompareView::makeBar()
{
    auto* bar = new QWidget(this);
    bar->setObjectName(u"topBar"_s);
    bar->setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(17, 9, 14, 9);
    layout->setSpacing(7);
    auto* back = new QPushButton(u"‹ "_s + tr("Back"));
    back->setToolTip(tr("Back to the run"));
    back->setAccessibleName(tr("Back to the run"));
    m_file = makeLabel(u"muted"_s);
    layout->addWidget(back);
    layout->addSpacing(4);
    layout->addWidget(makeLabel(u"product"_s, tr("Compare")));
    layout->addWidget(m_file, 1);
    for (const proxy::Policy& policy : proxy::policies()) {
        auto* button = new QPushButton(policy.label.toString());
        button->setCheckable(true);
        button->setObjectName(policy.id.toString());
        button->setToolTip(policy.summary.toString());
        layout->addWidget(button);
        m_policies.append(button);
        connect(button, &QPushButton::clicked, this, &CompareView::toggled);
    }
    layout->addSpacing(10);
    m_onlyDifferences = new QPushButton(tr("Only differences"));
    m_onlyDifferences->setCheckable(true);
    m_onlyDifferences->setToolTip(tr("Leave out what all runs have in common"));
    m_export = new QPushButton(tr("Export side by side…"));
    layout->addWidget(m_onlyDifferences);
    layout->addWidget(m_export);
    layout->addStretch(1);
    connect(back, &QPushButton::clicked, this, &CompareView::closeWanted);
    connect(m_export, &QPushButton::clicked, this, &CompareView::askExport);
    connect(m_onlyDifferences, &QPushButton::toggled, this, [this](bool isOn) {
        for (CompareColumn* column : std::as_const(m_columns))
            column->setOnlyDifferences(isOn);
        shareAxis();
    });
    return bar;
}

QStringList CompareView::chosenPolicies() const
{
    QStringList chosen;
    for (const QPushButton* button : m_policies) {
        if (button->isChecked())
            chosen.append(button->objectName());
    }
    return chosen;
}

void CompareView::open(const Scenario& scenario, const QString& policy)
{
    m_scenario = scenario;
    m_file->setText(QFileInfo(scenario.path).fileName());
    for (QPushButton* button : std::as_const(m_policies)) {
        if (button->objectName() == policy)
            button->setChecked(true);
    }
    // One policy alone compares with nothing: the RFC's, or what is next to it, joins it.
    for (QPushButton* button : std::as_const(m_policies)) {
        if (chosenPolicies().size() < 2)
            button->setChecked(true);
    }
    run();
}

void CompareView::toggled()
{
    auto* button = qobject_cast<QPushButton*>(sender());
    const qsizetype count = chosenPolicies().size();
    if (count < 2 || count > mostColumns) {
        button->setChecked(!button->isChecked());
        Q_EMIT said(tr("A comparison has two to four policies."));
        return;
    }
    run();
}

void CompareView::run()
{
    if (m_stop)
        *m_stop = true;
    m_stop = std::make_shared<std::atomic<bool>>(false);
    const auto promise = std::make_shared<QPromise<Answer>>();
    m_watcher.setFuture(promise->future());
    promise->start();
    m_text->setText(tr("Running …"));
    QThreadPool::globalInstance()->start([promise, scenario = m_scenario, policies = chosenPolicies(), stop = m_stop] {
        Answer answer;
        QList<ComparedRun> runs;
        for (const QString& policy : policies) {
            RunOptions options;
            options.policy = policy;
            options.stop = stop.get();
            Result<Trace> trace = runScenario(scenario, options);
            if (!trace) {
                answer.error = trace.error().text();
                break;
            }
            const Verdict verdict = judge(*trace);
            runs.append({policy, std::move(*trace), verdict});
        }
        if (answer.error.isEmpty())
            answer.comparison = compareRuns(std::move(runs));
        promise->addResult(std::move(answer));
        promise->finish();
    });
}

void CompareView::take()
{
    if (m_watcher.isCanceled() || m_watcher.future().resultCount() == 0)
        return;
    const Answer answer = m_watcher.result();
    if (!answer.error.isEmpty()) {
        m_text->setText(answer.error);
        Q_EMIT said(answer.error);
        return;
    }
    m_comparison = answer.comparison;
    showColumns();
}

void CompareView::showColumns()
{
    qDeleteAll(m_columns);
    m_columns.clear();
    for (int index = 0; index < m_comparison.runs.size(); ++index) {
        auto* column = new CompareColumn(m_comparison, index);
        column->ladder()->setTheme(m_theme);
        column->setOnlyDifferences(m_onlyDifferences->isChecked());
        connect(column->ladder(), &LadderView::scrolled, this, &CompareView::scrollAll);
        connect(column->ladder(), &LadderView::zoomChanged, this, [this](double zoom) {
            for (CompareColumn* other : std::as_const(m_columns)) {
                if (other->ladder()->zoom() != zoom)
                    other->ladder()->setZoom(zoom);
            }
            shareAxis();
        });
        m_row->addWidget(column, 1);
        m_columns.append(column);
    }
    shareAxis();
    m_text->setText(m_comparison.firstDivergence ? m_comparison.firstDivergence->text
                                                 : tr("No difference: the runs are the same."));
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
    const std::shared_ptr<const TimeMap> map = TimeMap::make(traces, options);
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

void CompareView::setTheme(const LadderTheme& theme)
{
    m_theme = theme;
    for (CompareColumn* column : std::as_const(m_columns))
        column->ladder()->setTheme(theme);
}

void CompareView::askExport()
{
    auto* dialog = new QFileDialog(this, tr("Export side by side"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("SVG picture (*.svg)"), tr("PNG picture (*.png)"), tr("PDF document (*.pdf)")});
    dialog->setDefaultSuffix(u"svg"_s);
    dialog->selectFile(QDir::home().filePath(m_scenario.id + u"-compared.svg"_s));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        const Result<void> done = exportTo(path);
        Q_EMIT said(done ? tr("Written: %1").arg(QDir::toNativeSeparators(path)) : done.error().text());
    });
    dialog->open();
}

Result<void> CompareView::exportTo(const QString& path) const
{
    const PictureExporter* exporter = findPictureExporter(QFileInfo(path).suffix().toLower());
    if (!exporter)
        return fail({path, 0, 0}, tr("a comparison can be written as svg, png or pdf"));
    PictureRequest request;
    request.title = m_scenario.title;
    request.theme = m_theme;
    for (qsizetype index = 0; index < m_columns.size(); ++index) {
        const ComparedRun& run = m_comparison.runs.at(index);
        request.columns.append({run.trace, run.verdict.findings, m_columns.at(index)->ladder()->options(), run.label});
    }
    const auto bytes = exporter->write(request);
    if (!bytes)
        return fail(bytes.error());
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(*bytes) != bytes->size() || !file.commit())
        return fail({path, 0, 0}, tr("cannot be written: %1").arg(file.errorString()));
    return {};
}

} // namespace siprace::ui
