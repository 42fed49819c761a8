#include "RandomRun.h"

#include "ProxyBench.h"

#include <QSet>

#include <algorithm>

namespace siprace::proxy {

using namespace Qt::StringLiterals;

namespace {
/// One random run and what has to hold all along.
class RandomRun
{
public:
    RandomRun(QStringView policy, Choose choose, int inputs)
        : m_choose(std::move(choose))
        , m_inputs(inputs)
        , m_settings(chooseSettings(policy))
        , m_bench(m_settings, choosePhones())
        , m_invite(m_bench.request("INVITE"))
    {
    }

    /// Empty when everything held, else what did not.
    QString broken()
    {
        watch(m_bench.receive(u"caller"_s, m_invite), {});
        for (int i = 0; i < m_inputs && m_broken.isEmpty(); ++i)
            oneInput();
        if (m_broken.isEmpty())
            settle();
        if (!m_bench.mistakes().isEmpty())
            m_broken += u" "_s + m_bench.mistakes().first();
        if (!m_broken.isEmpty())
            m_broken += u"\n"_s + m_bench.log().join(u'\n');
        return m_broken;
    }

private:
    unsigned below(unsigned bound) { return m_choose(bound); }
    bool oneIn(unsigned chances) { return below(chances) == 0; }

    ProxySettings chooseSettings(QStringView policy)
    {
        ProxySettings settings = ProxyBench::withPolicy(policy);
        if (oneIn(3))
            settings.policy.linger = std::chrono::seconds(1 + below(40));
        if (oneIn(3))
            settings.fork = Fork::Serial;
        if (oneIn(3))
            settings.serialTimeout = std::chrono::seconds(1 + below(20));
        if (oneIn(4))
            settings.cancelUnreplied = CancelUnreplied::AtOnce;
        if (oneIn(3))
            settings.silentBranches = SilentBranches::Abandon;
        if (oneIn(4))
            settings.maxBreadth = 1 + int(below(3));
        if (oneIn(5))
            settings.policy.rememberBy = RememberBy(below(3));
        return settings;
    }

    QList<Contact> choosePhones()
    {
        QList<Contact> phones;
        for (const char* id : {"b1", "b2", "b3"})
            phones.append(ProxyBench::phone(id, oneIn(3) ? 0.5 : 1.0));
        return phones;
    }

    void oneInput()
    {
        const QString phone = u"b%1"_s.arg(1 + below(3));
        switch (below(10)) {
        case 0:
            if (!m_hasFinal) // later it is a new call in the RFC 3261 form
                watch(m_bench.receive(u"caller"_s, m_invite), {});
            break;
        case 1:
            if (oneIn(4))
                watch(m_bench.receive(u"caller"_s, ProxyBench::cancelOf(m_invite)), {});
            break;
        case 2:
            watch(m_bench.receive(u"caller"_s, ProxyBench::ackOf(m_invite)), {});
            break;
        case 3:
        case 4:
            watch(m_bench.pass(std::chrono::milliseconds(below(oneIn(5) ? 40'000 : 2'000))), {});
            break;
        case 5:
            respond(phone, 200, "CANCEL");
            break;
        case 6:
            if (oneIn(6))
                respond(phone, 100 + int(below(600)), "INVITE");
            else
                respond(phone, 180, "INVITE");
            break;
        case 7:
            respond(phone, 200, "INVITE");
            break;
        default: {
            constexpr int statuses[] = {100, 180, 183, 200, 302, 407, 486, 487, 500, 503, 603};
            respond(phone, statuses[below(std::size(statuses))], "INVITE");
        }
        }
    }

    void respond(const QString& phone, int status, const QByteArray& method)
    {
        const sip::Message answer = m_bench.answer(phone, status, method, oneIn(12) ? "other" : QByteArray());
        if (answer.isNull())
            return;
        const QByteArray branch = answer.topVia()->branch;
        if (method == "INVITE" && status < 200)
            m_provisional.insert(branch);
        const bool wasFinal = m_final.contains(branch);
        if (method == "INVITE" && status >= 200)
            m_final.insert(branch);
        const QStringList sent = m_bench.receive(phone, answer);
        const bool isStray = std::ranges::any_of(m_bench.effects(), [](const Effect& effect) {
            const auto* note = std::get_if<Note>(&effect);
            return note && note->isStray;
        });
        if (method == "INVITE" && status >= 600 && !wasFinal && !isStray) // a branch that timed out speaks for nobody
            m_mayFork = false;
        watch(sent, answer);
    }

    void fail(const QString& what)
    {
        if (m_broken.isEmpty())
            m_broken = what;
    }

    /// Looks at what was sent since the last look; `cause` is the response that has just arrived, if any.
    void watch(const QStringList&, const sip::Message& cause)
    {
        int upstream = 0;
        for (; m_seen < m_bench.sent().size(); ++m_seen) {
            const Send& send = m_bench.sent()[m_seen];
            const sip::Message& message = send.message;
            if (message.isRequest())
                request(message);
            else if (message.cseqMethod() == "INVITE") {
                ++upstream;
                response(send, cause);
            }
        }
        if (m_bench.core().liveTransactions() == 0 && m_bench.runningTimers() != 0)
            fail(u"timers outlive everything: "_s + m_bench.runningTimerNames().join(u' '));
        if (!cause.isNull() && upstream > 2) // a best response may follow a 199, nothing else comes in pairs
            fail(u"one response went upstream %1 times"_s.arg(upstream));
    }

    void request(const sip::Message& message)
    {
        const QByteArray branch = message.topVia()->branch;
        if (message.method() == "CANCEL") {
            if (m_settings.cancelUnreplied == CancelUnreplied::Wait && !m_provisional.contains(branch))
                fail(u"a CANCEL before any provisional"_s);
            if (!m_cancelled.contains(branch) && m_final.contains(branch))
                fail(u"a CANCEL after the branch's final"_s);
            m_cancelled.insert(branch);
        }
        if (message.method() == "INVITE" && !m_branches.contains(branch)) {
            m_branches.insert(branch);
            if (m_hasSuccess || !m_mayFork)
                fail(u"a new branch after a 2xx or 6xx"_s);
        }
    }

    void response(const Send& send, const sip::Message& cause)
    {
        const int status = send.message.status();
        if (status == 100 && !cause.isNull())
            fail(u"a 100 was forwarded"_s);
        if (send.isStray || status < 200) {
            if (!send.isStray && m_hasFinal && status != 100)
                fail(u"a provisional after the final"_s);
            return;
        }
        m_hasFinal = true;
        if (status < 300) {
            m_hasSuccess = true;
            if (!m_failure.isEmpty())
                fail(u"a 2xx after a failure"_s);
            return;
        }
        if (m_hasSuccess)
            fail(u"a failure after a 2xx"_s);
        if (!m_failure.isEmpty() && m_failure != send.message.toBytes())
            fail(u"two failures"_s);
        m_failure = send.message.toBytes();
    }

    void settle()
    {
        watch(m_bench.pass(20min), {});
        if (!m_hasFinal && m_settings.policy.late2xx == Late2xx::Forward)
            fail(u"the caller never got a final"_s);
        if (m_bench.runningTimers() != 0)
            fail(u"timers run on: "_s + m_bench.runningTimerNames().join(u' '));
        if (m_bench.core().liveTransactions() != 0 || m_bench.core().liveContexts() != 0)
            fail(u"transactions or contexts are left"_s);
    }

    Choose m_choose;
    int m_inputs;
    ProxySettings m_settings;
    ProxyBench m_bench;
    sip::Message m_invite;
    std::size_t m_seen = 0;
    QString m_broken;
    QSet<QByteArray> m_branches;
    QSet<QByteArray> m_provisional; ///< branches on which a 1xx has arrived
    QSet<QByteArray> m_final;
    QSet<QByteArray> m_cancelled;
    QByteArray m_failure;
    bool m_hasFinal = false;
    bool m_hasSuccess = false;
    bool m_mayFork = true;
};
} // namespace

QString brokenRandomRun(QStringView policy, const Choose& choose, int inputs)
{
    return RandomRun(policy, choose, inputs).broken();
}

} // namespace siprace::proxy
