#include "TopBar.h"

#include "ActionButton.h"
#include "ChoiceBox.h"
#include "Labels.h"
#include "PolicyWords.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QTimer>

namespace siprace::ui {

using namespace Qt::StringLiterals;

TopBar::TopBar(const Actions& actions, QWidget* parent)
    : QWidget(parent)
    , m_product(makeLabel(u"product"_s, tr("SIP Race Lab"), this))
    , m_file(makeLabel(u"muted"_s, {}, this))
    , m_policyCaption(makeLabel(u"muted"_s, tr("Policy"), this))
    , m_clockCaption(makeLabel(u"muted"_s, tr("Clock"), this))
    , m_policy(new ChoiceBox(this))
    , m_clock(new ChoiceBox(this))
{
    setObjectName(u"topBar"_s);
    setAttribute(Qt::WA_StyledBackground);
    fillChoices();
    m_policyCaption->setBuddy(m_policy);
    m_clockCaption->setBuddy(m_clock);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(17, 9, 14, 9);
    layout->setSpacing(7);
    layout->addWidget(m_product);
    layout->addSpacing(10);
    layout->addWidget(m_file, 1);
    m_run = addButton(actions.run);
    layout->addWidget(m_run);
    for (QAction* action : {actions.step, actions.pause, actions.stop, actions.restart})
        layout->addWidget(addButton(action));
    layout->addSpacing(8);
    layout->addWidget(m_policyCaption);
    layout->addWidget(m_policy);
    layout->addSpacing(4);
    layout->addWidget(m_clockCaption);
    layout->addWidget(m_clock);
    layout->addSpacing(8);
    layout->addWidget(addButton(actions.edit));
    layout->addWidget(addButton(actions.compare));
    layout->addWidget(addButton(actions.raceMap));
    auto* exportButton = new QPushButton(tr("Export") + u" ▾"_s, this);
    exportButton->setMenu(actions.exportMenu);
    exportButton->setAccessibleName(tr("Export"));
    layout->addWidget(exportButton);
    layout->addStretch(1);

    connect(m_policy, &QComboBox::activated, this, [this] { Q_EMIT policyChosen(policy()); });
}

QPushButton* TopBar::addButton(QAction* action)
{
    return new ActionButton(action, this);
}

QWidget* TopBar::policyBox() const
{
    return m_policy;
}

void TopBar::fillChoices()
{
    m_policy->setObjectName(u"policy"_s);
    m_policy->setMaximumWidth(210);
    m_policy->setAccessibleName(tr("Policy of the proxy"));
    for (const proxy::Policy& policy : proxy::policies()) {
        m_policy->addItem(policyLabel(policy), policy.id.toString());
        m_policy->setItemData(m_policy->count() - 1, policySummary(policy), Qt::ToolTipRole);
    }
    m_clock->setObjectName(u"clock"_s);
    m_clock->setAccessibleName(tr("Clock of the run"));
    m_clock->addItem(tr("virtual"), u"virtual"_s);
    m_clock->addItem(tr("real ×1"), u"real"_s);
    for (const int slowness : {2, 4, 10})
        m_clock->addItem(tr("slow ×%1").arg(slowness), u"slow:%1"_s.arg(slowness));
    m_clock->setItemData(0, tr("The whole run at once, always the same"), Qt::ToolTipRole);
    m_clock->setItemData(1, tr("As it happens"), Qt::ToolTipRole);
    setClock(u"real"_s);
}

void TopBar::setFile(const QString& name, bool isModified)
{
    m_file->setText(isModified ? tr("%1 · modified").arg(name) : name);
    fit();
}

QString TopBar::policy() const
{
    return m_policy->currentData().toString();
}

void TopBar::setPolicy(const QString& id)
{
    const int index = m_policy->findData(id);
    if (index >= 0)
        m_policy->setCurrentIndex(index);
}

void TopBar::setOutside(const QString& name)
{
    const int index = m_policy->findData(outsidePolicy());
    if (!name.isEmpty() && index >= 0) {
        m_policy->setItemText(index, tr("%1 itself").arg(name));
    } else if (!name.isEmpty()) {
        m_policy->insertItem(0, tr("%1 itself").arg(name), outsidePolicy());
        m_policy->setItemData(0, tr("The program outside, on the real clock"), Qt::ToolTipRole);
        m_policy->setCurrentIndex(0);
    } else if (index >= 0) {
        m_policy->removeItem(index);
    }
}

ClockChoice TopBar::clock() const
{
    return ClockChoice::parse(m_clock->currentData().toString()).value_or(ClockChoice{});
}

void TopBar::setClock(const QString& text)
{
    const int index = m_clock->findData(text);
    if (index >= 0)
        m_clock->setCurrentIndex(index);
}

void TopBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fit();
}

void TopBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        QTimer::singleShot(0, this, &TopBar::fit); // when the margins have the new size too
}

/// In a narrow window the words go first, the least needed before the others.
void TopBar::fit()
{
    const QWidgetList words{m_file, m_policyCaption, m_clockCaption, m_product};
    for (QWidget* word : words)
        word->setVisible(true);
    for (QWidget* word : words) {
        if (layout()->minimumSize().width() <= width())
            return;
        word->setVisible(false);
    }
}

} // namespace siprace::ui
