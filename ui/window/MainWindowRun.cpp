#include "DelayRule.h"
#include "MainWindow.h"
#include "NoticeBar.h"
#include "OutletDialog.h"
#include "RunPage.h"
#include "StatusLine.h"
#include "TopBar.h"
#include "Training.h"

#include <algorithm>

// A run: how it begins, and what a person changes in it.

namespace siprace::ui {

using namespace Qt::StringLiterals;

RunOptions MainWindow::runOptions() const
{
    RunOptions options;
    options.policy = m_topBar->policy();
    options.clock = m_topBar->clock();
    options.mayStartCommands = true; // a person has been asked
    return options;
}

void MainWindow::runOrPause()
{
    switch (m_controller.state()) {
    case RunState::Idle:
        startRun();
        break;
    case RunState::Running:
        m_controller.pause();
        break;
    case RunState::Paused:
        m_controller.resume();
        break;
    }
}

void MainWindow::startRun()
{
    if (!m_document.isOpen())
        return;
    if (!m_document.faults().empty()) {
        showEditor();
        m_saidOfFaults = tr("The scenario cannot run: %1").arg(m_document.faults().front().text());
        m_status->say(m_saidOfFaults);
        return;
    }
    if (m_controller.state() == RunState::Paused) {
        m_controller.resume();
        return;
    }
    if (!m_consent.allows(m_document.scenario(), this) || m_training->asksFirst())
        return;
    m_notice->dropLines();
    m_status->say({});
    noteSettings();
    begin([this](const RunOptions& options) { m_controller.run(m_document.scenario(), options); });
    m_page->ladder()->setFocus();
}

void MainWindow::stepRun()
{
    if (!m_document.isOpen() || !m_consent.allows(m_document.scenario(), this))
        return;
    if (m_controller.state() != RunState::Idle)
        return m_controller.step(m_document.scenario(), runOptions());
    noteSettings();
    begin([this](const RunOptions& options) { m_controller.step(m_document.scenario(), options); });
}

/// Begins a run; where its messages are to go elsewhere too, once that is open.
void MainWindow::begin(const std::function<void(const RunOptions&)>& how)
{
    if (m_outlets.isEmpty()) {
        m_status->setOutlets({}, {});
        return how(runOptions());
    }
    if (m_opening.isBusy())
        return;
    m_opening.start(tr("Opening the capture"), [this, wish = m_outlets, how](const auto&) -> BackgroundWork::Then {
        return [this, opened = openOutlets(wish), how] {
            if (!opened) {
                m_training->giveUp();
                return m_notice->show(tr("The run was not started"), {opened.error().text()});
            }
            if (!m_outlets.isKept)
                m_outlets = {};
            m_status->setOutlets(opened->capture, opened->collector);
            RunOptions options = runOptions();
            options.outlets = opened->outlets;
            how(options);
        };
    });
}

void MainWindow::askForOutlets()
{
    auto* dialog = new OutletDialog(m_outlets, suggestedPath(u"pcapng"_s), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &OutletDialog::chosen, this, [this](const OutletWish& wish) {
        m_outlets = wish;
        QStringList goals{wish.capture, wish.collector};
        goals.removeAll(QString());
        m_status->say(wish.isEmpty() ? tr("The next run is not captured.")
                                     : tr("The next run goes to %1.").arg(goals.join(u", "_s)));
    });
    dialog->open();
}

/// A message that was dragged to a later arrival: a rule of the scenario from now on. Under the virtual clock the run
/// is made again at once.
void MainWindow::delayMessage(int n, Instant arrival)
{
    const Trace& trace = m_record.trace();
    if (!m_document.isOpen() || n < 1 || n > trace.messages.size() || !trace.messages.at(n - 1).arrived)
        return;
    const auto extra = std::chrono::round<std::chrono::milliseconds>(arrival - *trace.messages.at(n - 1).arrived);
    LinkRule rule = ruleDelaying(trace, n, std::max<Duration>(extra, 1ms));
    // The first match wins, so the new rule goes before the others, and takes over what one of them did.
    const QList<LinkRule>& rules = m_document.scenario().rules;
    const qsizetype acting = actingRule(rules, trace, n);
    const bool delaysAlready = acting >= 0 && rules.at(acting).action == LinkRule::Do::Delay;
    if (delaysAlready)
        rule.delay += rules.at(acting).delay;
    m_draggedTexts.insert(m_document.text());
    const bool isSame = delaysAlready && rules.at(acting).match == rule.match;
    const auto done = isSame
        ? m_document.apply({{u"rules.%1.delay"_s.arg(acting), formatDuration(rule.delay)}}, tr("rule for a message"))
        : m_document.addRule(ruleYaml(rule));
    if (!done)
        return showErrors(tr("The message cannot be delayed"), done.error());
    m_draggedTexts.insert(m_document.text());
    if (m_controller.state() == RunState::Idle && trace.clock == u"virtual") {
        m_selectedAgain = n;
        startRun();
    }
    m_status->say(tr("A rule of the scenario now: %1. Ctrl+Z takes it back.").arg(ruleYaml(rule)));
}

/// What is open now is what the run on the screen was made of.
void MainWindow::noteSettings()
{
    m_ranText = m_document.text();
    m_page->setOutdated(false);
}

/// A run that is under way takes new delays over. One that has ended is of earlier settings from here on; that a
/// dragged head went back, or forth again, is seen at once under the virtual clock, as the drag was.
void MainWindow::settingsChanged()
{
    if (m_controller.state() != RunState::Idle)
        return noteSettings();
    const bool isOther = !m_record.trace().messages.isEmpty() && m_document.text() != m_ranText;
    const bool isDrag = m_draggedTexts.contains(m_document.text()) && m_draggedTexts.contains(m_ranText);
    m_page->setOutdated(isOther);
    if (isOther && isDrag && m_record.trace().clock == u"virtual" && m_document.faults().empty())
        startRun();
}

/// The same from the keyboard, in small steps.
void MainWindow::delaySelected()
{
    const int n = m_page->ladder()->selected();
    if (n < 1 || !m_record.trace().messages.at(n - 1).arrived)
        m_status->say(tr("No message is selected that has arrived."));
    else
        delayMessage(n, *m_record.trace().messages.at(n - 1).arrived + 10ms);
}

} // namespace siprace::ui
