#pragma once

#include <QList>
#include <QString>

namespace siprace::ui {

/// A page of the help: one of the documents in docs/.
struct HelpPage
{
    QString name; ///< "policies.md"
    QString title; ///< its first heading
};

/// Every page, in the order that people need them.
[[nodiscard]] QList<HelpPage> helpPages();
/// A page as Markdown. That of the policies has the ladder of the first race under each of them, as pictures named
/// "ladder:ID". Empty for a page that is not there.
[[nodiscard]] QString helpText(const QString& name);
/// What a link to a heading calls it: "How tests are written" is "how-tests-are-written".
[[nodiscard]] QString headingAnchor(const QString& heading);

} // namespace siprace::ui
