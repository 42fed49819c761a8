#pragma once

#include "MessageMarkup.h"

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
    void show(const Trace& trace, int n, const QString& label);
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
    MarkedMessage m_marked;
    MessageFields m_fields;
    QString m_body;
    int m_n = 0;
};

/// "sent 610.0 ms · received 620.0 ms", or what became of it instead.
[[nodiscard]] QString timesOf(const TraceMessage& message);

} // namespace siprace::ui
