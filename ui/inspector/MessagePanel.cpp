#include "MessagePanel.h"

#include "Labels.h"
#include "LadderTheme.h"
#include "MessageView.h"
#include "Numbers.h"
#include "Shades.h"

#include <QCoreApplication>
#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

struct MessageText
{
    Q_DECLARE_TR_FUNCTIONS(Message)
};

QString msText(Instant instant)
{
    return localNumber(QString::number(toMs(instant), 'f', 1)) + u" ms"_s;
}

/// "200 OK · INVITE", "INVITE sip:bob@lab".
QString titleOf(const TraceMessage& message)
{
    const QString first = QString::fromUtf8(message.firstLine);
    if (!message.isSip())
        return MessageText::tr("Not a SIP message");
    if (message.isRequest())
        return first.left(first.lastIndexOf(u' '));
    return first.mid(first.indexOf(u' ') + 1) + u" · "_s + QString::fromLatin1(message.cseqMethod);
}

} // namespace

QString timesOf(const TraceMessage& message)
{
    const QString sent = MessageText::tr("sent %1").arg(msText(message.sent));
    switch (message.fate) {
    case Fate::Lost:
        return sent + u" · "_s + MessageText::tr("lost");
    case Fate::InFlight:
        return sent + u" · "_s + MessageText::tr("on its way");
    case Fate::Delivered:
    case Fate::Discarded:
        break;
    }
    const QString arrived = message.arrived ? MessageText::tr("received %1").arg(msText(*message.arrived)) : QString();
    const QString discarded = message.fate == Fate::Discarded ? u" · "_s + MessageText::tr("discarded") : QString();
    return sent + u" · "_s + arrived + discarded;
}

MessagePanel::MessagePanel(QWidget* parent)
    : QWidget(parent)
    , m_number(makeHead(tr("Message"), this))
    , m_title(makeLabel(u"title"_s, {}, this))
    , m_way(makeLabel(u"small"_s, {}, this))
    , m_hint(makeLabel(u"muted"_s, tr("Click a message on the ladder to read it."), this))
    , m_view(new MessageView(this))
    , m_bodySwitch(new QPushButton(this))
    , m_diffSwitch(new QPushButton(this))
{
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_title->setWordWrap(true);
    m_way->setWordWrap(true);
    m_hint->setWordWrap(true);
    for (QPushButton* button : {m_bodySwitch, m_diffSwitch}) {
        button->setProperty("role", u"quiet"_s);
        button->setCheckable(true);
    }
    m_diffSwitch->setObjectName(u"diffSwitch"_s);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 12, 12);
    layout->setSpacing(5);
    for (QWidget* widget : QWidgetList{m_number, m_title, m_way, m_hint, m_view})
        layout->addWidget(widget);
    layout->addWidget(m_bodySwitch, 0, Qt::AlignLeft);
    layout->addWidget(m_diffSwitch, 0, Qt::AlignLeft);
    connect(m_bodySwitch, &QPushButton::toggled, this, &MessagePanel::render);
    connect(m_diffSwitch, &QPushButton::toggled, this, &MessagePanel::render);
    show({}, 0, {}, {});
}

void MessagePanel::show(const Trace& trace, int n, const QString& label, const NodeNames& names)
{
    const bool hasMessage = n >= 1 && n <= trace.messages.size();
    m_n = hasMessage ? n : 0;
    for (QWidget* widget : QWidgetList{m_title, m_way, m_view})
        widget->setVisible(hasMessage);
    m_hint->setVisible(!hasMessage);
    m_bodySwitch->setVisible(hasMessage);
    setHead(m_number, hasMessage ? tr("Message %1").arg(n) : tr("Message"));
    m_fields = {};
    m_diff.clear();
    m_diffSwitch->hide();
    if (!hasMessage) {
        m_marked = {};
        return;
    }
    const TraceMessage& message = trace.messages.at(n - 1);
    m_fields = message;
    m_marked = markMessage(message);
    m_title->setText(titleOf(message));
    m_title->setToolTip(label);
    m_way->setText(names.of(message.from) + u" → "_s + names.of(message.to) + u" · "_s + timesOf(message));
    m_bodySwitch->setVisible(!m_marked.body.isEmpty());
    render();
}

void MessagePanel::showPair(const Trace& trace, int first, int second, const QString& label, const NodeNames& names)
{
    show(trace, first, label, names);
    if (m_n == 0 || second < 1 || second > trace.messages.size())
        return;
    m_second = second;
    m_diff = diffMessages(trace.messages.at(first - 1), trace.messages.at(second - 1));
    m_diffSwitch->show();
    setDiffShown(true);
    render();
}

void MessagePanel::setDiffShown(bool isShown)
{
    m_diffSwitch->setChecked(isShown);
}

bool MessagePanel::isDiffShown() const
{
    return !m_diff.isEmpty() && m_diffSwitch->isChecked();
}

void MessagePanel::render()
{
    if (m_n == 0)
        return;
    m_diffSwitch->setText(
        isDiffShown() ? tr("Show message %1 alone").arg(m_n) : tr("What sets it apart from message %1").arg(m_second));
    m_bodySwitch->setVisible(!m_marked.body.isEmpty() && !isDiffShown());
    setHead(
        m_number, isDiffShown() ? tr("Messages %1 (−) and %2 (+)").arg(m_n).arg(m_second) : tr("Message %1").arg(m_n));
    const QColor colour = ladderTheme(LadderPalette::Standard, shadesFor(palette()).isDark).of(kindOf(m_fields));
    m_title->setStyleSheet(u"color: "_s + colour.name());
    if (isDiffShown())
        m_view->showDiff(m_diff);
    else
        m_view->show(m_marked, colour, m_bodySwitch->isChecked());
    m_bodySwitch->setText(m_bodySwitch->isChecked() ? tr("Hide the body") : tr("Show the body"));
}

QString MessagePanel::text() const
{
    QStringList lines;
    for (const MarkedLine& line : m_marked.head)
        lines.append(line.text);
    lines.append(QString());
    return (lines + m_marked.body).join(u'\n');
}

void MessagePanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        render();
}

} // namespace siprace::ui
