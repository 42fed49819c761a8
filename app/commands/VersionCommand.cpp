#include "Commands.h"

#include <QtGlobal>

#include <CLI/Version.hpp>
#include <nlohmann/json.hpp>

namespace siprace::app {

QString versionText()
{
    QString text = QStringLiteral("siprace " SIPRACE_VERSION "\n");
    text += QStringLiteral("Qt %1\n").arg(QString::fromLatin1(qVersion()));
    text += QStringLiteral("sofia-sip " SIPRACE_SOFIA_VERSION "\n");
    text += QStringLiteral("yaml-cpp " SIPRACE_YAML_VERSION "\n");
    text += QStringLiteral("CLI11 " CLI11_VERSION "\n");
    text += QStringLiteral("nlohmann-json %1.%2.%3\n")
                .arg(NLOHMANN_JSON_VERSION_MAJOR)
                .arg(NLOHMANN_JSON_VERSION_MINOR)
                .arg(NLOHMANN_JSON_VERSION_PATCH);
    text += QStringLiteral("tl-expected %1.%2.%3\n")
                .arg(TL_EXPECTED_VERSION_MAJOR)
                .arg(TL_EXPECTED_VERSION_MINOR)
                .arg(TL_EXPECTED_VERSION_PATCH);
    return text;
}

} // namespace siprace::app
