#pragma once

#include <QProxyStyle>

namespace siprace::ui {

/// Fusion at the size of everything: what it measures in pixels itself (marks, arrows, scroll bars) follows uiScale().
class ScaledStyle : public QProxyStyle
{
    Q_OBJECT

public:
    ScaledStyle();
    [[nodiscard]] int pixelMetric(
        PixelMetric metric, const QStyleOption* option = nullptr, const QWidget* widget = nullptr) const override;
};

} // namespace siprace::ui
