#include "ScaledStyle.h"

#include "Scale.h"

#include <QStyleFactory>

namespace siprace::ui {

ScaledStyle::ScaledStyle()
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion")))
{
}

int ScaledStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    const int px = QProxyStyle::pixelMetric(metric, option, widget);
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
    case PM_ScrollBarExtent:
    case PM_ScrollBarSliderMin:
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_LineEditIconSize:
    case PM_ListViewIconSize:
    case PM_HeaderMargin:
    case PM_HeaderMarkSize:
    case PM_TreeViewIndentation:
    case PM_MenuButtonIndicator:
        return px > 0 ? scaled(px) : px;
    default:
        return px; // margins and spacings of layouts are WidgetScaler's
    }
}

} // namespace siprace::ui
