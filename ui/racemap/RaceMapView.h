#pragma once

#include "CellLayer.h"
#include "RaceMapData.h"

#include <QWidget>

namespace siprace::ui {

/// One square map per policy, a cell a run, coloured by the class of its outcome. Hover tells the values, a click asks
/// for the ladder of that very run, a dragged rectangle asks for a finer look; arrow keys and Return do the same.
class RaceMapView : public QWidget
{
    Q_OBJECT

public:
    explicit RaceMapView(QWidget* parent = nullptr);

    /// An empty map of that plan; the axes are named as the scenario names its nodes.
    void start(const SweepPlan& plan, const Scenario& scenario = {});
    void add(const QList<RaceMapCell>& cells);
    [[nodiscard]] const RaceMapData& data() const { return m_data; }
    /// Draws the maps into any rectangle, as on the screen: for pictures.
    void paintInto(QPainter& painter, const QRectF& area) const;
    [[nodiscard]] QSize sizeHint() const override;

    /// A cell by its place.
    struct Place
    {
        int map = 0;
        int column = 0;
        int row = 0;
        bool operator==(const Place&) const = default;
    };
    [[nodiscard]] std::optional<Place> placeAt(const QPointF& position) const;
    [[nodiscard]] QRectF cellRect(const Place& place) const;
    /// The values and the class of a cell, two lines: what the tooltip says.
    [[nodiscard]] QString describe(const Place& place) const;

Q_SIGNALS:
    /// A click on a finished cell.
    void cellChosen(int map, int column, int row);
    /// A rectangle was dragged: columns and rows, both ends included.
    void zoomWanted(int firstColumn, int lastColumn, int firstRow, int lastRow);
    /// The pointer or the keys are on another cell; an empty text: on none.
    void hovered(const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    /// Where one map lies: its heading, its plane, its legend.
    struct MapFrame
    {
        QRectF whole;
        QRectF plane;
        QRectF legend;
    };
    [[nodiscard]] QList<MapFrame> frames(const QRectF& area) const;
    [[nodiscard]] QRectF cellRect(const MapFrame& frame, int column, int row) const;
    void paintMaps(QPainter& painter, const QRectF& area, std::vector<CellLayer>& layers) const;
    void paintMap(QPainter& painter, const MapFrame& frame, int map) const;
    void paintBoundary(QPainter& painter, const MapFrame& frame) const;
    void paintAxes(QPainter& painter, const MapFrame& frame) const;
    void paintLegend(QPainter& painter, const MapFrame& frame, int map) const;
    void paintTip(QPainter& painter) const;
    void setCurrent(std::optional<Place> place);
    void moveCurrent(int columns, int rows, int maps);

    RaceMapData m_data;
    std::vector<CellLayer> m_layers; ///< of the screen, one a map
    QString m_xWords;
    QString m_yWords;
    std::optional<Place> m_current;
    std::optional<Place> m_pressed;
    QPointF m_dragEnd;
};

} // namespace siprace::ui
