#pragma once

#include "MessageDiff.h"
#include "MessageMarkup.h"

#include <QTextEdit>

namespace siprace::ui {

/// The text of one message, marked, to read and to copy; as tall as its text.
class MessageView : public QTextEdit
{
    Q_OBJECT

public:
    explicit MessageView(QWidget* parent = nullptr);

    /// `firstLine`: the colour of the message's kind.
    void show(const MarkedMessage& message, const QColor& firstLine, bool withBody);
    /// Two messages laid over each other: "−" is only in the first, "+" only in the second.
    void showDiff(const QList<DiffLine>& lines);

protected:
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void beginLine(QTextCursor& cursor, const QColor& ground);
    void appendLine(QTextCursor& cursor, const MarkedLine& line, const QColor& firstLine);
    void fit();
    void takeFont();
};

} // namespace siprace::ui
