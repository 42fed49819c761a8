#include "EditorPage.h"

#include "FormPanel.h"
#include "Labels.h"
#include "PageBar.h"
#include "Scale.h"
#include "ScenarioEditor.h"

#include <QEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int faultRowsShown = 4;
}

EditorPage::EditorPage(ScenarioDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_editor(new ScenarioEditor(document))
    , m_form(new FormPanel(document))
    , m_faults(new QListWidget)
{
    auto* text = makeCard();
    auto* textLayout = new QVBoxLayout(text);
    textLayout->setContentsMargins(6, 8, 6, 8);
    textLayout->addWidget(m_editor, 1);
    m_faults->setAccessibleName(tr("What is wrong"));
    m_faults->setWordWrap(true);
    m_faults->setProperty("ownSize", true);
    textLayout->addWidget(m_faults);
    auto* form = makeCard();
    auto* formLayout = new QVBoxLayout(form);
    formLayout->setContentsMargins(6, 8, 6, 8);
    formLayout->addWidget(m_form);
    auto* splitter = new QSplitter(Qt::Horizontal);
    splitter->addWidget(text);
    splitter->addWidget(form);
    splitter->setHandleWidth(10);
    splitter->setProperty("role", u"apart"_s); // two cards: the ground between them is the handle
    splitter->setChildrenCollapsible(false);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    auto* body = new QVBoxLayout;
    body->setContentsMargins(12, 10, 12, 10);
    body->addWidget(splitter, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addLayout(body, 1);
    connect(&m_document, &ScenarioDocument::textChanged, this, &EditorPage::showState);
    connect(&m_document, &ScenarioDocument::modifiedChanged, this, &EditorPage::showState);
    const auto goToFault = [this](QListWidgetItem* item) {
        const QPoint place = item->data(Qt::UserRole).toPoint();
        m_editor->goTo(place.x(), place.y());
    };
    connect(m_faults, &QListWidget::itemClicked, this, goToFault);
    connect(m_faults, &QListWidget::itemActivated, this, goToFault);
    showState();
}

QWidget* EditorPage::makeBar()
{
    m_bar = new PageBar(tr("Scenario"));
    m_state = makeLabel(u"muted"_s);
    m_run = new QPushButton(u"▶  "_s + tr("Run"));
    m_run->setProperty("role", u"primary"_s);
    m_run->setAccessibleName(tr("Run the scenario"));
    m_save = new QPushButton(tr("Save"));
    auto* saveAs = new QPushButton(tr("Save as…"));
    m_bar->add(m_state);
    for (QPushButton* button : {m_run, m_save, saveAs})
        m_bar->add(button);
    connect(m_bar, &PageBar::backWanted, this, &EditorPage::closeWanted);
    connect(m_run, &QPushButton::clicked, this, &EditorPage::runWanted);
    connect(m_save, &QPushButton::clicked, this, &EditorPage::saveWanted);
    connect(saveAs, &QPushButton::clicked, this, &EditorPage::saveAsWanted);
    return m_bar;
}

void EditorPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange)
        showState();
    QWidget::changeEvent(event);
}

void EditorPage::showState()
{
    m_faults->setFixedHeight(faultRowsShown * (fontMetrics().height() + scaled(8)));
    const Scenario& scenario = m_document.scenario();
    const QString file = m_document.fileName();
    m_bar->setSubject(m_document.isModified() ? tr("%1 · modified").arg(file) : file, scenario.path);
    const Diagnostics& faults = m_document.faults();
    m_state->setText(faults.empty() ? tr("✓ can run")
            : faults.size() == 1    ? tr("✕ 1 fault")
                                    : tr("✕ %1 faults").arg(faults.size()));
    m_run->setEnabled(faults.empty() && m_document.isOpen());
    m_save->setEnabled(m_document.canBeSaved());
    m_faults->clear();
    for (const Diagnostic& fault : faults) {
        QString line = u"%1:%2  %3"_s.arg(fault.where.line).arg(fault.where.column).arg(fault.what);
        if (!fault.hint.isEmpty())
            line += u"; "_s + fault.hint;
        auto* item = new QListWidgetItem(line, m_faults);
        item->setData(Qt::UserRole, QPoint(fault.where.line, fault.where.column));
    }
    m_faults->setVisible(!faults.empty());
}

} // namespace siprace::ui
