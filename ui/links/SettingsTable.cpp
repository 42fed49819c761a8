#include "SettingsTable.h"

#include <QEvent>
#include <QHeaderView>
#include <QTimer>

#include <algorithm>

namespace siprace::ui {

namespace {

constexpr int rowPx = 27;
constexpr int mostRowsShown = 8;

} // namespace

SettingsTable::SettingsTable(const QList<std::pair<int, int>>& widths, QWidget* parent)
    : QTableView(parent)
    , m_widths(widths)
{
    setProperty("ownSize", true);
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSelectionMode(QAbstractItemView::NoSelection);
    setEditTriggers(QAbstractItemView::SelectedClicked | QAbstractItemView::CurrentChanged
        | QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
    setTabKeyNavigation(false);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(rowPx);
    verticalHeader()->setMinimumSectionSize(rowPx);
    horizontalHeader()->hide();
    horizontalHeader()->setMinimumSectionSize(16);
}

void SettingsTable::setModel(QAbstractItemModel* model)
{
    QTableView::setModel(model);
    horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    for (const auto& [column, width] : std::as_const(m_widths)) {
        horizontalHeader()->setSectionResizeMode(column, QHeaderView::Fixed);
        setColumnWidth(column, width);
    }
    connect(model, &QAbstractItemModel::modelReset, this, &SettingsTable::fit);
    fit();
}

void SettingsTable::changeEvent(QEvent* event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::StyleChange) // also of another size of everything
        QTimer::singleShot(0, this, &SettingsTable::fit);
}

void SettingsTable::fit()
{
    const int rows = model() ? std::min(model()->rowCount(), mostRowsShown) : 0;
    setFixedHeight(rows * verticalHeader()->defaultSectionSize() + 2);
}

} // namespace siprace::ui
