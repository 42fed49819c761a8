#pragma once

#include "RaceMapData.h"
#include "Shades.h"

#include <QImage>
#include <QRectF>

namespace siprace::ui {

/// The cells of one map as a picture that is added to: a batch of runs costs what is new in it, however large the map.
class CellLayer
{
public:
    void add(const QList<RaceMapCell>& cells); ///< to be painted next time; of any map
    /// Paints the map's cells into its plane.
    void paint(QPainter& painter, const QRectF& plane, const RaceMapData& data, int map, const Shades& shades);

    /// Where a cell is in a plane; y grows upwards, as on every chart.
    [[nodiscard]] static QRectF cellRect(const QRectF& plane, const RaceMapData& data, int column, int row);

private:
    void paintCell(QPainter& painter, const RaceMapData& data, int map, qint64 index, const Shades& shades) const;

    QImage m_image;
    QRectF m_plane;
    double m_scale = 0;
    bool m_isDark = false;
    QList<qint64> m_fresh;
};

} // namespace siprace::ui
