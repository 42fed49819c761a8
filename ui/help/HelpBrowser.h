#pragma once

#include "Job.h"
#include "LadderTheme.h"

#include <QHash>
#include <QImage>
#include <QTextBrowser>

namespace siprace::ui {

/// Shows the pages of the help, follows their links, and draws the ladders in them: once a theme, on another thread.
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

Q_SIGNALS:
    void opened(const QString& page);

protected:
    QVariant loadResource(int type, const QUrl& name) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void render();
    void dressTables();
    void goToHeading(const QString& anchor);
    void renderInPlace();
    void drawLadders();
    [[nodiscard]] QImage ladderOf(const QString& policy) const;

    LadderTheme m_ladderTheme = ladderTheme();
    QString m_page;
    QHash<QString, QImage> m_ladders; ///< by policy, in full size, in the theme of now
    Job m_drawing;
};

} // namespace siprace::ui
