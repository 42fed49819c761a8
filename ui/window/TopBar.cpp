#include "TopBar.h"

#include "ActionButton.h"
#include "ChoiceBox.h"
#include "ElidedLabel.h"
#include "Labels.h"
#include "PolicyWords.h"
#include "Scale.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QTimer>

#include <algorithm>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int leastPolicyWidth = 124; // where words are shortened; pixels at 100 %
constexpr int leastClockWidth = 102;

/// As wide as its longest word asks for; no narrower.
void widenBox(QComboBox& box)
{
    box.setMinimumWidth(std::min(box.sizeHint().width(), box.maximumWidth()));
}
} // namespace

TopBar::TopBar(const Actions& actions, QWidget* parent)
    : QWidget(parent)
    , m_product(makeLabel(u"product"_s, tr("SIP Race Lab"), this))
    , m_file(new ElidedLabel(this))
    , m_policyCaption(makeLabel(u"muted"_s, tr("Policy"), this))
    , m_clockCaption(makeLabel(u"muted"_s, tr("Clock"), this))
    , m_policy(new ChoiceBox(this))
    , m_clock(new ChoiceBox(this))
    , m_moreMenu(new QMenu(this))
{
    m_file->setProperty("role", u"muted"_s);
    m_file->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
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
    layout->addWidget(m_file);
    const auto add = [this, layout](QAction* action) {
        QPushButton* button = addButton(action);
        layout->addWidget(button);
        return button;
    };
    m_run = add(actions.run);
    QPushButton* step = add(actions.step);
    QPushButton* pause = add(actions.pause);
    QPushButton* stop = add(actions.stop);
    QPushButton* restart = add(actions.restart);
    layout->addSpacing(8);
    layout->addWidget(m_policyCaption);
    layout->addWidget(m_policy);
    layout->addSpacing(4);
    layout->addWidget(m_clockCaption);
    layout->addWidget(m_clock);
    layout->addSpacing(8);
    QPushButton* edit = add(actions.edit);
    QPushButton* compare = add(actions.compare);
    QPushButton* raceMap = add(actions.raceMap);
    QPushButton* exports = addMenuButton(tr("Export") + u" ▾"_s, tr("Export"), actions.exportMenu);
    layout->addWidget(exports);
    m_more = addMenuButton(u"⋯"_s, tr("More"), m_moreMenu);
    m_more->setObjectName(u"more"_s);
    m_more->setToolTip(tr("What has no room here"));
    layout->addWidget(m_more);
    layout->addStretch(1);
    m_spare = {{restart, actions.restart}, {exports, actions.exportMenu->menuAction()}, {raceMap, actions.raceMap},
        {edit, actions.edit}, {compare, actions.compare}, {step, actions.step}, {stop, actions.stop},
        {pause, actions.pause}};

    const auto tellPolicy = [this] {
        m_policy->setToolTip(policyName(policy()) + u'\n' + m_policy->currentData(Qt::ToolTipRole).toString());
    };
    connect(m_policy, &QComboBox::currentTextChanged, this, tellPolicy);
    tellPolicy();
    connect(m_policy, &QComboBox::activated, this, [this] { Q_EMIT policyChosen(policy()); });
    connect(m_policy, &QComboBox::currentIndexChanged, this, &TopBar::matchClock);
}

/// A program outside knows no virtual clock: while it is chosen, that one cannot be.
void TopBar::matchClock()
{
    const bool isOutside = policy() == outsidePolicy();
    auto* choices = qobject_cast<QStandardItemModel*>(m_clock->model());
    choices->item(m_clock->findData(u"virtual"_s))->setEnabled(!isOutside);
    if (isOutside && m_clock->currentData() == u"virtual"_s)
        setClock(u"real"_s);
}

QPushButton* TopBar::addButton(QAction* action)
{
    return new ActionButton(action, this);
}

QPushButton* TopBar::addMenuButton(const QString& text, const QString& name, QMenu* menu)
{
    auto* button = new QPushButton(text, this);
    button->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    button->setMenu(menu);
    button->setAccessibleName(name);
    return button;
}

QWidget* TopBar::policyBox() const
{
    return m_policy;
}

namespace {

/// In the list a policy has the name of files and of the command line too; the closed box has no room for it.
class PolicyChoice : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (const QString id = index.data(Qt::UserRole).toString(); proxy::findPolicy(id))
            option->text = policyName(id);
    }
};

} // namespace

void TopBar::fillChoices()
{
    m_policy->setObjectName(u"policy"_s);
    m_policy->setMaximumWidth(210);
    m_policy->setAccessibleName(tr("Policy of the proxy"));
    for (const proxy::Policy& policy : proxy::policies()) {
        m_policy->addItem(policyLabel(policy), policy.id.toString());
        m_policy->setItemData(m_policy->count() - 1, policySummary(policy), Qt::ToolTipRole);
        m_policy->setItemData(m_policy->count() - 1, policyName(policy), Qt::AccessibleTextRole);
    }
    auto* choices = new PolicyChoice(m_policy);
    m_policy->setItemDelegate(choices);
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
    const bool isImpossible = policy() == outsidePolicy() && text == u"virtual"_s;
    const int index = isImpossible ? -1 : m_clock->findData(text);
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

bool TopBar::fits() const
{
    return layout()->minimumSize().width() <= width();
}

/// In a narrow window the words go first, the least needed before the others; then those of the boxes are shortened;
/// then buttons go into the menu.
void TopBar::fit()
{
    const QWidgetList words{m_product, m_policyCaption, m_clockCaption, m_file}; // the window's title has the first too
    for (QWidget* word : words)
        word->setVisible(true);
    for (const Spare& spare : m_spare)
        spare.button->setVisible(true);
    m_more->setVisible(false);
    m_moreMenu->clear();
    widenBox(*m_policy);
    widenBox(*m_clock);
    for (QWidget* word : words) {
        if (fits())
            return;
        word->setVisible(false);
    }
    if (!fits()) {
        m_policy->setMinimumWidth(scaled(leastPolicyWidth));
        m_clock->setMinimumWidth(scaled(leastClockWidth));
    }
    for (const Spare& spare : m_spare) {
        if (fits())
            return;
        m_more->setVisible(true);
        spare.button->setVisible(false);
        m_moreMenu->insertAction(m_moreMenu->actions().value(0), spare.action);
    }
}

} // namespace siprace::ui
