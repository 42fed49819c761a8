#pragma once

#include <QSyntaxHighlighter>

namespace siprace::ui {

/// Colours for the YAML of scenarios: keys, numbers with their units, quoted texts, comments.
class YamlHighlighter : public QSyntaxHighlighter
{
    Q_OBJECT

public:
    using QSyntaxHighlighter::QSyntaxHighlighter;
    void setShades(bool isDark);

protected:
    void highlightBlock(const QString& text) override;

private:
    bool m_isDark = false;
};

} // namespace siprace::ui
