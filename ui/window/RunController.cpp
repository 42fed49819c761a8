#include "RunController.h"

namespace siprace::ui {

using namespace Qt::StringLiterals;

RunController::RunController(RunRecord& record, QObject* parent)
    : QObject(parent)
    , m_record(record)
{
}

void RunController::begin(const Scenario& scenario, const RunOptions& options, bool isPaused)
{
    // What the run before has still in the queue carries its ticket, and is let go.
    m_run = std::make_unique<LiveRun>();
    const auto ifCurrent = [this, ticket = ++m_ticket](auto&& then) {
        return [this, ticket, then](const auto&... values) {
            if (ticket == m_ticket)
                then(values...);
        };
    };
    connect(m_run.get(), &LiveRun::began, this, ifCurrent([this](const Trace& empty) { m_record.begin(empty); }));
    connect(m_run.get(), &LiveRun::batchReady, this, ifCurrent([this](const Events& events, qint64 nowUs) {
        m_now = Duration{nowUs};
        if (!events.isEmpty())
            m_record.append(events);
        Q_EMIT advanced();
    }));
    connect(m_run.get(), &LiveRun::ended, this, ifCurrent([this](const Trace& trace) {
        m_record.finish(trace);
        enter(RunState::Idle);
    }));
    connect(m_run.get(), &LiveRun::troubled, this, ifCurrent([this](const QString& line) { Q_EMIT troubled(line); }));
    connect(m_run.get(), &LiveRun::failed, this, ifCurrent([this](const QString& line) {
        Q_EMIT failed(line);
        if (!m_run->isRunning())
            enter(RunState::Idle);
    }));
    m_now = {};
    m_run->start(scenario, options, isPaused);
    m_run->keepOpen(m_isInHands);
}

void RunController::run(const Scenario& scenario, const RunOptions& options)
{
    begin(scenario, options, false);
    enter(RunState::Running);
}

void RunController::pause()
{
    if (m_state != RunState::Running)
        return;
    m_run->pause();
    enter(RunState::Paused);
}

void RunController::resume()
{
    if (m_state != RunState::Paused)
        return;
    m_run->resume();
    enter(RunState::Running);
}

void RunController::step(const Scenario& scenario, const RunOptions& options)
{
    if (m_state == RunState::Idle) {
        begin(scenario, options, true);
    }
    m_run->step();
    enter(RunState::Paused);
}

void RunController::stop()
{
    if (m_state != RunState::Idle)
        m_run->stop();
}

void RunController::abandon()
{
    ++m_ticket;
    stop();
    enter(RunState::Idle);
}

void RunController::restartProxy(const QString& node)
{
    perform(node, u"restart"_s);
}

void RunController::perform(const QString& node, const QString& action)
{
    if (m_state != RunState::Idle)
        m_run->perform(node, action);
}

void RunController::setInHands(bool isInHands)
{
    m_isInHands = isInHands;
    if (m_state != RunState::Idle)
        m_run->keepOpen(isInHands);
}

void RunController::byHand(const HandAction& action)
{
    if (m_state != RunState::Idle)
        m_run->byHand(action);
}

/// Ring and answer; what else the phone does is of the next run.
void RunController::setPhone(const QString& node, const CalleeSettings& settings)
{
    const auto text = [](const std::optional<Duration>& after) { return after ? formatDuration(*after) : u"never"_s; };
    if (m_state != RunState::Idle)
        m_run->perform(node, u"set"_s, {{u"ring"_s, text(settings.ring)}, {u"answer"_s, text(settings.answer)}});
}

void RunController::setImpairment(const QString& from, const QString& to, const Impairment& impairment)
{
    if (m_state != RunState::Idle)
        m_run->setImpairment(from, to, impairment);
}

void RunController::enter(RunState state)
{
    if (state == m_state)
        return;
    m_state = state;
    Q_EMIT stateChanged(state);
}

} // namespace siprace::ui
