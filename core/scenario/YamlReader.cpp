#include "Complaints.h"
#include "OneLine.h"
#include "YamlNode.h"

#include <QHash>
#include <QStringDecoder>

#include <algorithm>
#include <istream>
#include <streambuf>
#include <string>
#include <vector>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t deepestNesting = 32;

/// Turns the library's places (lines and bytes from 0) into ours (lines and characters from 1).
class LineTable
{
public:
    explicit LineTable(const QByteArray& text)
        : m_text(text)
    {
        m_starts.push_back(0);
        for (qsizetype i = 0; i < text.size(); ++i) {
            if (text.at(i) == '\n')
                m_starts.push_back(i + 1);
        }
    }

    [[nodiscard]] YamlMark mark(int line, int byteColumn) const
    {
        if (line < 0 || byteColumn < 0)
            return {};
        const auto row = std::min(static_cast<std::size_t>(line), m_starts.size() - 1);
        const qsizetype end = std::min(m_starts[row] + byteColumn, m_text.size());
        int column = 1;
        for (qsizetype i = m_starts[row]; i < end; ++i)
            column += isContinuation(m_text.at(i)) ? 0 : 1;
        return {.line = line + 1, .column = column};
    }
    [[nodiscard]] YamlMark mark(const YAML::Mark& mark) const { return this->mark(mark.line, mark.column); }
    [[nodiscard]] YamlMark at(qsizetype offset) const
    {
        const auto next = std::ranges::upper_bound(m_starts, offset);
        const auto row = std::distance(m_starts.begin(), next) - 1;
        return mark(static_cast<int>(row), static_cast<int>(offset - *(next - 1)));
    }

private:
    static bool isContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

    const QByteArray& m_text;
    std::vector<qsizetype> m_starts;
};

/// Thrown out of the library when going on makes no sense; caught in readYaml.
struct TooDeep
{
};

/// Builds the tree from the library's events, and notes what the library lets pass.
class TreeBuilder final : public YAML::EventHandler
{
public:
    TreeBuilder(const LineTable& lines, const QString& file)
        : m_lines(lines)
        , m_file(file)
    {
    }

    void OnDocumentStart(const YAML::Mark& mark) override { m_documentMark = m_lines.mark(mark); }
    void OnDocumentEnd() override { }
    void OnAnchor(const YAML::Mark& mark, const std::string& name) override
    {
        note(m_lines.mark(mark), u"anchor \"&%1\" is not allowed"_s.arg(QString::fromStdString(name)),
            u"write the value out where it is needed"_s);
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override
    {
        note(m_lines.mark(mark), u"an alias (\"*name\") is not allowed"_s, u"write the value out, or quote the text"_s);
        add(YamlNode{}, m_lines.mark(mark));
    }
    void OnNull(const YAML::Mark& mark, YAML::anchor_t) override
    {
        YamlMark place = m_lines.mark(mark);
        if (!m_frames.empty() && m_frames.back().hasKey && m_frames.back().keyMark.line != place.line)
            place = m_frames.back().keyMark; // nothing written: the library points at what follows
        add(YamlNode{}, place);
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, const std::string& value) override
    {
        const YamlMark place = m_lines.mark(mark);
        if (tag != "?" && tag != "!")
            refuseTag(place, tag);
        YamlNode node = YamlNode::scalar(QString::fromStdString(value));
        node.isQuoted = tag == "!";
        add(std::move(node), place);
    }
    void OnSequenceStart(
        const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, YAML::EmitterStyle::value) override
    {
        open(YamlNode::list({}), m_lines.mark(mark), tag);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, YAML::EmitterStyle::value) override
    {
        open(YamlNode::map({}), m_lines.mark(mark), tag);
    }
    void OnMapEnd() override { close(); }

    void note(YamlMark mark, const QString& what, const QString& hint)
    {
        m_diagnostics.push_back({{m_file, mark.line, mark.column}, oneLine(what), hint});
    }
    [[nodiscard]] YamlNode takeRoot() { return std::move(m_root); }
    [[nodiscard]] Diagnostics takeDiagnostics() { return std::move(m_diagnostics); }
    [[nodiscard]] YamlMark documentMark() const { return m_documentMark; }

private:
    struct Frame
    {
        YamlNode node;
        QHash<QString, int> linesOfKeys;
        QString key;
        YamlMark keyMark;
        bool hasKey = false;
        bool isSkipped = false; ///< the value of a key that was refused
    };

    void open(YamlNode node, YamlMark mark, const std::string& tag)
    {
        if (tag != "?" && tag != "!" && !tag.empty())
            refuseTag(mark, tag);
        if (m_frames.size() >= deepestNesting) {
            note(mark, u"nested deeper than %1 levels"_s.arg(deepestNesting), u"a scenario needs six"_s);
            throw TooDeep{};
        }
        node.mark = mark;
        m_frames.push_back({.node = std::move(node), .linesOfKeys = {}, .key = {}, .keyMark = {}});
    }

    void close()
    {
        YamlNode node = std::move(m_frames.back().node);
        m_frames.pop_back();
        const YamlMark mark = node.mark;
        add(std::move(node), mark);
    }

    void add(YamlNode node, YamlMark mark)
    {
        node.mark = mark;
        if (m_frames.empty()) {
            m_root = std::move(node);
            return;
        }
        Frame& frame = m_frames.back();
        if (frame.node.isList())
            frame.node.children.push_back(std::move(node));
        else if (!frame.hasKey)
            takeKey(frame, node);
        else
            takeValue(frame, std::move(node));
    }

    void takeKey(Frame& frame, const YamlNode& node)
    {
        frame.hasKey = true;
        frame.key = node.text;
        frame.keyMark = node.mark;
        frame.isSkipped = !node.isScalar();
        if (!node.isScalar()) {
            note(node.mark, u"a key must be a word"_s, u"write \"key: value\""_s);
            return;
        }
        const auto first = frame.linesOfKeys.constFind(node.text);
        if (first == frame.linesOfKeys.constEnd()) {
            frame.linesOfKeys.insert(node.text, node.mark.line);
            return;
        }
        frame.isSkipped = true;
        note(node.mark, u"key \"%1\" is given twice"_s.arg(node.text), u"the first is in line %1"_s.arg(*first));
    }

    static void takeValue(Frame& frame, YamlNode node)
    {
        frame.hasKey = false;
        if (frame.isSkipped)
            return;
        node.key = frame.key;
        node.keyMark = frame.keyMark;
        frame.node.children.push_back(std::move(node));
    }

    void refuseTag(YamlMark mark, const std::string& tag)
    {
        note(mark, u"tag \"%1\" is not allowed"_s.arg(QString::fromStdString(tag)), u"leave it out"_s);
    }

    const LineTable& m_lines;
    QString m_file;
    YamlNode m_root;
    YamlMark m_documentMark;
    std::vector<Frame> m_frames;
    Diagnostics m_diagnostics;
};

/// A stream over bytes that are not copied.
class ByteBuffer final : public std::streambuf
{
public:
    explicit ByteBuffer(const QByteArray& bytes)
    {
        char* begin = const_cast<char*>(bytes.constData()); // the get area is only read
        setg(begin, begin, begin + bytes.size());
    }
};

/// The first place that is no text a person can write, if any.
std::optional<Diagnostic> badText(const QByteArray& text, const LineTable& lines, const QString& file)
{
    const auto complain = [&](qsizetype offset, const QString& what, const QString& hint) {
        const YamlMark mark = lines.at(offset);
        return Diagnostic{{file, mark.line, mark.column}, what, hint};
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text.at(i));
        if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r')
            return complain(i, u"control character 0x%1"_s.arg(byte, 2, 16, QLatin1Char('0')),
                u"a scenario is a text file in UTF-8"_s);
    }
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    std::ignore = QString(decoder(text));
    if (!decoder.hasError())
        return std::nullopt;
    // Rare, so the place may take its time: the longest beginning that is still right, plus one character.
    qsizetype good = 0;
    for (qsizetype end = text.indexOf('\n') + 1; end > 0; end = text.indexOf('\n', end) + 1) {
        QStringDecoder line(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
        std::ignore = QString(line(QByteArrayView(text).sliced(good, end - good)));
        if (line.hasError())
            break;
        good = end;
    }
    return complain(good, u"the line is not UTF-8"_s, u"save the file as UTF-8"_s);
}

struct SyntaxWords
{
    const char* parser; ///< what the parser says
    const char16_t* what;
    const char16_t* hint;
};

constexpr SyntaxWords syntaxWords[] = {
    {"end of map not found", u"this line is indented like no line above it",
        u"begin it exactly below the key or \"-\" that it belongs beside"},
    {"end of sequence not found", u"this line is indented like no line above it",
        u"begin it exactly below the key or \"-\" that it belongs beside"},
    {"end of map flow not found", u"a \"{\" is not closed", u"end it with \"}\""},
    {"end of sequence flow not found", u"a \"[\" is not closed", u"end it with \"]\""},
    {"illegal map value", u"a key cannot stand here",
        u"indent it below the keys beside it, and quote a text that has a colon"},
    {"illegal block entry", u"a \"-\" cannot stand here", u"begin the list on a line of its own, below its key"},
};

struct SyntaxFault
{
    QString what;
    QString hint;
};

/// In words of the file: what the parser says is about itself.
SyntaxFault syntaxFault(const YAML::Exception& error, const QByteArray& text)
{
    const QByteArray line = text.split('\n').value(error.mark.line);
    const auto* letter = std::ranges::find_if(line, [](char c) { return c != ' ' && c != '\t'; });
    if (std::find(line.begin(), letter, '\t') != letter)
        return {u"a tab indents this line"_s, u"indent with spaces"_s};
    const auto* found
        = std::ranges::find_if(syntaxWords, [&](const SyntaxWords& words) { return error.msg == words.parser; });
    if (found != std::end(syntaxWords))
        return {QString::fromUtf16(found->what), QString::fromUtf16(found->hint)};
    return {u"YAML syntax: "_s + QString::fromStdString(error.msg), {}};
}

YamlDocument readDocument(const QByteArray& text, const QString& file)
{
    const LineTable lines(text);
    if (const auto bad = badText(text, lines, file))
        return {.root = {}, .faults = {*bad}, .isReadable = false};
    TreeBuilder builder(lines, file);
    bool isReadable = false;
    try {
        ByteBuffer buffer(text);
        std::istream stream(&buffer);
        YAML::Parser parser(stream);
        if (!parser.HandleNextDocument(builder))
            return {};
        TreeBuilder rest(lines, file);
        if (parser.HandleNextDocument(rest))
            builder.note(rest.documentMark(), u"a second document begins here"_s, u"one file holds one scenario"_s);
        isReadable = true;
    } catch (const YAML::Exception& error) {
        const SyntaxFault fault = syntaxFault(error, text);
        builder.note(lines.mark(error.mark), fault.what, fault.hint);
    } catch (const TooDeep&) { // already noted
    }
    return {.root = isReadable ? builder.takeRoot() : YamlNode{},
        .faults = builder.takeDiagnostics(),
        .isReadable = isReadable};
}

} // namespace

YamlDocument readYaml(const QByteArray& text, const QString& file)
{
    const QByteArray body = text.startsWith("\xEF\xBB\xBF") ? text.sliced(3) : text;
    YamlDocument document = readDocument(body, file);
    if (document.isReadable && document.root.isNull() && document.faults.empty()) {
        document.isReadable = false;
        document.faults = {{{file, 1, 1}, u"the file is empty"_s, u"a scenario needs at least \"nodes:\""_s}};
    }
    return document;
}

Result<YamlNode> readYamlValue(const QByteArray& text)
{
    YamlDocument document = readDocument(text, {});
    if (!document.faults.empty())
        return fail(document.faults.front());
    return std::move(document.root);
}

} // namespace siprace
