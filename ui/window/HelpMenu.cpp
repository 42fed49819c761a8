#include "HelpMenu.h"

#include "HelpWindow.h"

#include <QMenu>

namespace siprace::ui {

using namespace Qt::StringLiterals;

HelpMenu::HelpMenu(QWidget* window, std::function<QString()> policy, std::function<QList<Hint>()> hints)
    : QObject(window)
    , m_window(window)
    , m_policy(std::move(policy))
    , m_hints(std::move(hints))
{
}

void HelpMenu::addTo(QMenu* menu)
{
    const auto add = [this, menu](const QString& text, const QString& name, std::function<void()> what) {
        QAction* action = menu->addAction(text);
        action->setObjectName(name);
        action->setToolTip(QString(text).remove(u'&'));
        connect(action, &QAction::triggered, this, std::move(what));
        return action;
    };
    add(tr("The &window"), u"help-window"_s, [this] { open(u"window.md"_s); })->setShortcut(QKeySequence(u"F1"_s));
    add(tr("&How to write a scenario"), u"help-scenarios"_s, [this] { open(u"scenarios.md"_s); });
    add(tr("&Policies, with their ladders"), u"help-policies"_s, [this] { open(u"policies.md"_s); });
    add(tr("&Timers"), u"help-timers"_s, [this] { open(u"timers.md"_s); });
    add(tr("Show this policy as &configuration"), u"help-configuration"_s,
        [this] { open(u"configurations.md#"_s + m_policy()); });
    menu->addSeparator();
    add(tr("Show the h&ints again"), u"help-hints"_s, [this] { startTour(); });
    menu->addSeparator();
}

void HelpMenu::open(const QString& link)
{
    if (!m_help) {
        m_help = new HelpWindow(m_window);
        m_help->setLadderTheme(m_theme);
    }
    m_help->open(link);
}

void HelpMenu::setLadderTheme(const LadderTheme& theme)
{
    m_theme = theme;
    if (m_help)
        m_help->setLadderTheme(theme);
}

void HelpMenu::offerTour()
{
    if (Tour::isWanted())
        startTour();
}

void HelpMenu::endTour()
{
    if (m_tour)
        m_tour->hide();
}

void HelpMenu::startTour()
{
    if (!m_tour)
        m_tour = new Tour(m_window);
    m_tour->start(m_hints());
}

} // namespace siprace::ui
