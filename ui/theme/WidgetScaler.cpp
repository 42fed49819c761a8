#include "WidgetScaler.h"

#include "Scale.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QEvent>
#include <QHeaderView>
#include <QLayout>
#include <QWidget>

#include <cmath>

namespace siprace::ui {

namespace {

constexpr const char* appliedKey = "appliedScale";

/// From the size it was made for, or was brought to, to the size of now. Whole pixels of 100 % are found again.
class Ratio
{
public:
    Ratio(double applied, double wanted)
        : m_applied(applied)
        , m_wanted(wanted)
    {
    }
    [[nodiscard]] int of(int px) const
    {
        return static_cast<int>(std::lround(static_cast<double>(std::lround(px / m_applied)) * m_wanted));
    }

private:
    double m_applied;
    double m_wanted;
};

void scaleLayout(QLayout& layout, const Ratio& ratio)
{
    const QMargins margins = layout.contentsMargins();
    const QMargins wanted(
        ratio.of(margins.left()), ratio.of(margins.top()), ratio.of(margins.right()), ratio.of(margins.bottom()));
    if (wanted != margins)
        layout.setContentsMargins(wanted);
    if (layout.spacing() >= 0 && ratio.of(layout.spacing()) != layout.spacing())
        layout.setSpacing(ratio.of(layout.spacing()));
    for (int i = 0; i < layout.count(); ++i) {
        QLayoutItem* item = layout.itemAt(i);
        if (QLayout* inner = item->layout())
            scaleLayout(*inner, ratio);
        else if (QSpacerItem* spacer = item->spacerItem())
            spacer->changeSize(ratio.of(spacer->sizeHint().width()), ratio.of(spacer->sizeHint().height()),
                spacer->sizePolicy().horizontalPolicy(), spacer->sizePolicy().verticalPolicy());
    }
    layout.invalidate();
}

/// What the style sheet has set is in its units already.
bool isOfSheet(const QWidget& widget, const char* key)
{
    return widget.property(key).isValid();
}

void scaleLimits(QWidget& widget, const Ratio& ratio)
{
    if (widget.minimumWidth() > 0 && !isOfSheet(widget, "_q_stylesheet_minw"))
        widget.setMinimumWidth(ratio.of(widget.minimumWidth()));
    if (widget.minimumHeight() > 0 && !isOfSheet(widget, "_q_stylesheet_minh"))
        widget.setMinimumHeight(ratio.of(widget.minimumHeight()));
    if (widget.maximumWidth() < QWIDGETSIZE_MAX && !isOfSheet(widget, "_q_stylesheet_maxw"))
        widget.setMaximumWidth(ratio.of(widget.maximumWidth()));
    if (widget.maximumHeight() < QWIDGETSIZE_MAX && !isOfSheet(widget, "_q_stylesheet_maxh"))
        widget.setMaximumHeight(ratio.of(widget.maximumHeight()));
}

void scaleSections(QHeaderView& header, const Ratio& ratio)
{
    header.setMinimumSectionSize(ratio.of(header.minimumSectionSize()));
    QList<int> sizes;
    for (int section = 0; section < header.count() && header.orientation() == Qt::Horizontal; ++section)
        sizes.append(header.sectionSize(section));
    header.setDefaultSectionSize(ratio.of(header.defaultSectionSize()));
    for (int section = 0; section < sizes.size(); ++section) {
        const auto mode = header.sectionResizeMode(section);
        const bool takesRest = header.stretchLastSection() && section + 1 == sizes.size();
        if (!takesRest && (mode == QHeaderView::Fixed || mode == QHeaderView::Interactive))
            header.resizeSection(section, ratio.of(sizes.at(section)));
    }
}

} // namespace

WidgetScaler::WidgetScaler()
{
    QCoreApplication::instance()->installEventFilter(this);
}

void WidgetScaler::scaleAll()
{
    for (QWidget* widget : QApplication::allWidgets()) {
        if (widget->testAttribute(Qt::WA_WState_Polished))
            scale(*widget);
    }
}

bool WidgetScaler::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Polish && watched->isWidgetType())
        scale(*static_cast<QWidget*>(watched));
    return QObject::eventFilter(watched, event);
}

void WidgetScaler::scale(QWidget& widget)
{
    const QVariant before = widget.property(appliedKey);
    const double applied = before.isValid() ? before.toDouble() : 1;
    if (qFuzzyCompare(applied, uiScale()))
        return;
    widget.setProperty(appliedKey, uiScale());
    if (widget.property("ownSize").toBool() || widget.inherits("QFileDialog"))
        return;
    const Ratio ratio(applied, uiScale());
    if (auto* header = qobject_cast<QHeaderView*>(&widget))
        scaleSections(*header, ratio);
    if (widget.layout())
        scaleLayout(*widget.layout(), ratio);
    const QMargins margins = widget.contentsMargins();
    if (!margins.isNull() && qobject_cast<QAbstractScrollArea*>(&widget) == nullptr)
        widget.setContentsMargins(
            ratio.of(margins.left()), ratio.of(margins.top()), ratio.of(margins.right()), ratio.of(margins.bottom()));
    if (!widget.isWindow())
        scaleLimits(widget, ratio);
}

} // namespace siprace::ui
