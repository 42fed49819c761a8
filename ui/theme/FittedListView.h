#pragma once

#include <QListView>

namespace siprace::ui {

/// A list as tall as what is in it, for a panel that scrolls as a whole.
class FittedListView : public QListView
{
    Q_OBJECT

public:
    explicit FittedListView(QWidget* parent = nullptr);
    void setModel(QAbstractItemModel* model) override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override; ///< another font: other heights
    void wheelEvent(QWheelEvent* event) override; ///< the panel scrolls, not the list

private:
    void fit();
};

} // namespace siprace::ui
