#pragma once

#include "LadderLayout.h"
#include "LadderPainter.h"
#include "LadderTheme.h"

#include <QAbstractScrollArea>

class QLineEdit;
class QPushButton;
class QSinglePointEvent;

namespace siprace {

/// The live ladder: a scroll area that paints only what is in sight, with the header row always on top.
/// Keys: ↑↓ message by message, ←→ within the transaction, N/P findings, +/- and Ctrl-wheel zoom, F fit, G go to time
/// (signal), M mark a time, Escape nothing selected. Main thread only.
class LadderView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit LadderView(QWidget* parent = nullptr);
    ~LadderView() override;

    // ---- content ----
    void setTrace(const Trace& trace); ///< a new run: selection, marks and scroll position start anew
    [[nodiscard]] bool share(const Trace& same); ///< LadderLayout::share
    void append(const Events& events); ///< a live batch; the view follows the newest until the person scrolls up
    void setFindings(const QList<Finding>& findings);
    [[nodiscard]] const Trace& trace() const { return m_layout.trace(); }
    [[nodiscard]] const LadderLayout& layout() const { return m_layout; }

    // ---- how it looks ----
    void setTheme(const LadderTheme& theme);
    [[nodiscard]] const LadderTheme& theme() const { return m_theme; }
    /// Everything larger, 1 to 2, at the same zoom of time: for a large type.
    void setScale(double scale);
    [[nodiscard]] double scale() const { return m_scale; }
    /// All choices at once (width is the view's own). For an export of what is on the screen, take options().
    void setOptions(const LadderOptions& options);
    [[nodiscard]] const LadderOptions& options() const { return m_layout.options(); }
    void setSpacing(Spacing spacing);
    void setFoldSilences(bool fold);
    void setDimmed(const QSet<int>& messages); ///< faded: common in a comparison, no match in a search
    void setHiddenMessages(const QSet<int>& messages);
    void hideNode(int node);
    void showNode(int node);
    void showAllNodes();
    void renameNode(int node, const QString& alias); ///< empty: its own name again
    void startRename(int node); ///< a field over its header asks for the alias
    void moveNode(int node, int position); ///< to that place from the left, 0 the first
    /// An axis shared with other ladders; null: its own. See TimeMap::make.
    void setTimeMap(std::shared_ptr<const TimeMap> map);

    // ---- selection and time ----
    void select(int n); ///< 0: nothing; scrolls it into sight
    [[nodiscard]] int selected() const { return m_marks.selected; }
    [[nodiscard]] int secondSelected() const { return m_marks.secondSelected; }
    /// Selects the messages of a finding and scrolls there.
    void showFinding(int index);
    void goTo(Instant instant);
    /// The instant "now" of the inspector: of the selected message's end, or where the pointer set it.
    [[nodiscard]] Instant cursorTime() const;
    /// Highlights these messages and dims the rest; empty: nothing.
    void setHighlighted(const QSet<int>& messages);

    // ---- zoom and scroll ----
    [[nodiscard]] double zoom() const; ///< 1 is as first shown
    void setZoom(double zoom);
    void zoomIn();
    void zoomOut();
    void fit();
    /// The run is over: one that is only a little higher than the view is shown whole, now and when the view changes
    /// its size, until the person zooms or another run begins.
    void showWhole();
    [[nodiscard]] bool isFollowing() const { return m_isFollowing; }
    void follow(); ///< back to the newest message
    /// Scroll position in content pixels, for views scrolled together.
    [[nodiscard]] int scrollY() const;
    void setScrollY(int y);

Q_SIGNALS:
    void messageSelected(int n); ///< 0: nothing
    void selectionPairChanged(int first, int second); ///< second 0 when only one is selected
    void messageHovered(int n);
    void cursorTimeChanged(siprace::Instant instant);
    void findingActivated(int index);
    void goToTimeRequested(); ///< G: the window asks for a time and calls goTo()
    void zoomChanged(double zoom);
    void scrolled(int y);
    /// The head of message n's arrow was dragged down: it is to arrive then.
    void arrivalDragged(int n, siprace::Instant arrival);
    void optionsChanged(); ///< nodes reordered, hidden or renamed by hand

protected:
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    static constexpr double zoomStep = 1.25;
    static constexpr double overviewPx = 10; ///< at the right edge: a tick for each finding of the whole run

    enum class Drag
    {
        None,
        Pressed,
        Moving,
        HeadPressed, ///< on an arrow's head
        HeadMoving
    };

    [[nodiscard]] double viewWidth() const { return viewport()->width() / m_scale; } ///< of the viewport, layout pixels
    [[nodiscard]] double viewHeight() const { return viewport()->height() / m_scale; }
    void changeOptions(const LadderOptions& options);
    void afterLayout();
    void updateScrollBars();
    void updateHighlight();
    void updateNewButton();
    void setHovered(int n);
    void setSelection(int first, int second);
    void reveal(int n);
    void revealY(double y);
    void selectNeighbour(int step);
    void selectInTransaction(int step);
    void selectFinding(int step);
    void selectCause();
    void selectConsequence();
    void toggleMark();
    void zoomAt(double factor, double viewportY);
    void applyZoom(double zoom);
    void showNodeMenu(int node, QPoint globalPosition);
    void dropHeader(double x);
    void dragHead(QPointF content);
    void dropHead();
    void paintDraggedHead(Canvas& canvas) const;
    [[nodiscard]] int headAt(QPointF content) const; ///< the message whose arrow ends there, 0 for none
    void clickBody(QPointF position, Qt::KeyboardModifiers modifiers);
    void paintOverview(Canvas& canvas) const;
    void paintNote(Canvas& canvas) const;
    [[nodiscard]] static QString hiddenNote();
    [[nodiscard]] QPointF placeOf(const QSinglePointEvent& event) const; ///< in the viewport, layout pixels
    [[nodiscard]] QPointF toContent(QPointF viewportPosition) const;
    [[nodiscard]] bool isHeader(QPointF viewportPosition) const;
    [[nodiscard]] bool jumpByOverview(QPointF viewportPosition);
    [[nodiscard]] QString toolTipAt(QPointF viewportPosition) const;

    LadderLayout m_layout;
    LadderTheme m_theme;
    LadderMarks m_marks;
    QSet<int> m_highlightedByCaller;
    QPushButton* m_newButton = nullptr;
    QLineEdit* m_renamer = nullptr;
    double m_scale = 1;
    int m_hovered = 0;
    int m_finding = -1;
    Instant m_cursor;
    std::optional<QPointF> m_pointer; ///< in the viewport, layout pixels, while it is over it
    Drag m_drag = Drag::None;
    int m_draggedNode = -1;
    int m_draggedMessage = 0;
    double m_dragY = 0; ///< of the head, content
    double m_dragFromX = 0;
    double m_dragX = 0;
    bool m_isFollowing = false;
    bool m_showsFocus = false; ///< it came by a key, so a person looks where it went
    std::optional<double> m_zoomBefore; ///< while a run is shown whole by a slightly smaller one
    bool m_isAdjusting = false; ///< scroll bars move by our own doing
    int m_unseen = 0;
};

} // namespace siprace
