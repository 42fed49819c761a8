#include "ExportChoices.h"

#include <QActionGroup>
#include <QMenu>
#include <QSettings>

#include <algorithm>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

QAction* addChoice(QMenu* menu, const QString& text, bool isOn, const QString& name)
{
    QAction* action = menu->addAction(text);
    action->setObjectName(name);
    action->setCheckable(true);
    action->setChecked(isOn);
    return action;
}

} // namespace

ExportChoices::ExportChoices()
{
    const QSettings settings;
    m_anonymise = settings.value(u"export/anonymise"_s, false).toBool();
    m_isWholeRun = settings.value(u"export/wholeRun"_s, false).toBool();
    m_theme = settings.value(u"export/theme"_s).toString();
    m_pngScale = std::clamp(settings.value(u"export/pngScale"_s, 2).toInt(), 1, 4);
}

void ExportChoices::addTo(QMenu* menu)
{
    addThemes(menu->addMenu(tr("&Colours of pictures")));
    addScales(menu->addMenu(tr("&Size of PNG pictures")));
    const auto addSwitch = [&](const QString& text, bool& value, const QString& name) {
        QAction* action = addChoice(menu, text, value, name);
        QObject::connect(action, &QAction::toggled, menu, [this, &value](bool isOn) {
            value = isOn;
            keep();
        });
    };
    addSwitch(tr("&With hidden nodes and messages"), m_isWholeRun, u"export-whole-run"_s);
    addSwitch(tr("&Anonymise users and addresses"), m_anonymise, u"export-anonymise"_s);
}

void ExportChoices::addThemes(QMenu* menu)
{
    auto* group = new QActionGroup(menu);
    for (const auto& [theme, text] : {std::pair{u""_s, tr("As the &window")},
             std::pair{u"light"_s, tr("Always &light")}, std::pair{u"dark"_s, tr("Always &dark")}}) {
        QAction* action = addChoice(menu, text, theme == m_theme, u"export-theme-"_s + theme);
        group->addAction(action);
        QObject::connect(action, &QAction::triggered, menu, [this, chosen = theme] {
            m_theme = chosen;
            keep();
        });
    }
}

void ExportChoices::addScales(QMenu* menu)
{
    auto* group = new QActionGroup(menu);
    for (int scale = 1; scale <= 4; ++scale) {
        QAction* action = addChoice(menu, u"%1×"_s.arg(scale), scale == m_pngScale, u"export-scale-%1"_s.arg(scale));
        group->addAction(action);
        QObject::connect(action, &QAction::triggered, menu, [this, scale] {
            m_pngScale = scale;
            keep();
        });
    }
}

ShownRun ExportChoices::applied(ShownRun run) const
{
    run.pngScale = m_pngScale;
    if (!m_theme.isEmpty())
        run.theme = ladderTheme(run.theme.palette, m_theme == u"dark");
    if (m_isWholeRun) {
        run.options.hiddenNodes.clear();
        run.options.hiddenMessages.clear();
    }
    run.isAnonymous = m_anonymise;
    return run;
}

void ExportChoices::keep() const
{
    QSettings settings;
    settings.setValue(u"export/anonymise"_s, m_anonymise);
    settings.setValue(u"export/wholeRun"_s, m_isWholeRun);
    settings.setValue(u"export/theme"_s, m_theme);
    settings.setValue(u"export/pngScale"_s, m_pngScale);
}

} // namespace siprace::ui
