#include "CheckRun.h"

#include <QXmlStreamWriter>

#include <algorithm>

namespace siprace {

namespace {

/// What XML 1.0 can hold: control characters cannot be written at all.
QString xmlText(QString text)
{
    for (QChar& c : text) {
        if (c.unicode() < 0x20 && c != u'\n' && c != u'\t')
            c = QChar(0xfffd);
    }
    return text;
}

QString seconds(double value)
{
    return QString::number(value, 'f', 3);
}

void writeCase(QXmlStreamWriter& xml, const CheckCase& checked)
{
    xml.writeStartElement(QStringLiteral("testcase"));
    xml.writeAttribute(QStringLiteral("classname"), xmlText(checked.scenario));
    xml.writeAttribute(QStringLiteral("name"), xmlText(checked.name()));
    xml.writeAttribute(QStringLiteral("time"), seconds(checked.seconds));
    if (!checked.skipped.isEmpty()) {
        xml.writeStartElement(QStringLiteral("skipped"));
        xml.writeAttribute(QStringLiteral("message"), xmlText(checked.skipped));
        xml.writeEndElement();
    }
    if (!checked.passed()) {
        // One element a case, as viewers expect: every line in its text.
        QStringList lines;
        for (const CheckFailure& failure : checked.failures)
            lines += failure.text;
        xml.writeStartElement(QStringLiteral("failure"));
        xml.writeAttribute(QStringLiteral("type"), checked.failures.first().name);
        xml.writeAttribute(QStringLiteral("message"), xmlText(lines.first()));
        xml.writeCharacters(xmlText(lines.join(u'\n')));
        xml.writeEndElement();
    }
    xml.writeEndElement();
}

struct SuiteTotals
{
    qsizetype tests = 0;
    qsizetype failures = 0;
    qsizetype skipped = 0;
    double time = 0;

    void add(const CheckCase& checked)
    {
        ++tests;
        failures += checked.passed() ? 0 : 1;
        skipped += checked.skipped.isEmpty() ? 0 : 1;
        time += checked.seconds;
    }
    void write(QXmlStreamWriter& xml) const
    {
        xml.writeAttribute(QStringLiteral("tests"), QString::number(tests));
        xml.writeAttribute(QStringLiteral("failures"), QString::number(failures));
        xml.writeAttribute(QStringLiteral("errors"), QStringLiteral("0"));
        if (skipped != 0)
            xml.writeAttribute(QStringLiteral("skipped"), QString::number(skipped));
        xml.writeAttribute(QStringLiteral("time"), seconds(time));
    }
};

} // namespace

QByteArray toJUnit(const QList<CheckCase>& cases)
{
    QByteArray out;
    QXmlStreamWriter xml(&out);
    xml.setAutoFormatting(true);
    xml.writeStartDocument();
    SuiteTotals all;
    for (const CheckCase& checked : cases)
        all.add(checked);
    xml.writeStartElement(QStringLiteral("testsuites"));
    xml.writeAttribute(QStringLiteral("name"), QStringLiteral("siprace check"));
    all.write(xml);
    for (auto suite = cases.cbegin(); suite != cases.cend();) {
        const auto end
            = std::find_if(suite, cases.cend(), [&](const CheckCase& other) { return other.path != suite->path; });
        SuiteTotals totals;
        std::for_each(suite, end, [&](const CheckCase& checked) { totals.add(checked); });
        xml.writeStartElement(QStringLiteral("testsuite"));
        xml.writeAttribute(QStringLiteral("name"),
            xmlText(suite->group.isEmpty() ? suite->scenario : suite->group + u'/' + suite->scenario));
        totals.write(xml);
        for (; suite != end; ++suite)
            writeCase(xml, *suite);
        xml.writeEndElement();
    }
    xml.writeEndElement();
    xml.writeEndDocument();
    return out;
}

} // namespace siprace
