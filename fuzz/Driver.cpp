#include "FuzzTarget.h"

#include <QCoreApplication>
#include <QDirIterator>
#include <QFile>

#include <array>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <random>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

// Drives a target without libFuzzer, with whatever compiler is at hand: every file of the corpus, then `--runs N` more
// inputs made of them by chance. The same seed makes the same inputs. What breaks the target is left in crash-<target>.

namespace {

constexpr qsizetype longestInput = 64 * 1024;
constexpr unsigned secondsForOne = 20;

QByteArray current; ///< NOLINT: the handler of a signal has no other way to it
std::array<char, 256> crashFile{};

extern "C" void keepTheInput(int number)
{
    const int file = ::open(crashFile.data(), O_WRONLY | O_CREAT | O_TRUNC, S_IRUSR | S_IWUSR);
    if (file >= 0 && ::write(file, current.constData(), std::size_t(current.size())) >= 0) {
        constexpr std::array text = {'t', 'h', 'e', ' ', 'i', 'n', 'p', 'u', 't', ' ', 'i', 's', ' ', 'i', 'n', ' '};
        std::ignore = ::write(STDERR_FILENO, text.data(), text.size());
        std::ignore = ::write(STDERR_FILENO, crashFile.data(), std::char_traits<char>::length(crashFile.data()));
        std::ignore = ::write(STDERR_FILENO, "\n", 1);
    }
    ::signal(number, SIG_DFL);
    ::raise(number);
}

class Mutator
{
public:
    Mutator(const std::vector<QByteArray>& corpus, quint64 seed)
        : m_corpus(corpus)
        , m_random(seed)
    {
    }

    QByteArray next()
    {
        QByteArray input = any();
        if (below(8) == 0)
            input = input.left(below(input.size() + 1)) + any().mid(below(any().size() + 1));
        for (qsizetype left = 1 + below(6); left > 0; --left)
            damage(input);
        return input.left(longestInput);
    }

private:
    qsizetype below(qsizetype bound) { return bound <= 0 ? 0 : qsizetype(m_random() % quint64(bound)); }
    const QByteArray& any() { return m_corpus[std::size_t(below(qsizetype(m_corpus.size())))]; }

    void damage(QByteArray& input)
    {
        static const QByteArrayList words = {"\r\n", "\r\n\r\n", "\n--\n", ";", ",", ":", "\"", "<", ">", "@", "%00",
            "z9hG4bK", ";tag=", ";branch=", "Via: ", "SIP/2.0", "INVITE", "CANCEL", "ACK", "0", "-1", "4294967296",
            "99999999999999999999", "*", "[::1]", "sip:", QByteArray(1, '\0'), "\xff\xfe", "{", "}", "[", "]", "null",
            "\\u0000", "1e999", "- ", ": ", "&a", "*a", "\t"};
        const qsizetype at = below(input.size() + 1);
        switch (below(7)) {
        case 0:
            if (at < input.size())
                input[at] = char(below(256));
            break;
        case 1:
            if (at < input.size())
                input[at] = char(input[at] ^ (1 << below(8)));
            break;
        case 2:
            input.remove(at, 1 + below(below(4) == 0 ? 200 : 8));
            break;
        case 3:
            input.insert(below(input.size() + 1), input.mid(at, below(64)));
            break;
        case 4:
            input.insert(at, any().mid(below(200), below(64)));
            break;
        default:
            input.insert(at, words[below(words.size())]);
        }
    }

    const std::vector<QByteArray>& m_corpus;
    std::mt19937_64 m_random;
};

void runOne(const QByteArray& input)
{
    current = input;
    ::alarm(secondsForOne);
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.constData()), std::size_t(input.size()));
}

void readInto(std::vector<QByteArray>& corpus, const QString& path)
{
    const auto read = [&corpus](const QString& name) {
        if (QFile file(name); file.open(QIODevice::ReadOnly))
            corpus.push_back(file.read(longestInput));
    };
    if (!QFileInfo(path).isDir()) {
        read(path);
        return;
    }
    QStringList names;
    for (QDirIterator it(path, QDir::Files, QDirIterator::Subdirectories); it.hasNext();)
        names << it.next();
    names.sort();
    for (const QString& name : std::as_const(names))
        read(name);
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QString target = QFileInfo(QString::fromLocal8Bit(argv[0])).fileName();
    std::snprintf(crashFile.data(), crashFile.size(), "crash-%s", qPrintable(target));
    for (const int number : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGALRM})
        ::signal(number, keepTheInput);
    std::vector<QByteArray> corpus;
    quint64 runs = 0;
    quint64 seed = 1;
    QStringList arguments = QCoreApplication::arguments().mid(1);
    while (!arguments.isEmpty()) {
        const QString argument = arguments.takeFirst();
        if (argument == QStringLiteral("--runs") && !arguments.isEmpty())
            runs = arguments.takeFirst().toULongLong();
        else if (argument == QStringLiteral("--seed") && !arguments.isEmpty())
            seed = arguments.takeFirst().toULongLong();
        else
            readInto(corpus, argument);
    }
    if (corpus.empty()) {
        std::fprintf(stderr, "%s: no corpus: name its files or folders\n", qPrintable(target));
        return 2;
    }
    for (const QByteArray& input : corpus)
        runOne(input);
    Mutator mutator(corpus, seed);
    for (quint64 i = 0; i < runs; ++i)
        runOne(mutator.next());
    std::printf("%s: %zu files, %llu made of them: nothing broke\n", qPrintable(target), corpus.size(),
        static_cast<unsigned long long>(runs));
    return 0;
}
