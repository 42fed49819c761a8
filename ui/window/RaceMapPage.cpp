#include "RaceMapPage.h"

#include "Labels.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace siprace::ui {

using namespace Qt::StringLiterals;

RaceMapPage::RaceMapPage(QWidget* parent)
    : QWidget(parent)
    , m_file(makeLabel(u"muted"_s))
    , m_panel(new RaceMapPanel)
{
    auto* back = new QPushButton(u"‹ "_s + tr("Back"));
    back->setToolTip(tr("Back to the run"));
    back->setAccessibleName(tr("Back to the run"));
    auto* bar = new QWidget;
    bar->setObjectName(u"topBar"_s);
    bar->setAttribute(Qt::WA_StyledBackground);
    auto* barLayout = new QHBoxLayout(bar);
    barLayout->setContentsMargins(17, 9, 14, 9);
    barLayout->setSpacing(7);
    barLayout->addWidget(back);
    barLayout->addSpacing(4);
    barLayout->addWidget(makeLabel(u"product"_s, tr("Race map")));
    barLayout->addWidget(m_file, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addWidget(m_panel, 1);
    connect(back, &QPushButton::clicked, this, &RaceMapPage::closeWanted);
}

Result<void, Diagnostics> RaceMapPage::open(const Scenario& scenario)
{
    m_file->setText(QFileInfo(scenario.path).fileName());
    if (scenario.text == m_text)
        return {};
    const auto source = ScenarioSource::parse(scenario.text, scenario.path);
    if (!source)
        return fail(source.error());
    m_text = scenario.text;
    m_panel->setSource(*source);
    return {};
}

} // namespace siprace::ui
