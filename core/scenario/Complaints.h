#pragma once

#include "Result.h"
#include "YamlNode.h"

#include <QStringList>

namespace siprace {

/// What is wrong with one file or its settings, gathered while the tree is read: every error, in order of place.
class Complaints
{
public:
    /// `file` as given; `settingPaths` are the PATHs of settings 1, 2 … (YamlMark::setting).
    explicit Complaints(QString file, QStringList settingPaths = {});

    void add(const YamlMark& mark, const QString& what, const QString& hint = {});
    void add(const Diagnostic& diagnostic);
    /// `callee key "anwser": did you mean "answer"?`, or the list of what is known when nothing is near.
    void addUnknown(const YamlMark& mark, const QString& what, const QString& found, const QStringList& known);
    [[nodiscard]] Location place(const YamlMark& mark) const;
    [[nodiscard]] bool isEmpty() const { return m_found.empty(); }
    [[nodiscard]] Diagnostics take();

private:
    QString m_file;
    QStringList m_settingPaths;
    Diagnostics m_found;
};

/// `WHAT "FOUND": did you mean "NEAREST"?`, or `WHAT "FOUND" is unknown; write one of …`.
[[nodiscard]] Diagnostic unknownWord(
    const Location& where, const QString& what, const QString& found, const QStringList& known);

} // namespace siprace
