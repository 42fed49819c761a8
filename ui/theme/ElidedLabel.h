#pragma once

#include <QLabel>

namespace siprace::ui {

/// One line that shortens with "…" in its middle where there is little room: a file's name keeps both its ends.
class ElidedLabel : public QLabel
{
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget* parent = nullptr);
    [[nodiscard]] QString shownText() const; ///< as there is room for it now
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace siprace::ui
