#pragma once

#include "LadderView.h"
#include "MessageFilter.h"

#include <QFrame>

class QLabel;
class QLineEdit;
class QPushButton;

namespace siprace::ui {

/// Finds messages on a ladder: what does not match is dimmed, or hidden if wanted; a count says how many do, live.
class SearchBar : public QFrame
{
    Q_OBJECT

public:
    explicit SearchBar(LadderView& ladder, QWidget* parent = nullptr);

    void open(); ///< shows it, ready to type
    void close(); ///< everything is seen again
    void traceChanged(); ///< another run is on the ladder
    void traceGrew(); ///< messages were added
    [[nodiscard]] int matchCount() const { return static_cast<int>(m_matches.size()); }

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void read();
    void look();
    void apply();
    void showCount();
    [[nodiscard]] bool isShown(int n) const;
    void step(int by);

    LadderView& m_ladder;
    MessageFilter m_filter;
    QList<int> m_matches; ///< ascending
    QSet<int> m_others;
    qsizetype m_looked = 0; ///< messages asked so far
    QLineEdit* m_text = nullptr;
    QLabel* m_count = nullptr;
    QLabel* m_error = nullptr; ///< below the field, which keeps its room
    QPushButton* m_hide = nullptr;
};

} // namespace siprace::ui
