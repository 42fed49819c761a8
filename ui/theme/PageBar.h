#pragma once

#include <QWidget>

class QHBoxLayout;

namespace siprace::ui {

class ElidedLabel;

/// The bar over a page of the window: the way back to the run, what the page is and what of, and room for its buttons.
class PageBar : public QWidget
{
    Q_OBJECT

public:
    explicit PageBar(const QString& title, QWidget* parent = nullptr);

    /// What the page shows: a file's name, and its path as a tool tip.
    void setSubject(const QString& text, const QString& toolTip = {});
    [[nodiscard]] QString subject() const;
    void add(QWidget* widget); ///< at the right end
    [[nodiscard]] QHBoxLayout* row() const { return m_row; }

Q_SIGNALS:
    void backWanted();

private:
    QHBoxLayout* m_row = nullptr;
    ElidedLabel* m_subject = nullptr;
};

} // namespace siprace::ui
