#include "ScenarioEditor.h"

#include "Schema.h"
#include "Shades.h"
#include "YamlContext.h"
#include "YamlHighlighter.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QCompleter>
#include <QFontDatabase>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStringListModel>
#include <QTextBlock>
#include <QToolTip>

#include <algorithm>

namespace siprace::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int pauseMs = 1000;

/// The strip left of the text.
class Margin : public QWidget
{
public:
    explicit Margin(ScenarioEditor* editor)
        : QWidget(editor)
        , m_editor(editor)
    {
    }
    void paintEvent(QPaintEvent* event) override { m_editor->paintMargin(event); }

private:
    ScenarioEditor* m_editor;
};

} // namespace

ScenarioEditor::ScenarioEditor(ScenarioDocument& document, QWidget* parent)
    : QPlainTextEdit(parent)
    , m_document(document)
    , m_guide(schemaJson())
    , m_colours(new YamlHighlighter(this->document()))
    , m_margin(new Margin(this))
    , m_completer(new QCompleter(this))
    , m_words(new QStringListModel(this))
{
    setAccessibleName(tr("Text of the scenario"));
    takeFont();
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setUndoRedoEnabled(false);
    setFrameShape(QFrame::NoFrame);
    m_completer->setModel(m_words);
    m_completer->setWidget(this);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    connect(m_completer, qOverload<const QString&>(&QCompleter::activated), this, &ScenarioEditor::insertProposal);
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMs);
    connect(&m_pause, &QTimer::timeout, this, [this] { m_document.endTyping(); });
    connect(this, &QPlainTextEdit::textChanged, this, &ScenarioEditor::take);
    connect(this, &QPlainTextEdit::blockCountChanged, this, [this] { setViewportMargins(marginWidth(), 0, 0, 0); });
    connect(this, &QPlainTextEdit::updateRequest, m_margin, qOverload<>(&QWidget::update));
    connect(&m_document, &ScenarioDocument::textChanged, this, &ScenarioEditor::showText);
    m_colours->setShades(shadesFor(palette()).isDark);
    setViewportMargins(marginWidth(), 0, 0, 0);
    showText();
}

// ---- text ----

void ScenarioEditor::take()
{
    if (m_isShowing)
        return;
    m_document.type(toPlainText().toUtf8());
    m_pause.start();
}

/// Brings the text up to date where it differs, so that cursor and scroll position stay.
void ScenarioEditor::showText()
{
    const QString wanted = QString::fromUtf8(m_document.text());
    const QString shown = toPlainText();
    if (wanted != shown) {
        const qsizetype shorter = std::min(wanted.size(), shown.size());
        qsizetype head = 0;
        while (head < shorter && wanted.at(head) == shown.at(head))
            ++head;
        qsizetype tail = 0;
        while (tail < shorter - head && wanted.at(wanted.size() - 1 - tail) == shown.at(shown.size() - 1 - tail))
            ++tail;
        m_isShowing = true;
        QTextCursor cursor(document());
        cursor.setPosition(static_cast<int>(head));
        cursor.setPosition(static_cast<int>(shown.size() - tail), QTextCursor::KeepAnchor);
        cursor.insertText(wanted.mid(head, wanted.size() - head - tail));
        m_isShowing = false;
    }
    showFaults();
}

// ---- faults ----

QTextCursor ScenarioEditor::cursorAt(const Location& where) const
{
    const QTextBlock block = document()->findBlockByNumber(std::max(1, where.line) - 1);
    QTextCursor cursor(block.isValid() ? block : document()->lastBlock());
    cursor.movePosition(QTextCursor::Right, QTextCursor::MoveAnchor,
        std::clamp(where.column - 1, 0, std::max(0, cursor.block().length() - 1)));
    return cursor;
}

void ScenarioEditor::showFaults()
{
    QList<QTextEdit::ExtraSelection> marks;
    for (const Diagnostic& fault : m_document.faults()) {
        QTextEdit::ExtraSelection mark;
        mark.cursor = cursorAt(fault.where);
        mark.cursor.movePosition(QTextCursor::EndOfWord, QTextCursor::KeepAnchor);
        if (!mark.cursor.hasSelection())
            mark.cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        if (!mark.cursor.hasSelection())
            mark.cursor.movePosition(QTextCursor::StartOfBlock, QTextCursor::KeepAnchor);
        mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        mark.format.setUnderlineColor(shadesFor(palette()).bad);
        mark.format.setToolTip(fault.text());
        marks.append(mark);
    }
    setExtraSelections(marks);
    m_margin->update();
}

QString ScenarioEditor::faultAt(int position) const
{
    QStringList texts;
    for (const QTextEdit::ExtraSelection& mark : extraSelections()) {
        if (position >= mark.cursor.selectionStart() && position <= mark.cursor.selectionEnd())
            texts.append(mark.format.toolTip());
    }
    return texts.join(u'\n');
}

void ScenarioEditor::goTo(int line, int column)
{
    setTextCursor(cursorAt({{}, line, column}));
    centerCursor();
    setFocus();
}

void ScenarioEditor::takeFont()
{
    const double points = QApplication::font().pointSizeF();
    if (qFuzzyCompare(points, font().pointSizeF()) && font().fixedPitch())
        return;
    QFont mono = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    mono.setFixedPitch(true);
    mono.setPointSizeF(points);
    setFont(mono);
    setTabStopDistance(2 * fontMetrics().horizontalAdvance(u' '));
    setViewportMargins(marginWidth(), 0, 0, 0);
}

bool ScenarioEditor::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString text = faultAt(cursorForPosition(viewport()->mapFrom(this, help->pos())).position());
        if (text.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), text, this);
        return true;
    }
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->ignore(); // they are the document's
            return true;
        }
    }
    return QPlainTextEdit::event(event);
}

// ---- completion ----

QStringList ScenarioEditor::proposals() const
{
    const YamlContext context = yamlContextAt(toPlainText(), textCursor().position());
    const bool isInNode = context.path.size() > 1 && context.path.first() == u"nodes";
    const QString role = isInNode ? roleOfNode(toPlainText(), context.path.at(1)) : QString();
    QStringList words;
    if (context.isValue) {
        words = m_guide.valuesAt(context.path, role);
        const QString last = context.path.isEmpty() ? QString() : context.path.last();
        if (words.isEmpty() && (last == u"node" || last == u"to" || last == u"from")) {
            for (const ScenarioNode& node : m_document.scenario().nodes)
                words.append(node.id);
        }
    } else {
        words = m_guide.keysAt(context.path, role);
    }
    words.removeIf([&](const QString& word) { return !word.startsWith(context.prefix, Qt::CaseInsensitive); });
    return words;
}

void ScenarioEditor::complete(bool isAsked)
{
    const QStringList words = proposals();
    const QString prefix = yamlContextAt(toPlainText(), textCursor().position()).prefix;
    const bool isWritten = words.size() == 1 && words.first() == prefix;
    if (words.isEmpty() || isWritten || (!isAsked && prefix.isEmpty())) {
        m_completer->popup()->hide();
        return;
    }
    m_words->setStringList(words);
    m_completer->setCompletionPrefix(prefix);
    m_completer->popup()->setCurrentIndex(m_completer->completionModel()->index(0, 0));
    QRect place = cursorRect();
    place.translate(viewport()->x(), 0);
    place.setWidth(m_completer->popup()->sizeHintForColumn(0)
        + m_completer->popup()->verticalScrollBar()->sizeHint().width() + 12);
    m_completer->complete(place);
}

void ScenarioEditor::insertProposal(const QString& word)
{
    const YamlContext context = yamlContextAt(toPlainText(), textCursor().position());
    QTextCursor cursor = textCursor();
    cursor.movePosition(QTextCursor::Left, QTextCursor::KeepAnchor, static_cast<int>(context.prefix.size()));
    cursor.insertText(context.isValue ? word : word + u": "_s);
    setTextCursor(cursor);
}

void ScenarioEditor::indentNewLine()
{
    const QString line = textCursor().block().text().left(textCursor().positionInBlock());
    qsizetype indent = 0;
    while (indent < line.size()
        && (line.at(indent) == u' ' || (line.at(indent) == u'-' && line.mid(indent, 2) == "- "_L1)))
        ++indent;
    const bool isOpened = line.trimmed().endsWith(u':');
    textCursor().insertText(u'\n' + QString(indent + (isOpened ? 2 : 0), u' '));
    ensureCursorVisible();
}

void ScenarioEditor::keyPressEvent(QKeyEvent* event)
{
    const bool isPopup = m_completer->popup()->isVisible();
    const int key = event->key();
    if (isPopup && (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Tab || key == Qt::Key_Escape)) {
        const QString word = m_completer->popup()->currentIndex().data().toString();
        m_completer->popup()->hide();
        if (key != Qt::Key_Escape)
            insertProposal(word);
        return;
    }
    if (key == Qt::Key_Space && event->modifiers() == Qt::ControlModifier)
        return complete(true);
    if (key == Qt::Key_Return || key == Qt::Key_Enter)
        return indentNewLine();
    if (key == Qt::Key_Escape || key == Qt::Key_Backtab) { // Tab indents, so who has no mouse leaves the text by these
        QAbstractScrollArea::focusNextPrevChild(key == Qt::Key_Escape);
        return;
    }
    if (key == Qt::Key_Tab) {
        textCursor().insertText(QString(2 - textCursor().positionInBlock() % 2, u' '));
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
    if (!event->text().isEmpty() && event->text().front().isPrint())
        complete(false);
    else if (key == Qt::Key_Backspace && isPopup)
        complete(false);
}

// ---- line numbers ----

int ScenarioEditor::marginWidth() const
{
    return 22
        + fontMetrics().horizontalAdvance(u'9') * static_cast<int>(QString::number(std::max(99, blockCount())).size());
}

void ScenarioEditor::paintMargin(QPaintEvent* event)
{
    const Shades& shades = shadesFor(palette());
    QPainter painter(m_margin);
    painter.fillRect(event->rect(), shades.card);
    painter.setFont(font());
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF place = blockBoundingGeometry(block).translated(contentOffset());
        if (place.top() > event->rect().bottom())
            break;
        const int line = block.blockNumber() + 1;
        const bool isWrong = std::any_of(m_document.faults().begin(), m_document.faults().end(),
            [line](const Diagnostic& fault) { return std::max(1, fault.where.line) == line; });
        painter.setPen(isWrong ? shades.bad : shades.muted);
        painter.drawText(QRectF(0, place.top(), m_margin->width() - 10, fontMetrics().height()),
            Qt::AlignRight | Qt::AlignVCenter, isWrong ? u"● %1"_s.arg(line) : QString::number(line));
    }
}

void ScenarioEditor::resizeEvent(QResizeEvent* event)
{
    QPlainTextEdit::resizeEvent(event);
    m_margin->setGeometry(0, 0, marginWidth(), height());
}

void ScenarioEditor::changeEvent(QEvent* event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::StyleChange) // also of another size of everything; not while others get theirs
        QTimer::singleShot(0, this, &ScenarioEditor::takeFont);
    if (event->type() == QEvent::PaletteChange && m_colours)
        m_colours->setShades(shadesFor(palette()).isDark);
}

} // namespace siprace::ui
