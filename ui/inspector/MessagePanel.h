#pragma once

#include "MessageDiff.h"
#include "MessageMarkup.h"
#include "NodeNames.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace siprace::ui {

class MessageView;

/// The selected message: what it is, its way and times, its text.
class MessagePanel : public QWidget
{
    Q_OBJECT

public:
    explicit MessagePanel(QWidget* parent = nullptr);

    /// Message n of the trace; 0 for none. `label`: as the ladder calls it ("200 OK b2").
    void show(const Trace& trace, int n, const QString& label, const NodeNames& names);
    /// Two messages and what sets them apart; a switch goes back to the first alone.
    void showPair(const Trace& trace, int first, int second, const QString& label, const NodeNames& names);
    void setDiffShown(bool isShown);
    [[nodiscard]] bool isDiffShown() const;
    [[nodiscard]] QString text() const; ///< the message as it is shown, for the clipboard

protected:
    void changeEvent(QEvent* event) override;

private:
    void render();

    QLabel* m_number = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_way = nullptr;
    QLabel* m_hint = nullptr;
    MessageView* m_view = nullptr;
    QPushButton* m_bodySwitch = nullptr;
    QPushButton* m_diffSwitch = nullptr;
    QList<DiffLine> m_diff; ///< empty: one message is shown
    int m_second = 0;
    MarkedMessage m_marked;
    MessageFields m_fields;
    QString m_body;
    int m_n = 0;
};

/// "sent 610.0 ms · received 620.0 ms", or what became of it instead.
[[nodiscard]] QString timesOf(const TraceMessage& message);

} // namespace siprace::ui
