#include "MessageDiff.h"

#include "MessageMarkup.h"

#include <algorithm>
#include <vector>

namespace siprace::ui {

namespace {

QStringList linesOf(const TraceMessage& message)
{
    const MarkedMessage marked = markMessage(message);
    QStringList lines;
    for (const MarkedLine& line : marked.head)
        lines.append(line.text);
    if (!marked.body.isEmpty())
        lines += QStringList{QString()} + marked.body;
    return lines;
}

/// Marks what differs between two lines that stand for each other: all but their common beginning and end.
void markChange(DiffLine& one, DiffLine& other)
{
    const auto shorter = static_cast<int>(std::min(one.text.size(), other.text.size()));
    int head = 0;
    while (head < shorter && one.text.at(head) == other.text.at(head))
        ++head;
    int tail = 0;
    while (
        tail < shorter - head && one.text.at(one.text.size() - 1 - tail) == other.text.at(other.text.size() - 1 - tail))
        ++tail;
    for (DiffLine* line : {&one, &other}) {
        line->changedFrom = head;
        line->changedLength = static_cast<int>(line->text.size()) - head - tail;
    }
}

/// Puts the counterparts of a changed stretch beside each other: header by header of one name, first line by first
/// line.
void pairUp(QList<DiffLine>& lines, qsizetype begin)
{
    const auto nameOf = [](const QString& text) { return text.section(u':', 0, 0).toLower(); };
    QList<DiffLine> first;
    QList<DiffLine> second;
    for (const DiffLine& line : lines.sliced(begin))
        (line.side == DiffLine::Side::First ? first : second).append(line);
    lines.resize(begin);
    for (DiffLine& line : first) {
        const auto counterpart = std::find_if(second.begin(), second.end(), [&](const DiffLine& other) {
            return nameOf(other.text) == nameOf(line.text) || (begin == 0 && &line == &first.front());
        });
        if (counterpart == second.end()) {
            line.changedLength = static_cast<int>(line.text.size());
            lines.append(line);
            continue;
        }
        markChange(line, *counterpart);
        lines.append(line);
        lines.append(*counterpart);
        second.erase(counterpart);
    }
    for (DiffLine& line : second) {
        line.changedLength = static_cast<int>(line.text.size());
        lines.append(line);
    }
}

} // namespace

QList<DiffLine> diffMessages(const TraceMessage& first, const TraceMessage& second)
{
    const QStringList one = linesOf(first);
    const QStringList other = linesOf(second);
    const auto rows = static_cast<std::size_t>(one.size());
    const auto columns = static_cast<std::size_t>(other.size());
    // The longest common part, from the end: common[i][j] of the lines from i and j on.
    std::vector<std::vector<int>> common(rows + 1, std::vector<int>(columns + 1, 0));
    for (std::size_t i = rows; i-- > 0;) {
        for (std::size_t j = columns; j-- > 0;) {
            const bool isSame = one.at(static_cast<qsizetype>(i)) == other.at(static_cast<qsizetype>(j));
            common[i][j] = isSame ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
        }
    }
    QList<DiffLine> lines;
    qsizetype changeBegan = 0;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < rows || j < columns) {
        const bool isSame
            = i < rows && j < columns && one.at(static_cast<qsizetype>(i)) == other.at(static_cast<qsizetype>(j));
        if (isSame) {
            pairUp(lines, changeBegan);
            lines.append({DiffLine::Side::Both, one.at(static_cast<qsizetype>(i))});
            changeBegan = lines.size();
            ++i;
            ++j;
        } else if (j == columns || (i < rows && common[i + 1][j] >= common[i][j + 1])) {
            lines.append({DiffLine::Side::First, one.at(static_cast<qsizetype>(i++))});
        } else {
            lines.append({DiffLine::Side::Second, other.at(static_cast<qsizetype>(j++))});
        }
    }
    pairUp(lines, changeBegan);
    return lines;
}

} // namespace siprace::ui
