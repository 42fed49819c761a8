#pragma once

#include "OutcomeCells.h"

#include <QWidget>

namespace siprace::ui {

/// The numbers of a run in a row, each with its caption. Painted as one; narrower windows leave out the last ones.
class OutcomeStrip : public QWidget
{
    Q_OBJECT

public:
    explicit OutcomeStrip(QWidget* parent = nullptr);

    void setCells(const QList<OutcomeCell>& cells);
    [[nodiscard]] const QList<OutcomeCell>& cells() const { return m_cells; }
    void clear(); ///< captions only, with dashes

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] int cellWidth() const;

    QList<OutcomeCell> m_cells;
};

} // namespace siprace::ui
