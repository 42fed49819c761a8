#include "WhyPanel.h"

#include "Labels.h"
#include "RuleBook.h"

#include <QCoreApplication>
#include <QLabel>
#include <QVBoxLayout>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

QString strengthText(Strength strength)
{
    switch (strength) {
    case Strength::Must:
        return QCoreApplication::translate("Rule", "MUST");
    case Strength::Should:
        return QCoreApplication::translate("Rule", "SHOULD");
    case Strength::May:
        return QCoreApplication::translate("Rule", "MAY");
    case Strength::Reading:
        break;
    }
    return QCoreApplication::translate("Rule", "a reading of this lab");
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

} // namespace

QString describeRule(const QString& id)
{
    const Rule* rule = findRule(id);
    if (!rule)
        return QCoreApplication::translate("Rule", "%1 is not in the rule book").arg(id);
    return QCoreApplication::translate("Rule", "%1 “%2”: %3, %4")
        .arg(rule->id, rule->name.toString().replace(u'-', u' '), strengthText(rule->strength), rule->reference);
}

WhyPanel::WhyPanel(QWidget* parent)
    : QWidget(parent)
    , m_head(makeHead({}, this))
    , m_text(new QLabel(this))
    , m_rule(makeLabel(u"banner"_s, {}, this))
{
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::RichText);
    m_text->setTextInteractionFlags(Qt::TextBrowserInteraction);
    m_rule->setWordWrap(true);
    m_rule->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 12, 8);
    layout->setSpacing(5);
    layout->addWidget(m_head);
    layout->addWidget(m_text);
    layout->addWidget(m_rule);
    connect(m_text, &QLabel::linkActivated, this, &WhyPanel::toggleRule);
    connect(m_text, &QLabel::linkHovered, this,
        [this](const QString& id) { m_text->setToolTip(id.isEmpty() ? QString() : describeRule(id)); });
}

void WhyPanel::show(const Trace& trace, int n)
{
    m_rule->hide();
    m_shownRule.clear();
    setVisible(n >= 1 && n <= trace.messages.size());
    if (!isVisibleTo(parentWidget()))
        return;
    const TraceMessage& message = trace.messages.at(n - 1);
    const QString sender = trace.nodes.at(message.from).name;
    setHead(m_head,
        trace.nodes.at(message.from).role == Role::Proxy ? tr("Why the proxy did this")
                                                         : tr("Why %1 did this").arg(sender));
    QString html;
    for (const Why& why : reasonsOf(trace, message))
        html += reasonHtml(why);
    m_text->setText(html.isEmpty() ? tr("The trace gives no reason.") : html);
}

void WhyPanel::toggleRule(const QString& id)
{
    const bool isShown = !m_rule->isHidden() && m_shownRule == id;
    m_shownRule = id;
    m_rule->setText(describeRule(id));
    m_rule->setVisible(!isShown);
}

} // namespace siprace::ui
