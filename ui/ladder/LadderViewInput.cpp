#include "LadderView.h"
#include "Numbers.h"

#include <QApplication>
#include <QHelpEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QTransform>

#include <algorithm>
#include <cmath>
#include <utility>

// What pointer and keys do to a LadderView.

namespace siprace {

// ---- pointer ----

QPointF LadderView::placeOf(const QSinglePointEvent& event) const
{
    return event.position() / m_scale;
}

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
        const QString text = toolTipAt(QPointF(help->pos()) / m_scale);
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
    if (!isHeader(placeOf(*event))) {
        if (jumpByOverview(placeOf(*event)))
            return;
        m_draggedMessage = headAt(toContent(placeOf(*event)));
        m_drag = m_draggedMessage > 0 ? Drag::HeadPressed : Drag::None;
        clickBody(placeOf(*event), event->modifiers());
        return;
    }
    m_draggedNode = m_layout.laneAt(toContent(placeOf(*event)).x());
    m_drag = m_draggedNode < 0 ? Drag::None : Drag::Pressed;
    m_dragFromX = placeOf(*event).x();
}

bool LadderView::jumpByOverview(QPointF position)
{
    if (verticalScrollBar()->maximum() == 0 || position.x() < viewWidth() - overviewPx)
        return false;
    const double header = LadderLayout::headerHeight();
    const double share = (position.y() - header) / (viewHeight() - header);
    for (int i = 0; i < m_layout.findings().size(); ++i) {
        const auto y = m_layout.findingY(i);
        if (y && std::abs(*y / m_layout.height() - share) * (viewHeight() - header) < 5) {
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
    m_pointer = placeOf(*event);
    if (m_drag == Drag::HeadPressed || m_drag == Drag::HeadMoving) {
        dragHead(toContent(placeOf(*event)));
        return;
    }
    if (m_drag != Drag::None) {
        if (std::abs(placeOf(*event).x() - m_dragFromX) >= QApplication::startDragDistance())
            m_drag = Drag::Moving;
        m_dragX = toContent(placeOf(*event)).x();
        viewport()->update();
        return;
    }
    const bool isOverHeader = isHeader(placeOf(*event));
    const int n = isOverHeader ? 0 : m_layout.messageAt(toContent(placeOf(*event)));
    const bool isHead = !isOverHeader && headAt(toContent(placeOf(*event))) > 0;
    viewport()->setCursor(isHead ? Qt::SizeVerCursor : n > 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    setHovered(n);
}

void LadderView::mouseReleaseEvent(QMouseEvent* event)
{
    const Drag drag = std::exchange(m_drag, Drag::None);
    if (drag == Drag::Moving)
        dropHeader(toContent(placeOf(*event)).x());
    if (drag == Drag::HeadMoving)
        dropHead();
    viewport()->update();
}

int LadderView::headAt(QPointF content) const
{
    constexpr double reach = 7;
    for (const ArrowShape& arrow : m_layout.arrowsIn(content.y() - reach, content.y() + reach)) {
        const QPointF off = arrow.to - content;
        if (arrow.end == ArrowEnd::Head && std::hypot(off.x(), off.y()) <= reach)
            return arrow.n;
    }
    return 0;
}

/// A message can only be made later than it was: what made it arrive so soon is not ours to change.
void LadderView::dragHead(QPointF content)
{
    const auto arrow = m_layout.arrow(m_draggedMessage);
    if (!arrow)
        return;
    m_dragY = std::max(arrow->to.y(), content.y());
    if (m_dragY - arrow->to.y() >= QApplication::startDragDistance())
        m_drag = Drag::HeadMoving;
    viewport()->update();
}

void LadderView::dropHead()
{
    const TraceMessage& message = trace().messages.at(m_draggedMessage - 1);
    const Instant arrival = m_layout.timeAt(m_dragY);
    if (message.arrived && arrival > *message.arrived)
        Q_EMIT arrivalDragged(m_draggedMessage, arrival);
}

void LadderView::paintDraggedHead(Canvas& canvas) const
{
    const auto arrow = m_layout.arrow(m_draggedMessage);
    if (!arrow)
        return;
    const QPointF to(arrow->to.x(), m_dragY);
    canvas.line(arrow->from, to, {m_theme.accent, 2, true});
    const TraceMessage& message = trace().messages.at(m_draggedMessage - 1);
    const Duration later = m_layout.timeAt(m_dragY) - message.arrived.value_or(message.sent);
    const QString text = QStringLiteral("+%1").arg(ui::localNumber(humanDuration(later)));
    const double width = m_layout.fonts().width(FontRole::StrongLabel, text) + 16;
    const bool isRight = arrow->to.x() > arrow->from.x();
    const QRectF pill(isRight ? to.x() + 8 : to.x() - 8 - width, to.y() - 10, width, 20);
    canvas.box(pill, 10, m_theme.card, {m_theme.accent, 1.4, false});
    canvas.text(pill.center(), text, FontRole::StrongLabel, m_theme.accent, Anchor::Middle);
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
    const int node = isHeader(placeOf(*event)) ? m_layout.laneAt(toContent(placeOf(*event)).x()) : -1;
    if (node >= 0 && event->button() == Qt::LeftButton) {
        m_drag = Drag::None;
        startRename(node);
    }
}

void LadderView::showNode(int node)
{
    LadderOptions options = m_layout.options();
    options.hiddenNodes.remove(node);
    changeOptions(options);
    Q_EMIT optionsChanged();
}

void LadderView::startRename(int node)
{
    delete m_renamer;
    m_renamer = new QLineEdit(viewport());
    m_renamer->setObjectName(QStringLiteral("rename"));
    const auto lane = std::find_if(
        m_layout.lanes().begin(), m_layout.lanes().end(), [node](const Lane& one) { return one.node == node; });
    if (lane == m_layout.lanes().end())
        return; // hidden
    m_renamer->setText(lane->name);
    m_renamer->setPlaceholderText(trace().nodes.at(node).name);
    m_renamer->selectAll();
    m_renamer->setGeometry(
        QTransform::fromScale(m_scale, m_scale)
            .mapRect(m_layout.headerBox(*lane).translated(-horizontalScrollBar()->value(), 0).adjusted(0, 6, 0, -6))
            .toRect());
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
    zoomAt(std::pow(zoomStep, event->angleDelta().y() / 120.0), placeOf(*event).y());
    event->accept();
}

void LadderView::contextMenuEvent(QContextMenuEvent* event)
{
    const QPointF place = QPointF(event->pos()) / m_scale;
    const int node = isHeader(place) ? m_layout.laneAt(toContent(place).x()) : -1;
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

/// The message because of which the selected one was sent; of a copy, the one it is a copy of.
void LadderView::selectCause()
{
    if (m_marks.selected == 0)
        return;
    const TraceMessage& message = trace().messages.at(m_marks.selected - 1);
    const int cause = message.causedBy > 0 ? message.causedBy : message.retransmissionOf;
    if (cause > 0 && m_layout.isShown(cause))
        select(cause);
}

/// The first message that was sent because of the selected one.
void LadderView::selectConsequence()
{
    if (m_marks.selected == 0)
        return;
    const QList<TraceMessage>& messages = trace().messages;
    const auto next = std::find_if(messages.begin() + m_marks.selected, messages.end(),
        [this](const TraceMessage& one) { return one.causedBy == m_marks.selected && m_layout.isShown(one.n); });
    if (next != messages.end())
        select(next->n);
}

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
    case Qt::Key_BracketLeft:
        return selectCause();
    case Qt::Key_BracketRight:
        return selectConsequence();
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
