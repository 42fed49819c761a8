#include "LadderView.h"

#include <QApplication>
#include <QHelpEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

// What pointer and keys do to a LadderView.

namespace siprace {

// ---- pointer ----

QPointF LadderView::toContent(QPointF viewportPosition) const
{
    return viewportPosition + QPointF(horizontalScrollBar()->value(), scrollY() - LadderLayout::headerHeight());
}

bool LadderView::isHeader(QPointF viewportPosition) const
{
    return viewportPosition.y() < LadderLayout::headerHeight();
}

QString LadderView::toolTipAt(QPointF viewportPosition) const
{
    const QPointF content = toContent(viewportPosition);
    if (isHeader(viewportPosition)) {
        const int node = m_layout.laneAt(content.x());
        return node < 0 ? QString()
                        : tr("%1\n%2\nDrag to move, right-click to hide, double-click to rename")
                              .arg(trace().nodes.at(node).name, trace().nodes.at(node).address);
    }
    if (const int finding = m_layout.findingAt(content); finding >= 0)
        return m_layout.findings().at(finding).text;
    if (const int n = m_layout.messageAt(content); n > 0)
        return m_layout.tooltip(n);
    return m_layout.stripTitleAt(content);
}

bool LadderView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString text = toolTipAt(help->pos());
        if (text.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), text, viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void LadderView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    if (!isHeader(event->position())) {
        if (!jumpByOverview(event->position()))
            clickBody(event->position(), event->modifiers());
        return;
    }
    m_draggedNode = m_layout.laneAt(toContent(event->position()).x());
    m_drag = m_draggedNode < 0 ? Drag::None : Drag::Pressed;
    m_dragFromX = event->position().x();
}

bool LadderView::jumpByOverview(QPointF position)
{
    if (verticalScrollBar()->maximum() == 0 || position.x() < viewport()->width() - overviewPx)
        return false;
    const double header = LadderLayout::headerHeight();
    const double share = (position.y() - header) / (viewport()->height() - header);
    for (int i = 0; i < m_layout.findings().size(); ++i) {
        const auto y = m_layout.findingY(i);
        if (y && std::abs(*y / m_layout.height() - share) * (viewport()->height() - header) < 5) {
            showFinding(i);
            return true;
        }
    }
    return false;
}

void LadderView::clickBody(QPointF position, Qt::KeyboardModifiers modifiers)
{
    const QPointF content = toContent(position);
    if (const int finding = m_layout.findingAt(content); finding >= 0) {
        showFinding(finding);
        return;
    }
    const int n = m_layout.messageAt(content);
    if (n > 0 && m_marks.selected > 0 && n != m_marks.selected && modifiers.testFlag(Qt::ControlModifier)) {
        setSelection(m_marks.selected, n);
        return;
    }
    setSelection(n, 0);
    if (n == 0) {
        m_cursor = m_layout.timeAt(content.y());
        Q_EMIT cursorTimeChanged(m_cursor);
    }
}

void LadderView::mouseMoveEvent(QMouseEvent* event)
{
    m_pointer = event->position();
    if (m_drag != Drag::None) {
        if (std::abs(event->position().x() - m_dragFromX) >= QApplication::startDragDistance())
            m_drag = Drag::Moving;
        m_dragX = toContent(event->position()).x();
        viewport()->update();
        return;
    }
    const bool isOverHeader = isHeader(event->position());
    const int n = isOverHeader ? 0 : m_layout.messageAt(toContent(event->position()));
    viewport()->setCursor(n > 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    setHovered(n);
}

void LadderView::mouseReleaseEvent(QMouseEvent* event)
{
    const Drag drag = std::exchange(m_drag, Drag::None);
    if (drag == Drag::Moving)
        dropHeader(toContent(event->position()).x());
    viewport()->update();
}

void LadderView::dropHeader(double x)
{
    int position = 0;
    for (const Lane& lane : m_layout.lanes()) {
        if (lane.node != m_draggedNode && lane.x < x)
            ++position;
    }
    moveNode(m_draggedNode, position);
}

void LadderView::mouseDoubleClickEvent(QMouseEvent* event)
{
    const int node = isHeader(event->position()) ? m_layout.laneAt(toContent(event->position()).x()) : -1;
    if (node >= 0 && event->button() == Qt::LeftButton) {
        m_drag = Drag::None;
        startRename(node);
    }
}

void LadderView::startRename(int node)
{
    delete m_renamer;
    m_renamer = new QLineEdit(viewport());
    m_renamer->setObjectName(QStringLiteral("rename"));
    const auto lane = std::find_if(
        m_layout.lanes().begin(), m_layout.lanes().end(), [node](const Lane& one) { return one.node == node; });
    m_renamer->setText(lane->name);
    m_renamer->setPlaceholderText(trace().nodes.at(node).name);
    m_renamer->selectAll();
    m_renamer->setGeometry(
        m_layout.headerBox(*lane).translated(-horizontalScrollBar()->value(), 0).toRect().adjusted(0, 6, 0, -6));
    connect(m_renamer, &QLineEdit::editingFinished, this, [this, node] {
        QLineEdit* editor = std::exchange(m_renamer, nullptr);
        if (editor == nullptr)
            return; // the focus it loses while it closes finishes it a second time
        renameNode(node, editor->text());
        editor->hide();
        editor->deleteLater();
        setFocus();
    });
    m_renamer->show();
    m_renamer->setFocus();
}

void LadderView::leaveEvent(QEvent* event)
{
    m_pointer.reset();
    setHovered(0);
    QAbstractScrollArea::leaveEvent(event);
}

void LadderView::wheelEvent(QWheelEvent* event)
{
    if (!event->modifiers().testFlag(Qt::ControlModifier)) {
        QAbstractScrollArea::wheelEvent(event);
        return;
    }
    zoomAt(std::pow(zoomStep, event->angleDelta().y() / 120.0), event->position().y());
    event->accept();
}

void LadderView::contextMenuEvent(QContextMenuEvent* event)
{
    const int node = isHeader(event->pos()) ? m_layout.laneAt(toContent(event->pos()).x()) : -1;
    if (node >= 0)
        showNodeMenu(node, event->globalPos());
    else
        event->ignore(); // the window has a menu for the rest
}

void LadderView::showNodeMenu(int node, QPoint globalPosition)
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("nodeMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Hide %1").arg(trace().nodes.at(node).name), this, [this, node] { hideNode(node); });
    menu->addAction(tr("Rename…"), this, [this, node] { startRename(node); });
    QAction* all = menu->addAction(tr("Show all nodes"), this, &LadderView::showAllNodes);
    all->setEnabled(!m_layout.options().hiddenNodes.isEmpty());
    menu->popup(globalPosition);
}

// ---- keys ----

void LadderView::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Up:
        return selectNeighbour(-1);
    case Qt::Key_Down:
        return selectNeighbour(1);
    case Qt::Key_Left:
        return selectInTransaction(-1);
    case Qt::Key_Right:
        return selectInTransaction(1);
    case Qt::Key_N:
        return selectFinding(1);
    case Qt::Key_P:
        return selectFinding(-1);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoomIn();
    case Qt::Key_Minus:
        return zoomOut();
    case Qt::Key_F:
        return fit();
    case Qt::Key_G:
        Q_EMIT goToTimeRequested();
        return;
    case Qt::Key_M:
        return toggleMark();
    case Qt::Key_Home:
        return setScrollY(0);
    case Qt::Key_End:
        return follow();
    case Qt::Key_Escape:
        return setSelection(0, 0);
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

} // namespace siprace
