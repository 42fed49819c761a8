#pragma once

#include "Canvas.h"
#include "LadderLayout.h"

#include <QSet>

namespace siprace {

/// What is marked on a ladder when it is painted; changes nothing in its geometry.
struct LadderMarks
{
    int hovered = 0; ///< n; its transaction stays, the rest dims
    QSet<int> highlighted; ///< when not empty, everything else dims
    int selected = 0;
    int secondSelected = 0; ///< the time between the two is shown
    QList<Instant> times; ///< set with M
    std::optional<Instant> cursor;
};

/// Draws a layout, or any part of it, on a canvas. Coordinates are the layout's; whoever owns the canvas moves it.
class LadderPainter
{
public:
    LadderPainter(const LadderLayout& layout, const LadderTheme& theme);

    /// Everything below the headers that touches top … bottom; text and arrows may stand out a little.
    void paintBody(Canvas& canvas, double top, double bottom, const LadderMarks& marks = {}) const;
    /// The header row, from y = 0 to LadderLayout::headerHeight().
    void paintHeaders(Canvas& canvas, int draggedNode = -1, double dragX = 0) const;

private:
    const LadderLayout& m_layout;
    const LadderTheme& m_theme;
};

} // namespace siprace
