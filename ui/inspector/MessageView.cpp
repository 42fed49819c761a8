#include "MessageView.h"

#include "Shades.h"

#include <QApplication>
#include <QFontDatabase>
#include <QTextBlockFormat>
#include <QTextCursor>
#include <QTextDocument>
#include <QTimer>
#include <QWheelEvent>

#include <cmath>

namespace siprace::ui {

using namespace Qt::StringLiterals;

MessageView::MessageView(QWidget* parent)
    : QTextEdit(parent)
{
    setProperty("role", u"message"_s);
    setReadOnly(true);
    setFrameShape(QFrame::NoFrame);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setTabChangesFocus(true);
    document()->setDocumentMargin(3);
    setProperty("ownSize", true);
    setAccessibleName(tr("Message text"));
    takeFont();
}

void MessageView::takeFont()
{
    const double points = QApplication::font().pointSizeF() * 0.85;
    if (qFuzzyCompare(points, font().pointSizeF()) && font().fixedPitch())
        return;
    QFont mono = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    mono.setFixedPitch(true);
    mono.setPointSizeF(points);
    setFont(mono);
    document()->setDefaultFont(mono);
}

bool MessageView::event(QEvent* event)
{
    const bool isTaken = QTextEdit::event(event);
    if (event->type() == QEvent::StyleChange) { // also of another size of everything; not while others get theirs
        QTimer::singleShot(0, this, [this] {
            takeFont();
            fit();
        });
    }
    return isTaken;
}

void MessageView::show(const MarkedMessage& message, const QColor& firstLine, bool withBody)
{
    setUpdatesEnabled(false);
    document()->clear();
    QTextCursor cursor(document());
    for (const MarkedLine& line : message.head)
        appendLine(cursor, line, firstLine);
    if (withBody && !message.body.isEmpty()) {
        appendLine(cursor, {}, firstLine);
        for (const QString& line : message.body)
            appendLine(cursor, {line, {}, false}, firstLine);
    }
    fit();
    setUpdatesEnabled(true);
}

void MessageView::showDiff(const QList<DiffLine>& lines)
{
    const Shades& shades = shadesFor(palette());
    const auto blend = [&shades](QColor colour, float share) {
        const QColor& card = shades.card;
        return QColor::fromRgbF(colour.redF() * share + card.redF() * (1 - share),
            colour.greenF() * share + card.greenF() * (1 - share), colour.blueF() * share + card.blueF() * (1 - share));
    };
    setUpdatesEnabled(false);
    document()->clear();
    QTextCursor cursor(document());
    for (const DiffLine& line : lines) {
        const bool isBoth = line.side == DiffLine::Side::Both;
        const bool isFirst = line.side == DiffLine::Side::First;
        const QColor colour = isFirst ? shades.bad : shades.good;
        beginLine(cursor, isBoth ? QColor() : blend(colour, 0.10F));
        QTextCharFormat format;
        format.setForeground(isBoth ? shades.muted : shades.text);
        const int start = cursor.position() + 2;
        cursor.insertText((isBoth ? u"  "_s : isFirst ? u"− "_s : u"+ "_s) + line.text, format);
        format.setBackground(blend(colour, 0.28F));
        format.setFontWeight(QFont::Bold);
        QTextCursor part(document());
        part.setPosition(start + line.changedFrom);
        part.setPosition(start + line.changedFrom + line.changedLength, QTextCursor::KeepAnchor);
        if (!isBoth)
            part.mergeCharFormat(format);
    }
    fit();
    setUpdatesEnabled(true);
}

void MessageView::beginLine(QTextCursor& cursor, const QColor& ground)
{
    QTextBlockFormat block;
    block.setLineHeight(112, QTextBlockFormat::ProportionalHeight);
    block.setLeftMargin(14); // continued lines hang
    block.setTextIndent(-14);
    if (ground.isValid())
        block.setBackground(ground);
    if (document()->characterCount() > 1)
        cursor.insertBlock(block);
    else
        cursor.setBlockFormat(block);
}

void MessageView::appendLine(QTextCursor& cursor, const MarkedLine& line, const QColor& firstLine)
{
    const Shades& shades = shadesFor(palette());
    beginLine(cursor, line.isMarked ? shades.mark : QColor());
    QTextCharFormat plain;
    plain.setForeground(shades.text);
    const int start = cursor.position();
    cursor.insertText(line.text, plain);
    for (const MarkedSpan& span : line.spans) {
        QTextCharFormat format;
        switch (span.kind) {
        case SpanKind::FirstLine:
            format.setForeground(firstLine);
            format.setFontWeight(QFont::Bold);
            break;
        case SpanKind::HeaderName:
            format.setForeground(shades.muted);
            break;
        case SpanKind::Uri:
            format.setForeground(shades.accent);
            break;
        case SpanKind::Quoted:
            format.setForeground(shades.good);
            break;
        case SpanKind::KeyField:
            format.setFontWeight(QFont::Bold);
            if (!line.isMarked)
                format.setBackground(shades.markSoft);
            break;
        }
        QTextCursor part(document());
        part.setPosition(start + span.start);
        part.setPosition(start + span.start + span.length, QTextCursor::KeepAnchor);
        part.mergeCharFormat(format);
    }
}

void MessageView::resizeEvent(QResizeEvent* event)
{
    QTextEdit::resizeEvent(event);
    fit();
}

void MessageView::wheelEvent(QWheelEvent* event)
{
    event->ignore(); // the panel scrolls
}

void MessageView::fit()
{
    document()->setTextWidth(viewport()->width());
    setFixedHeight(static_cast<int>(std::ceil(document()->size().height())) + 2);
}

} // namespace siprace::ui
