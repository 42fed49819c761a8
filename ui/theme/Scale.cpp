#include "Scale.h"

#include <algorithm>
#include <cmath>

namespace siprace::ui {

namespace {
double currentScale = 1;
}

double uiScale()
{
    return currentScale;
}

int scaled(int px)
{
    return static_cast<int>(std::lround(px * currentScale));
}

double scaled(double px)
{
    return px * currentScale;
}

void setUiScale(double scale)
{
    currentScale = std::clamp(scale, 1.0, 2.0);
}

} // namespace siprace::ui
