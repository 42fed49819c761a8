#include "LadderView.h"

#include <QPushButton>
#include <QScrollBar>

#include <algorithm>
#include <cmath>
#include <utility>

// How a LadderView zooms and scrolls.

namespace siprace {

namespace {

constexpr double standardPxPerMs = 0.64;
constexpr double standardRowPx = 26;
constexpr double leastZoom = 0.0002;
constexpr double mostZoom = 100;
constexpr double leastSlightFit = 0.75; ///< of the zoom, to have the whole of a run in sight

} // namespace

double LadderView::zoom() const
{
    const LadderOptions& options = m_layout.options();
    return options.spacing == Spacing::Even ? options.rowHeight / standardRowPx : options.pxPerMs / standardPxPerMs;
}

void LadderView::setZoom(double zoom)
{
    const double factor = std::clamp(zoom, leastZoom, mostZoom) / this->zoom();
    zoomAt(factor, LadderLayout::headerHeight() + (viewHeight() - LadderLayout::headerHeight()) / 2);
}

void LadderView::zoomAt(double factor, double viewportY)
{
    m_zoomBefore.reset(); // from here on it is the person's
    const double contentY = toContent({0, viewportY}).y();
    const Instant fixed = m_layout.timeAt(contentY);
    const double within = contentY - m_layout.yOf(fixed);
    applyZoom(std::clamp(zoom() * factor, leastZoom, mostZoom));
    setScrollY(static_cast<int>(m_layout.yOf(fixed) + within - (viewportY - LadderLayout::headerHeight())));
}

void LadderView::applyZoom(double zoom)
{
    LadderOptions options = m_layout.options();
    if (options.spacing == Spacing::Even)
        options.rowHeight = standardRowPx * zoom;
    else
        options.pxPerMs = standardPxPerMs * zoom;
    changeOptions(options);
}

/// Compresses a run that is only a little higher than the view. The first messages matter as much as the last ones.
void LadderView::showWhole()
{
    m_isFollowing = false; // nothing more comes
    m_unseen = 0; // nothing is new any more
    updateNewButton();
    const double usual = m_zoomBefore.value_or(zoom());
    if (m_zoomBefore)
        applyZoom(*std::exchange(m_zoomBefore, std::nullopt));
    const double room = viewHeight() - LadderLayout::headerHeight();
    if (m_layout.height() <= room || m_layout.height() * leastSlightFit > room)
        return;
    const double rowOrMs = m_layout.options().spacing == Spacing::Even ? standardRowPx : standardPxPerMs;
    const double wanted = m_layout.fitZoom(room) / rowOrMs;
    if (wanted < usual * leastSlightFit)
        return;
    m_zoomBefore = usual;
    applyZoom(wanted);
    setScrollY(0);
    updateNewButton();
}

void LadderView::zoomIn()
{
    setZoom(zoom() * zoomStep);
}

void LadderView::zoomOut()
{
    setZoom(zoom() / zoomStep);
}

void LadderView::fit()
{
    const double wanted = m_layout.fitZoom(viewHeight() - LadderLayout::headerHeight());
    setZoom(wanted / (m_layout.options().spacing == Spacing::Even ? standardRowPx : standardPxPerMs));
    setScrollY(0);
}

void LadderView::follow()
{
    m_isFollowing = true;
    m_unseen = 0;
    m_isAdjusting = true;
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    m_isAdjusting = false;
    updateNewButton();
}

int LadderView::scrollY() const
{
    return verticalScrollBar()->value();
}

void LadderView::setScrollY(int y)
{
    verticalScrollBar()->setValue(y);
}

void LadderView::afterLayout()
{
    updateScrollBars();
    viewport()->update();
}

void LadderView::updateScrollBars()
{
    m_isAdjusting = true;
    const int bodyHeight = std::max(1, static_cast<int>(viewHeight() - LadderLayout::headerHeight()));
    verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(std::ceil(m_layout.height())) - bodyHeight));
    verticalScrollBar()->setPageStep(bodyHeight);
    verticalScrollBar()->setSingleStep(30);
    horizontalScrollBar()->setRange(0, std::max(0, static_cast<int>(std::ceil(m_layout.width() - viewWidth()))));
    horizontalScrollBar()->setPageStep(static_cast<int>(viewWidth()));
    m_isAdjusting = false;
}

void LadderView::scrollContentsBy(int /*dx*/, int dy)
{
    if (!m_isAdjusting && dy != 0) {
        m_isFollowing = scrollY() == verticalScrollBar()->maximum();
        if (m_isFollowing)
            m_unseen = 0;
        updateNewButton();
    }
    viewport()->update();
    Q_EMIT scrolled(scrollY());
}

void LadderView::updateNewButton()
{
    const double bottom = scrollY() + viewHeight() - LadderLayout::headerHeight();
    const auto newest = m_unseen > 0 ? m_layout.arrow(static_cast<int>(trace().messages.size())) : std::nullopt;
    const bool isOutOfSight = verticalScrollBar()->maximum() > scrollY()
        && (!newest || std::max(newest->from.y(), newest->to.y()) > bottom);
    m_newButton->setVisible(!m_isFollowing && m_unseen > 0 && isOutOfSight);
    m_newButton->setText(tr("▼ %n new", nullptr, m_unseen));
    m_newButton->adjustSize();
    m_newButton->move(
        (viewport()->width() - m_newButton->width()) / 2, viewport()->height() - m_newButton->height() - 14);
}

} // namespace siprace
