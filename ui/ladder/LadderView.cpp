#include "LadderView.h"

#include <QFocusEvent>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>

#include <algorithm>
#include <cmath>
#include <utility>

namespace siprace {

LadderView::LadderView(QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_theme(ladderTheme())
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Ladder of the run"));
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    m_newButton = new QPushButton(viewport());
    m_newButton->setObjectName(QStringLiteral("newMessages"));
    m_newButton->setFocusPolicy(Qt::NoFocus);
    m_newButton->hide();
    connect(m_newButton, &QPushButton::clicked, this, &LadderView::follow);
    setOptions({});
    setTheme(m_theme);
}

LadderView::~LadderView() = default;

// ---- content ----

void LadderView::setTrace(const Trace& trace)
{
    setSelection(0, 0);
    m_marks = {};
    m_marks.showsFindingTicks = false; // the overview has them, for the whole run
    m_highlightedByCaller.clear();
    m_hovered = 0;
    m_finding = -1;
    m_unseen = 0;
    m_cursor = {};
    if (m_zoomBefore)
        applyZoom(*std::exchange(m_zoomBefore, std::nullopt));
    m_isFollowing = trace.clock != QLatin1String("virtual");
    m_layout.setFindings({});
    m_layout.setTrace(trace);
    afterLayout();
    setScrollY(0);
    updateNewButton();
}

bool LadderView::share(const Trace& same)
{
    return m_layout.share(same);
}

void LadderView::append(const Events& events)
{
    const qsizetype before = trace().messages.size();
    m_layout.append(events);
    const bool wasFollowing = m_isFollowing;
    if (!wasFollowing && trace().clock != QLatin1String("virtual")) // which is there as a whole, not growing
        m_unseen += static_cast<int>(trace().messages.size() - before);
    afterLayout();
    if (wasFollowing)
        follow();
    updateNewButton();
}

void LadderView::setFindings(const QList<Finding>& findings)
{
    m_layout.setFindings(findings);
    m_finding = -1;
    viewport()->update();
}

// ---- how it looks ----

void LadderView::setTheme(const LadderTheme& theme)
{
    m_theme = theme;
    m_newButton->setStyleSheet(
        QStringLiteral("QPushButton{background:%1;color:%2;border:none;border-radius:13px;padding:5px 14px;}")
            .arg(theme.accent.name(), theme.card.name()));
    viewport()->update();
}

void LadderView::setScale(double scale)
{
    if (qFuzzyCompare(scale, m_scale))
        return;
    const Instant top = m_layout.timeAt(scrollY());
    m_scale = scale;
    setOptions(m_layout.options());
    if (m_isFollowing)
        follow();
    else
        setScrollY(static_cast<int>(m_layout.yOf(top)));
    updateNewButton();
}

void LadderView::setOptions(const LadderOptions& options)
{
    LadderOptions own = options;
    own.width = viewWidth();
    changeOptions(own);
}

void LadderView::changeOptions(const LadderOptions& options)
{
    const double before = zoom();
    m_layout.setOptions(options);
    afterLayout();
    if (!qFuzzyCompare(before, zoom()))
        Q_EMIT zoomChanged(zoom());
}

void LadderView::setSpacing(Spacing spacing)
{
    const Instant top = m_layout.timeAt(scrollY());
    if (m_zoomBefore) // of the other spacing
        applyZoom(*std::exchange(m_zoomBefore, std::nullopt));
    LadderOptions options = m_layout.options();
    options.spacing = spacing;
    changeOptions(options);
    setScrollY(static_cast<int>(m_layout.yOf(top)) - 30);
    Q_EMIT optionsChanged();
}

void LadderView::setFoldSilences(bool fold)
{
    LadderOptions options = m_layout.options();
    options.foldSilences = fold;
    changeOptions(options);
    Q_EMIT optionsChanged();
}

void LadderView::setDimmed(const QSet<int>& messages)
{
    LadderOptions options = m_layout.options();
    options.dimmedMessages = messages;
    changeOptions(options);
}

void LadderView::setHiddenMessages(const QSet<int>& messages)
{
    LadderOptions options = m_layout.options();
    options.hiddenMessages = messages;
    changeOptions(options);
}

void LadderView::hideNode(int node)
{
    LadderOptions options = m_layout.options();
    if (m_layout.lanes().size() < 2)
        return; // a ladder without lifelines could not be undone from itself
    options.hiddenNodes.insert(node);
    changeOptions(options);
    Q_EMIT optionsChanged();
}

void LadderView::showAllNodes()
{
    LadderOptions options = m_layout.options();
    options.hiddenNodes.clear();
    changeOptions(options);
    Q_EMIT optionsChanged();
}

void LadderView::renameNode(int node, const QString& alias)
{
    LadderOptions options = m_layout.options();
    if (alias.trimmed().isEmpty())
        options.aliases.remove(node);
    else
        options.aliases.insert(node, alias.trimmed());
    changeOptions(options);
    Q_EMIT optionsChanged();
}

void LadderView::moveNode(int node, int position)
{
    LadderOptions options = m_layout.options();
    options.nodeOrder.clear();
    for (const Lane& lane : m_layout.lanes()) {
        if (lane.node != node)
            options.nodeOrder << lane.node;
    }
    options.nodeOrder.insert(std::clamp<qsizetype>(position, 0, options.nodeOrder.size()), node);
    changeOptions(options);
    Q_EMIT optionsChanged();
}

void LadderView::setTimeMap(std::shared_ptr<const TimeMap> map)
{
    m_layout.setTimeMap(std::move(map));
    afterLayout();
}

// ---- selection and time ----

void LadderView::select(int n)
{
    setSelection(m_layout.isShown(n) ? n : 0, 0);
    if (n > 0)
        reveal(n);
}

void LadderView::setSelection(int first, int second)
{
    const bool isSame = first == m_marks.selected && second == m_marks.secondSelected;
    m_marks.selected = first;
    m_marks.secondSelected = second;
    if (first > 0) {
        const TraceMessage& message = trace().messages.at(first - 1);
        m_cursor = message.arrived.value_or(message.sent);
    }
    viewport()->update();
    if (isSame)
        return;
    setAccessibleDescription(first > 0 ? m_layout.tooltip(first) : QString());
    Q_EMIT messageSelected(first);
    Q_EMIT selectionPairChanged(first, second);
    if (first > 0)
        Q_EMIT cursorTimeChanged(m_cursor);
}

void LadderView::showFinding(int index)
{
    if (index < 0 || index >= m_layout.findings().size())
        return;
    m_finding = index;
    if (const int n = m_layout.messageOfFinding(index); n > 0) {
        QList<int> others = m_layout.findings().at(index).messages;
        others.removeIf([&](int other) { return other == n || !m_layout.isShown(other); });
        setSelection(n, others.isEmpty() ? 0 : others.first());
        reveal(n);
    }
    Q_EMIT findingActivated(index);
}

void LadderView::goTo(Instant instant)
{
    m_pointer.reset(); // what is done next is meant for this time, until the mouse moves
    m_cursor = instant;
    revealY(m_layout.yOf(instant));
    Q_EMIT cursorTimeChanged(m_cursor);
}

Instant LadderView::cursorTime() const
{
    return m_cursor;
}

void LadderView::setHighlighted(const QSet<int>& messages)
{
    m_highlightedByCaller = messages;
    updateHighlight();
}

void LadderView::updateHighlight()
{
    m_marks.highlighted = m_highlightedByCaller;
    if (m_hovered > 0) {
        const QList<int> transaction = m_layout.transactionOf(m_hovered);
        m_marks.highlighted = QSet<int>(transaction.begin(), transaction.end());
    }
    viewport()->update();
}

void LadderView::setHovered(int n)
{
    if (n == m_hovered)
        return;
    m_hovered = n;
    updateHighlight();
    Q_EMIT messageHovered(n);
}

void LadderView::reveal(int n)
{
    if (const auto arrow = m_layout.arrow(n)) {
        revealY(arrow->from.y());
        revealY(arrow->to.y());
    }
}

void LadderView::revealY(double y)
{
    const double room = viewHeight() - LadderLayout::headerHeight();
    const double margin = std::min(60.0, room / 4);
    if (y < scrollY() + margin)
        setScrollY(static_cast<int>(y - margin));
    else if (y > scrollY() + room - margin)
        setScrollY(static_cast<int>(y - room + margin));
}

void LadderView::selectNeighbour(int step)
{
    const int count = static_cast<int>(trace().messages.size());
    int n = m_marks.selected > 0 ? m_marks.selected + step : step > 0 ? 1 : count;
    while (n > 0 && n <= count && !m_layout.isShown(n))
        n += step;
    if (n > 0 && n <= count)
        select(n);
}

void LadderView::selectInTransaction(int step)
{
    QList<int> transaction = m_layout.transactionOf(m_marks.selected);
    transaction.removeIf([this](int n) { return !m_layout.isShown(n); });
    const auto next = transaction.indexOf(m_marks.selected) + step;
    if (m_marks.selected > 0 && next >= 0 && next < transaction.size())
        select(transaction.at(next));
}

void LadderView::selectFinding(int step)
{
    const int count = static_cast<int>(m_layout.findings().size());
    if (count == 0)
        return;
    const int from = m_finding < 0 && step < 0 ? 0 : m_finding;
    showFinding((from + step + count) % count);
}

void LadderView::toggleMark()
{
    const bool isOverBody = m_pointer && !isHeader(*m_pointer);
    const Instant instant = isOverBody ? m_layout.timeAt(toContent(*m_pointer).y()) : m_cursor;
    const double y = m_layout.yOf(instant);
    const auto near = std::find_if(
        m_marks.times.begin(), m_marks.times.end(), [&](Instant mark) { return std::abs(m_layout.yOf(mark) - y) < 5; });
    if (near != m_marks.times.end())
        m_marks.times.erase(near);
    else
        m_marks.times << instant;
    viewport()->update();
}

// ---- painting ----

void LadderView::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), m_theme.card);
    painter.scale(m_scale, m_scale);
    QPainterCanvas canvas(painter, m_layout.fonts());
    const LadderPainter ladder(m_layout, m_theme);
    const double header = LadderLayout::headerHeight();
    const double left = -horizontalScrollBar()->value();
    constexpr double over = 40; // the widget's own edge cuts what stands out
    painter.save();
    painter.translate(left, header - scrollY());
    ladder.paintBody(canvas, scrollY() - over, scrollY() + viewHeight() - header + over, m_marks);
    if (m_drag == Drag::HeadMoving)
        paintDraggedHead(canvas);
    painter.restore();
    painter.fillRect(QRectF(0, 0, viewWidth(), header), m_theme.card);
    if (scrollY() > 0)
        painter.fillRect(QRectF(0, header - 1, viewWidth(), 1), m_theme.cardBorder);
    painter.save();
    painter.translate(left, 0);
    ladder.paintHeaders(canvas, m_drag == Drag::Moving ? m_draggedNode : -1, m_dragX);
    painter.restore();
    paintOverview(canvas);
    paintNote(canvas);
    if (m_showsFocus) {
        painter.resetTransform();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(m_theme.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(viewport()->rect()).adjusted(1, 1, -1, -1), 6, 6);
    }
}

/// A ladder without arrows says why, when it is hidden lifelines that took them.
void LadderView::paintNote(Canvas& canvas) const
{
    const int count = static_cast<int>(trace().messages.size());
    if (m_layout.options().hiddenNodes.isEmpty() || count == 0)
        return;
    for (int n = 1; n <= count; ++n) {
        if (m_layout.isShown(n))
            return;
    }
    canvas.text({viewWidth() / 2, LadderLayout::headerHeight() + 60}, hiddenNote(), FontRole::Label, m_theme.mutedText,
        Anchor::Middle);
}

QString LadderView::hiddenNote()
{
    return tr("Every message goes to or comes from a hidden node. Right-click a header: Show all nodes.");
}

void LadderView::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    m_showsFocus = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    viewport()->update();
}

void LadderView::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    m_showsFocus = false;
    viewport()->update();
}

void LadderView::paintOverview(Canvas& canvas) const
{
    const double header = LadderLayout::headerHeight();
    const double room = std::min(viewHeight() - header, m_layout.height());
    constexpr double tickPx = 4;
    constexpr qsizetype manyMarks = 40; // they lie upon each other, and nobody sees a corner
    const QList<FindingMark> marks = m_layout.findingMarks(tickPx / 2 * m_layout.height() / room);
    const double radius = marks.size() < manyMarks ? 1 : 0;
    for (const FindingMark& mark : marks) {
        const QRectF tick(
            viewWidth() - overviewPx, header + mark.y / m_layout.height() * room - tickPx / 2, overviewPx - 3, tickPx);
        canvas.box(tick, radius, m_theme.pill(mark.severity).border, {});
    }
}

void LadderView::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    LadderOptions options = m_layout.options();
    options.width = viewWidth();
    m_layout.setOptions(options);
    afterLayout();
    if (m_isFollowing)
        follow();
    updateNewButton();
}

} // namespace siprace
