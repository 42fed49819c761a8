#pragma once

#include "Job.h"
#include "LadderTheme.h"

#include <QHash>
#include <QImage>
#include <QTextBrowser>
#include <QTimer>

namespace siprace::ui {

/// Shows the pages of the help, follows their links, and draws the ladders in them: once a theme, and fits them once a
/// width, on another thread.
class HelpBrowser : public QTextBrowser
{
    Q_OBJECT

public:
    explicit HelpBrowser(QWidget* parent = nullptr);

    /// "policies.md", "scenarios.md#story".
    void open(const QString& link);
    [[nodiscard]] const QString& page() const { return m_page; }
    [[nodiscard]] bool isDrawing() const { return m_drawing.isRunning(); }
    void setLadderTheme(const LadderTheme& theme);

    QVariant loadResource(int type, const QUrl& name) override;

Q_SIGNALS:
    void opened(const QString& page);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void render();
    void dressTables();
    void goToHeading(const QString& anchor);
    void renderInPlace();
    void drawLadders();
    void dressCode();
    [[nodiscard]] int room() const;
    [[nodiscard]] QImage ladderOf(const QString& policy) const;

    using Ladders = QHash<QString, QImage>; ///< by policy

    LadderTheme m_ladderTheme = ladderTheme();
    QString m_page;
    Ladders m_ladders; ///< in full size, in the theme of now
    Ladders m_fitted; ///< as wide as there was room for
    Job m_drawing;
    int m_fittedTo = 0; ///< the width that m_fitted is for, or will be
    QTimer m_resized; ///< a drag of the window's edge is many sizes
};

} // namespace siprace::ui
