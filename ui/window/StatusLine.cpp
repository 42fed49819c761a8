#include "StatusLine.h"

#include "ElidedLabel.h"
#include "Numbers.h"
#include "OpenFaces.h"
#include "PolicyWords.h"
#include "World.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

struct StatusText
{
    Q_DECLARE_TR_FUNCTIONS(Status)
};

QString endText(const Trace& trace)
{
    if (trace.ended == u"settled")
        return StatusText::tr("settled");
    if (trace.ended == u"time")
        return StatusText::tr("ended by its time");
    if (trace.ended == u"limit")
        return trace.messages.size() > RunOptions().messageLimit ? StatusText::tr("ended by the limit of messages")
                                                                 : StatusText::tr("ended by the limit of run time");
    return trace.ended == u"user" ? StatusText::tr("stopped") : StatusText::tr("not ended");
}

QString stateText(const Trace& trace, RunState state, Duration now)
{
    switch (state) {
    case RunState::Running:
        return StatusText::tr("running, %1").arg(localNumber(humanDuration(now)));
    case RunState::Paused:
        return StatusText::tr("paused at %1").arg(localNumber(humanDuration(now)));
    case RunState::Idle:
        break;
    }
    return endText(trace);
}

} // namespace

QString runSummary(const Trace& trace, RunState state, Duration now)
{
    if (trace.nodes.isEmpty())
        return StatusText::tr("no run yet");
    QStringList parts{stateText(trace, state, now),
        trace.messages.size() == 1 ? StatusText::tr("1 message")
                                   : StatusText::tr("%1 messages").arg(trace.messages.size()),
        StatusText::tr("%1, %2 clock, seed %3").arg(policyLabel(trace.policy), trace.clock).arg(trace.seed)};
    if (trace.clockReport && trace.clockReport->samples > 0)
        parts.append(StatusText::tr("delay error: median %1, p99 %2, most %3")
                         .arg(localNumber(humanDuration(trace.clockReport->median)),
                             localNumber(humanDuration(trace.clockReport->p99)),
                             localNumber(humanDuration(trace.clockReport->maximum))));
    if (trace.malformed > 0)
        parts.append(StatusText::tr("malformed datagrams: %1").arg(trace.malformed));
    return parts.join(u" · "_s);
}

StatusLine::StatusLine(QWidget* parent)
    : QStatusBar(parent)
    , m_message(new ElidedLabel(this))
    , m_run(new QLabel(this))
    , m_time(new QLineEdit(this))
    , m_workText(new QLabel(this))
    , m_workBar(new QProgressBar(this))
    , m_workCancel(new QPushButton(tr("Cancel"), this))
    , m_open(new OpenFacesButton(this))
    , m_outlets(new ElidedLabel(this))
{
    setSizeGripEnabled(false);
    m_message->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_message->setAccessibleName(tr("Messages of the program"));
    m_run->setAccessibleName(tr("State of the run"));
    m_time->setPlaceholderText(tr("Go to time, e.g. 620ms or 2s"));
    m_time->setAccessibleName(tr("Go to time"));
    m_time->setFixedWidth(210);
    m_time->hide();
    addWidget(m_time);
    addWidget(m_message, 1);
    m_workBar->setRange(0, 0);
    m_workBar->setFixedWidth(120);
    m_workBar->setMaximumHeight(8);
    m_workBar->setTextVisible(false);
    m_workCancel->setObjectName(u"cancelWork"_s);
    m_workCancel->setProperty("role", u"quiet"_s);
    m_workCancel->setAccessibleName(tr("Cancel what is going on"));
    for (QWidget* widget : QWidgetList{m_workText, m_workBar, m_workCancel})
        addPermanentWidget(widget);
    hideWork();
    addPermanentWidget(m_open);
    m_outlets->setObjectName(u"outlets"_s);
    m_outlets->setAccessibleName(tr("Where the run goes beside the window"));
    m_outlets->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    m_outlets->hide();
    addPermanentWidget(m_outlets);
    addPermanentWidget(m_run);
    connect(m_workCancel, &QPushButton::clicked, this, &StatusLine::cancelWanted);
    connect(m_time, &QLineEdit::returnPressed, this, &StatusLine::takeTime);
    m_time->installEventFilter(this);
}

void StatusLine::say(const QString& message)
{
    m_message->setText(message);
    m_message->setToolTip(message);
}

QString StatusLine::said() const
{
    return m_message->text();
}

void StatusLine::showRun(const RunRecord& record, RunState state, Duration now)
{
    m_run->setText(runSummary(record.trace(), state, now));
    m_open->follow(record.trace(), state != RunState::Idle);
    const bool hasEnded = state == RunState::Idle;
    QStringList outlets;
    if (!m_capture.isEmpty())
        outlets += (hasEnded ? tr("captured in %1") : tr("capturing to %1")).arg(m_capture);
    if (!m_collector.isEmpty())
        outlets += (hasEnded ? tr("sent to %1") : tr("sending to %1")).arg(m_collector);
    m_outlets->setVisible(!outlets.isEmpty());
    m_outlets->setText(outlets.join(u" · "_s));
    m_outlets->setToolTip(outlets.join(u'\n'));
}

void StatusLine::setOutlets(const QString& capture, const QString& collector)
{
    m_capture = capture;
    m_collector = collector;
}

void StatusLine::showWork(const QString& what)
{
    m_workText->setText(what + u" …"_s);
    m_workBar->setAccessibleName(what);
    for (QWidget* widget : QWidgetList{m_workText, m_workBar, m_workCancel})
        widget->show();
}

void StatusLine::hideWork()
{
    for (QWidget* widget : QWidgetList{m_workText, m_workBar, m_workCancel})
        widget->hide();
}

void StatusLine::askForTime()
{
    m_time->clear();
    m_time->show();
    m_time->setFocus(Qt::ShortcutFocusReason);
}

bool StatusLine::eventFilter(QObject* watched, QEvent* event)
{
    const bool isEsc = event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape;
    if (watched == m_time && event->type() == QEvent::FocusOut)
        m_time->hide();
    if (watched != m_time || !isEsc)
        return QStatusBar::eventFilter(watched, event);
    m_time->hide();
    Q_EMIT timeDismissed();
    return true;
}

void StatusLine::takeTime()
{
    m_time->hide();
    QString text = m_time->text().remove(u' ');
    bool isNumber = false;
    std::ignore = text.toDouble(&isNumber);
    if (isNumber)
        text += u"ms"_s; // as the axis has it
    if (const std::optional<Duration> duration = parseDuration(text))
        Q_EMIT timeWanted(at(*duration));
    else
        say(tr("\"%1\" is no time; write 620ms or 2s").arg(m_time->text()));
}

} // namespace siprace::ui
