#pragma once

#include <QComboBox>

namespace siprace::ui {

/// A combo box with a chevron of our own: the style sheet takes the platform's arrow away. A text that has no room ends
/// in "…".
class ChoiceBox : public QComboBox
{
    Q_OBJECT

public:
    explicit ChoiceBox(QWidget* parent = nullptr);
    [[nodiscard]] QString shownText() const; ///< as there is room for it now

    void showPopup() override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override; ///< scrolling past must not change a policy
};

} // namespace siprace::ui
