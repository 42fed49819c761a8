#pragma once

#include <QComboBox>

namespace siprace::ui {

/// A combo box with a chevron of our own: the style sheet takes the platform's arrow away.
class ChoiceBox : public QComboBox
{
    Q_OBJECT

public:
    explicit ChoiceBox(QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override; ///< scrolling past must not change a policy
};

} // namespace siprace::ui
