#include "FittedListView.h"

#include <QWheelEvent>

namespace siprace::ui {

FittedListView::FittedListView(QWidget* parent)
    : QListView(parent)
{
    setFrameShape(QFrame::NoFrame);
    setResizeMode(QListView::Adjust);
    setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setProperty("ownSize", true);
}

void FittedListView::setModel(QAbstractItemModel* model)
{
    QListView::setModel(model);
    connect(model, &QAbstractItemModel::modelReset, this, &FittedListView::fit);
    connect(model, &QAbstractItemModel::rowsInserted, this, &FittedListView::fit);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &FittedListView::fit);
    connect(model, &QAbstractItemModel::dataChanged, this, &FittedListView::fit);
    fit();
}

QSize FittedListView::sizeHint() const
{
    int height = 0;
    const int rows = model() ? model()->rowCount() : 0;
    for (int row = 0; row < rows; ++row)
        height += sizeHintForIndex(model()->index(row, 0)).height() + 2 * spacing();
    return {120, height};
}

QSize FittedListView::minimumSizeHint() const
{
    return {80, sizeHint().height()};
}

void FittedListView::resizeEvent(QResizeEvent* event)
{
    QListView::resizeEvent(event);
    if (event->oldSize().width() != event->size().width())
        fit();
}

void FittedListView::changeEvent(QEvent* event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fit();
}

void FittedListView::wheelEvent(QWheelEvent* event)
{
    event->ignore();
}

void FittedListView::fit()
{
    scheduleDelayedItemsLayout();
    setFixedHeight(sizeHint().height());
    updateGeometry();
}

} // namespace siprace::ui
