#include "RaceMapPage.h"

#include "PageBar.h"

#include <QFileInfo>
#include <QVBoxLayout>

namespace siprace::ui {

using namespace Qt::StringLiterals;

RaceMapPage::RaceMapPage(QWidget* parent)
    : QWidget(parent)
    , m_bar(new PageBar(tr("Race map")))
    , m_panel(new RaceMapPanel)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_panel, 1);
    connect(m_bar, &PageBar::backWanted, this, &RaceMapPage::closeWanted);
}

Result<void, Diagnostics> RaceMapPage::open(const Scenario& scenario)
{
    const QString file = scenario.path.isEmpty() ? scenario.id + u".yaml"_s : scenario.path;
    if (scenario.text == m_text) {
        m_bar->setSubject(QFileInfo(file).fileName(), scenario.path);
        return {};
    }
    const auto source = ScenarioSource::parse(scenario.text, file);
    if (!source)
        return fail(source.error());
    m_bar->setSubject(QFileInfo(file).fileName(), scenario.path);
    m_text = scenario.text;
    m_panel->setSource(*source);
    return {};
}

} // namespace siprace::ui
