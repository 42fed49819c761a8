#include "LinksPanel.h"

#include "Labels.h"
#include "LinkDelegate.h"

#include <QHeaderView>
#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int rowHeight = 27;
constexpr int mostRowsShown = 8;

} // namespace

LinksPanel::LinksPanel(ScenarioDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_model(document)
    , m_why(makeLabel(u"muted"_s, tr("The scenario's text has faults: mend it, then links can be changed."), this))
    , m_table(new QTableView(this))
{
    m_table->setModel(&m_model);
    m_table->setItemDelegate(new LinkDelegate(m_table));
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setMouseTracking(true);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->setEditTriggers(QAbstractItemView::SelectedClicked | QAbstractItemView::CurrentChanged
        | QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
    m_table->setTabKeyNavigation(false);
    m_table->setAccessibleName(tr("Links: delay and loss"));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(rowHeight);
    m_table->verticalHeader()->setMinimumSectionSize(rowHeight);
    m_table->horizontalHeader()->hide();
    m_table->horizontalHeader()->setMinimumSectionSize(16);
    m_table->horizontalHeader()->setSectionResizeMode(LinkModel::Name, QHeaderView::Stretch);
    for (const auto& [column, width] :
        {std::pair{LinkModel::Delay, 64}, {LinkModel::Loss, 46}, {LinkModel::Split, 18}}) {
        m_table->horizontalHeader()->setSectionResizeMode(column, QHeaderView::Fixed);
        m_table->setColumnWidth(column, width);
    }

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
    connect(&m_model, &QAbstractItemModel::modelReset, this, &LinksPanel::fit);
    fit();
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

void LinksPanel::fit()
{
    m_table->setFixedHeight(std::min(m_model.rowCount(), mostRowsShown) * rowHeight + 2);
}

} // namespace siprace::ui
