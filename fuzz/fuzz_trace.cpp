#include "FuzzTarget.h"
#include "RaceInvariants.h"
#include "RunJson.h"

#include <utility>

using namespace siprace;
using namespace Qt::StringLiterals;

// The loader of traces: what it takes can be judged, exported, saved, and read again the same.

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArray text(reinterpret_cast<const char*>(data), qsizetype(size));
    const auto trace = traceFromJson(text, u"fuzz.trace.json"_s);
    if (!trace) {
        require(!trace.error().what.isEmpty() && !trace.error().text().contains(u'\n'), trace.error().text());
        return 0;
    }
    const Verdict verdict = judge(*trace);
    for (const Exporter& exporter : exporters())
        std::ignore = exporter.write(*trace, annotationsOf(verdict));
    const QByteArray saved = savedTrace(*trace, verdict, RawText::Whole);
    const auto again = traceFromJson(saved, u"saved.trace.json"_s);
    require(again.has_value(), again ? QString() : u"what was saved is refused: "_s + again.error().text());
    require(savedTrace(*again, judge(*again), RawText::Whole) == saved, u"what was saved reads differently"_s);
    return 0;
}
