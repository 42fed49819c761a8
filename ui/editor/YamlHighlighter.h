#pragma once

#include <QSyntaxHighlighter>

namespace siprace::ui {

/// Colours for the YAML of scenarios: keys, numbers with their units, quoted texts, comments. Sentences have none.
class YamlHighlighter : public QSyntaxHighlighter
{
    Q_OBJECT

public:
    using QSyntaxHighlighter::QSyntaxHighlighter;
    void setShades(bool isDark);

protected:
    void highlightBlock(const QString& text) override;

private:
    void colour(const QString& text, bool isKeyOfProse);

    bool m_isDark = false;
};

} // namespace siprace::ui
