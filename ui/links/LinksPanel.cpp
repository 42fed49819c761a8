#include "LinksPanel.h"

#include "Labels.h"
#include "LinkDelegate.h"
#include "SettingsTable.h"

#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

namespace siprace::ui {

using namespace Qt::StringLiterals;

LinksPanel::LinksPanel(ScenarioDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_model(document)
    , m_why(makeLabel(u"muted"_s, tr("The scenario's text has faults: mend it, then links can be changed."), this))
    , m_table(new SettingsTable({{LinkModel::Delay, 64}, {LinkModel::Loss, 46}, {LinkModel::Split, 18}}, this))
{
    m_table->setModel(&m_model);
    m_table->setItemDelegate(new LinkDelegate(m_table));
    m_table->setAccessibleName(tr("Links: delay and loss"));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(17, 14, 8, 12);
    layout->setSpacing(6);
    layout->addWidget(makeHead(tr("Links (one way)"), this));
    layout->addWidget(m_table);
    m_why->setWordWrap(true);
    layout->addWidget(m_why);

    connect(&document, &ScenarioDocument::textChanged, this, &LinksPanel::showFaults);
    connect(m_table, &QTableView::clicked, this, &LinksPanel::toggle);
    connect(m_table, &QTableView::activated, this, &LinksPanel::toggle);
    showFaults();
}

void LinksPanel::showFaults()
{
    const bool canChange = m_document.faults().empty();
    m_table->setEnabled(canChange);
    m_why->setVisible(!canChange);
}

void LinksPanel::toggle(const QModelIndex& index)
{
    if (index.column() == LinkModel::Split && !index.data().toString().isEmpty())
        m_model.setData(index, !index.data(Qt::EditRole).toBool());
}

} // namespace siprace::ui
