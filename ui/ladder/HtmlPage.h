#pragma once

#include "LadderTheme.h"
#include "PictureExport.h"

#include <QByteArray>
#include <QString>

namespace siprace {

/// The style sheet of an exported page, in the colours of a theme.
[[nodiscard]] QString htmlStyle(const LadderTheme& theme);
/// Its script: a click on an arrow shows its message, a click on a finding its messages. Works without a network.
[[nodiscard]] QString htmlScript();

/// What a page says besides its ladders, as HTML.
struct HtmlParts
{
    QString lead; ///< above the ladders
    QString sections; ///< cards below the ladders, before those of each run
};

/// One page that needs nothing else: the ladders, the text and the reason of each message on a click, findings and
/// outcome of each run, the scenario and the versions. Needs a QGuiApplication.
[[nodiscard]] Result<QByteArray> writeHtmlPage(const PictureRequest& request, const HtmlParts& parts);

} // namespace siprace
