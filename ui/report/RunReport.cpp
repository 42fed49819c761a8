#include "RunReport.h"

#include "NodeNames.h"
#include "RunJson.h"
#include "formats/Exporters.h"
#include "formats/Zip.h"

#include <QSysInfo>

namespace siprace {

namespace {

QByteArray reportVersions(const Trace& trace)
{
    return QStringLiteral("SIP Race Lab " SIPRACE_VERSION "\nQt %1\nsofia-sip " SIPRACE_SOFIA_VERSION "\nsystem %2\n"
                          "scenario %3\npolicy %4\nclock %5\nseed %6\n\nTo see the run again: siprace FILE.zip\n"
                          "To make it again: siprace run scenario.yaml --policy %4 --seed %6\n")
        .arg(QString::fromLatin1(qVersion()), QSysInfo::prettyProductName(), trace.scenario, trace.policy, trace.clock)
        .arg(trace.seed)
        .toUtf8();
}

} // namespace

Result<QByteArray> reportZip(const Trace& trace, const LadderTheme& theme, const LadderOptions& options)
{
    const Verdict verdict = judge(trace);
    const NodeNames names(trace, options.aliases); // people read these; the trace itself stays as it was recorded
    const Trace named = names.in(trace);
    Verdict namedVerdict = verdict;
    namedVerdict.findings = names.in(verdict.findings);
    PictureRequest request = pictureOf(named, namedVerdict.findings, options);
    request.theme = theme;
    const auto html = writeHtml(request);
    if (!html)
        return fail(html.error());
    const auto svg = writeSvg(request);
    if (!svg)
        return fail(svg.error());
    QList<ZipEntry> files{{QStringLiteral("report.html"), *html}, {QStringLiteral("ladder.svg"), *svg},
        {QStringLiteral("run.pcapng"), toPcapng(named, annotationsOf(namedVerdict))}};
    if (!trace.scenarioText.isEmpty())
        files.append({QStringLiteral("scenario.yaml"), trace.scenarioText});
    files.append({traceInReport, savedTrace(trace, verdict)});
    files.append({QStringLiteral("versions.txt"), reportVersions(trace)});
    return zipOf(files);
}

} // namespace siprace
