#pragma once

#include <QFrame>

class QLabel;

namespace siprace::ui {

/// Lines that need to be read, above the ladder, until they are put away: errors of a file, a run that could not be
/// made.
class NoticeBar : public QFrame
{
    Q_OBJECT

public:
    explicit NoticeBar(QWidget* parent = nullptr);
    void show(const QString& head, const QStringList& lines);
    void putAway();
    [[nodiscard]] QString text() const;

private:
    QLabel* m_head = nullptr;
    QLabel* m_lines = nullptr;
};

} // namespace siprace::ui
