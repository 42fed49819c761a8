#include "FuzzTarget.h"
#include "Loader.h"
#include "Writer.h"

#include <utility>

using namespace siprace;
using namespace Qt::StringLiterals;

// The loader of scenarios: what is refused is refused with a place, what is read is written and read again the same.

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArray text(reinterpret_cast<const char*>(data), qsizetype(size));
    const auto read = parseScenario(text, u"fuzz.yaml"_s);
    if (!read) {
        require(!read.error().empty(), u"refused without a word"_s);
        for (const Diagnostic& wrong : read.error())
            require(!wrong.what.isEmpty() && !wrong.text().contains(u'\n'), wrong.text());
        return 0;
    }
    const QByteArray written = writeScenario(*read);
    const auto again = parseScenario(written, u"fuzz.yaml"_s);
    require(again.has_value(),
        u"what was written is refused: "_s + (again ? QString() : again.error().front().text()) + u'\n'
            + QString::fromUtf8(written));
    require(writeScenario(*again) == written, u"what was written reads differently:\n"_s + QString::fromUtf8(written));
    return 0;
}
