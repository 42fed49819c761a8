#include "WhyPanel.h"

#include "Labels.h"
#include "RuleBook.h"

#include <QCoreApplication>
#include <QLabel>
#include <QVBoxLayout>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

struct RuleText
{
    Q_DECLARE_TR_FUNCTIONS(Rule)
};
struct ChainText
{
    Q_DECLARE_TR_FUNCTIONS(Chain)
};

QString strengthText(Strength strength)
{
    switch (strength) {
    case Strength::Must:
        return RuleText::tr("MUST");
    case Strength::Should:
        return RuleText::tr("SHOULD");
    case Strength::May:
        return RuleText::tr("MAY");
    case Strength::Reading:
        break;
    }
    return RuleText::tr("a reading of this lab");
}

/// One reason as HTML: the sentence, and the rule as a link that WhyPanel opens.
QString reasonHtml(const Why& why)
{
    QString html = u"<p style='margin:0 0 3px 0'>"_s + why.text.toHtmlEscaped() + u"</p>"_s;
    if (!why.rule.isEmpty())
        html += u"<p style='margin:0 0 6px 0'><a style='text-decoration:none' href='%1'>%2</a></p>"_s.arg(
            why.rule.toHtmlEscaped(), citation(why.rule).toHtmlEscaped());
    return html;
}

/// Every reason there is about a message, in the order things happened.
QList<Why> reasonsOf(const Trace& trace, const TraceMessage& message)
{
    QList<Why> reasons;
    const auto add = [&reasons](const Why& why) {
        if (!why.isEmpty() && !reasons.contains(why))
            reasons.append(why);
    };
    add(message.why);
    for (const Decision& decision : trace.decisions) {
        if (decision.message == message.n)
            add(decision.why);
    }
    add(message.fateWhy);
    return reasons;
}

constexpr int mostConsequences = 8; // written out; the ladder shows the rest

/// A message as a link: "10 · 200 OK b2".
QString messageLink(int n, const std::function<QString(int)>& labelOf)
{
    return u"<a style='text-decoration:none' href='message:%1'>%1 · %2</a>"_s.arg(n).arg(labelOf(n).toHtmlEscaped());
}

/// What made its sender send it, and what its receiver sent because of it, as links.
QString chainHtml(const Trace& trace, const TraceMessage& message, const std::function<QString(int)>& labelOf)
{
    QString html;
    const auto addLine = [&html](const QString& head, const QStringList& links) {
        html += u"<p style='margin:0 0 3px 0'>%1 %2</p>"_s.arg(head, links.join(u", "_s));
    };
    if (message.retransmissionOf > 0)
        addLine(ChainText::tr("A copy of"), {messageLink(message.retransmissionOf, labelOf)});
    if (message.causedBy > 0)
        addLine(ChainText::tr("Sent because of"), {messageLink(message.causedBy, labelOf)});
    QStringList consequences;
    qsizetype more = 0;
    for (qsizetype i = message.n; i < trace.messages.size(); ++i) {
        if (trace.messages.at(i).causedBy != message.n || labelOf(trace.messages.at(i).n).isEmpty())
            continue;
        if (consequences.size() < mostConsequences)
            consequences.append(messageLink(trace.messages.at(i).n, labelOf));
        else
            ++more;
    }
    if (more > 0)
        consequences.append(ChainText::tr("%1 more").arg(more));
    if (!consequences.isEmpty())
        addLine(ChainText::tr("It led to"), consequences);
    return html;
}

} // namespace

QString describeRule(const QString& id)
{
    const Rule* rule = findRule(id);
    if (!rule)
        return RuleText::tr("%1 is not in the rule book").arg(id);
    return RuleText::tr("%1 “%2”: %3, %4")
        .arg(rule->id, rule->name.toString().replace(u'-', u' '), strengthText(rule->strength), rule->reference);
}

WhyPanel::WhyPanel(QWidget* parent)
    : QWidget(parent)
    , m_head(makeHead({}, this))
    , m_text(new QLabel(this))
    , m_chain(new QLabel(this))
    , m_rule(makeLabel(u"banner"_s, {}, this))
{
    for (QLabel* label : {m_text, m_chain}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::RichText);
        label->setTextInteractionFlags(Qt::TextBrowserInteraction);
        connect(label, &QLabel::linkActivated, this, &WhyPanel::follow);
    }
    m_chain->setObjectName(u"chain"_s);
    m_rule->setWordWrap(true);
    m_rule->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 12, 8);
    layout->setSpacing(5);
    layout->addWidget(m_head);
    layout->addWidget(m_text);
    layout->addWidget(m_rule);
    layout->addWidget(m_chain);
    connect(m_text, &QLabel::linkHovered, this,
        [this](const QString& id) { m_text->setToolTip(id.isEmpty() ? QString() : describeRule(id)); });
}

void WhyPanel::show(const Trace& trace, int n, const std::function<QString(int)>& labelOf, const NodeNames& names)
{
    m_rule->hide();
    m_shownRule.clear();
    setVisible(n >= 1 && n <= trace.messages.size());
    if (!isVisibleTo(parentWidget()))
        return;
    const TraceMessage& message = trace.messages.at(n - 1);
    const QString sender = names.of(message.from);
    setHead(m_head,
        trace.nodes.at(message.from).role == Role::Proxy ? tr("Why the proxy did this")
                                                         : tr("Why %1 did this").arg(sender));
    QString html;
    for (const Why& why : reasonsOf(trace, message))
        html += reasonHtml({why.rule, names.in(why.text)});
    m_text->setText(html.isEmpty() ? tr("The trace gives no reason.") : html);
    const QString chain = labelOf ? chainHtml(trace, message, labelOf) : QString();
    m_chain->setText(chain);
    m_chain->setVisible(!chain.isEmpty());
}

void WhyPanel::follow(const QString& link)
{
    if (link.startsWith("message:"_L1))
        Q_EMIT messageChosen(link.mid(8).toInt());
    else
        toggleRule(link);
}

void WhyPanel::toggleRule(const QString& id)
{
    const bool isShown = !m_rule->isHidden() && m_shownRule == id;
    m_shownRule = id;
    m_rule->setText(describeRule(id));
    m_rule->setVisible(!isShown);
}

} // namespace siprace::ui
