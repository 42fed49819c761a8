#pragma once

#include <QObject>

class QLayout;
class QWidget;

namespace siprace::ui {

/// Keeps margins, spacings and fixed sizes of every widget at the size of everything: those of a widget when it is
/// shown first, and all of them when the size changes. What widgets paint or compute themselves asks scaled(); one
/// that computes its own size in such a way has the property "ownSize".
class WidgetScaler : public QObject
{
    Q_OBJECT

public:
    WidgetScaler();
    void scaleAll();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    static void scale(QWidget& widget);
};

} // namespace siprace::ui
