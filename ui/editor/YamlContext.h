#pragma once

#include <QStringList>

namespace siprace::ui {

/// Where in a YAML text the cursor is: the path to the map, list or value it is in, and the word before it.
struct YamlContext
{
    QStringList path; ///< entries of lists are "0"
    QString prefix; ///< what of the word is written already
    bool isValue = false; ///< behind "key: "; else a key is being written

    bool operator==(const YamlContext&) const = default;
};

/// Reads the lines above by their indentation, and the line of the cursor by its brackets. Tolerant: the text need not
/// be right.
[[nodiscard]] YamlContext yamlContextAt(const QString& text, qsizetype position);

/// The role that the text gives a node, around the cursor too; empty when it gives none. As tolerant.
[[nodiscard]] QString roleOfNode(const QString& text, const QString& node);

} // namespace siprace::ui
