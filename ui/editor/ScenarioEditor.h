#pragma once

#include "ScenarioDocument.h"
#include "SchemaGuide.h"

#include <QPlainTextEdit>
#include <QTimer>

class QCompleter;
class QStringListModel;

namespace siprace::ui {

class YamlHighlighter;

/// The text of the open scenario: colours, line numbers, faults underlined where they are, completion from the schema
/// (Ctrl+Space, or while a word is typed). Undo is the document's.
class ScenarioEditor : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit ScenarioEditor(ScenarioDocument& document, QWidget* parent = nullptr);

    void goTo(int line, int column); ///< both from 1
    /// What could be written at the cursor.
    [[nodiscard]] QStringList proposals() const;
    /// Width of the line numbers; painted by the editor's margin.
    [[nodiscard]] int marginWidth() const;
    void paintMargin(QPaintEvent* event);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void take();
    void takeFont();
    void showText();
    void showFaults();
    void complete(bool isAsked);
    void insertProposal(const QString& word);
    void indentNewLine();
    [[nodiscard]] QString faultAt(int position) const;
    [[nodiscard]] QTextCursor cursorAt(const Location& where) const;

    ScenarioDocument& m_document;
    SchemaGuide m_guide;
    YamlHighlighter* m_colours = nullptr;
    QWidget* m_margin = nullptr;
    QCompleter* m_completer = nullptr;
    QStringListModel* m_words = nullptr;
    QTimer m_pause; ///< ends what is typed in one go
    bool m_isShowing = false; ///< the text changes by the document's doing
};

} // namespace siprace::ui
