#pragma once

#include "LadderTheme.h"

#include <QWidget>

class QListWidget;

namespace siprace::ui {

class HelpBrowser;

/// The help: what there is to read on the left, a page on the right.
class HelpWindow : public QWidget
{
    Q_OBJECT

public:
    explicit HelpWindow(QWidget* parent = nullptr);

    /// Opens a page, at a heading of it: "policies.md", "scenarios.md#story".
    void open(const QString& link);
    void setLadderTheme(const LadderTheme& theme);
    [[nodiscard]] HelpBrowser& browser() { return *m_browser; }

protected:
    void keyPressEvent(QKeyEvent* event) override; ///< Escape closes

private:
    QListWidget* m_contents;
    HelpBrowser* m_browser;
};

} // namespace siprace::ui
