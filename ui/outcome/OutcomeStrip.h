#pragma once

#include "OutcomeCells.h"

#include <QWidget>

namespace siprace::ui {

/// The numbers of a run in a row, each with its caption. Those that have no room beside the others stand in a row of
/// their own, and none is left out.
class OutcomeStrip : public QWidget
{
    Q_OBJECT

public:
    explicit OutcomeStrip(QWidget* parent = nullptr);

    void setCells(const QList<OutcomeCell>& cells);
    [[nodiscard]] const QList<OutcomeCell>& cells() const { return m_cells; }
    void clear(); ///< captions only, with dashes
    [[nodiscard]] QRect cellRect(int cell) const;
    [[nodiscard]] int heightForWidth(int width) const override;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] int widestCell() const;
    [[nodiscard]] int cellWidth() const;
    [[nodiscard]] int cellsInRow(int width) const;
    [[nodiscard]] int rowHeight() const;

    QList<OutcomeCell> m_cells;
};

} // namespace siprace::ui
