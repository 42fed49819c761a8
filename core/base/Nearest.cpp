#include "Nearest.h"

#include <algorithm>
#include <vector>

namespace siprace {

namespace {
/// Optimal string alignment distance: edits, with two neighbouring letters swapped counting as one.
qsizetype editDistance(const QString& a, const QString& b)
{
    const auto columns = static_cast<std::size_t>(b.size()) + 1;
    std::vector<qsizetype> beforeLast(columns);
    std::vector<qsizetype> last(columns);
    std::vector<qsizetype> row(columns);
    for (std::size_t j = 0; j < columns; ++j)
        last[j] = static_cast<qsizetype>(j);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const auto column = static_cast<std::size_t>(j);
            const bool same = a[i - 1] == b[j - 1];
            row[column] = std::min({last[column] + 1, row[column - 1] + 1, last[column - 1] + (same ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[column] = std::min(row[column], beforeLast[column - 2] + 1);
        }
        std::swap(beforeLast, last);
        std::swap(last, row);
    }
    return last.back();
}
} // namespace

QString nearest(QStringView word, const QStringList& candidates)
{
    constexpr qsizetype longest = 64; // nobody mistypes an id of that length; keeps the work bounded
    if (word.isEmpty() || word.size() > longest)
        return {};
    const QString wanted = word.toString().toLower();
    qsizetype best = std::max<qsizetype>(2, wanted.size() / 3) + 1;
    best = std::min(best, wanted.size()); // a word that shares no letter is no suggestion
    QString found;
    for (const QString& candidate : candidates) {
        const qsizetype distance = editDistance(wanted, candidate.toLower());
        if (distance < best) {
            best = distance;
            found = candidate;
        }
    }
    return found;
}

QString didYouMean(QStringView word, const QStringList& candidates)
{
    const QString found = nearest(word, candidates);
    return found.isEmpty() ? QString() : QStringLiteral(": did you mean \"%1\"?").arg(found);
}

} // namespace siprace
