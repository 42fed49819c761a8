#include "RandomScenario.h"

#include "Behaviours.h"
#include "Policies.h"
#include "SettingTables.h"

#include <QStringList>

#include <random>

namespace siprace {

using namespace Qt::StringLiterals;

namespace {
class Dice
{
public:
    explicit Dice(quint64 seed)
        : m_random(seed)
    {
    }
    /// 0 … bound - 1
    int below(int bound) { return int(m_random() % quint64(bound)); }
    int between(int low, int high) { return low + below(high - low + 1); }
    bool oneIn(int chances) { return below(chances) == 0; }
    template <class List> const auto& oneOf(const List& list) { return list[std::size_t(below(int(std::size(list))))]; }

private:
    std::mt19937_64 m_random;
};

/// Writes one random file from the top to the bottom.
class Author
{
public:
    explicit Author(quint64 seed)
        : m_dice(seed)
    {
    }

    RandomScenario write(quint64 seed)
    {
        m_yaml
            = u"siprace: 1\ntitle: Random race %1\nsummary: A race that nobody has thought of.\nreference: RFC 3261\n"_s
                  .arg(seed);
        chooseNodes();
        writeNodes();
        writeLocation();
        writeLinks();
        writeRules();
        writeScript();
        if (m_hasUsers)
            line(u"users: {caller: one, caller2: two, b1: three}"_s);
        if (m_dice.oneIn(4))
            line(u"end: %1s"_s.arg(m_dice.between(1, 90)));
        const auto all = proxy::policies();
        m_result.policy = all[std::size_t(m_dice.below(int(all.size())))].id.toString();
        m_result.yaml = m_yaml.toUtf8();
        return m_result;
    }

private:
    void line(const QString& text) { m_yaml += text + u'\n'; }
    QString time(int mostMs)
    {
        switch (m_dice.below(5)) {
        case 0:
            return u"0ms"_s;
        case 1:
            return u"%1us"_s.arg(m_dice.below(mostMs * 1000) + 1);
        case 2:
            return u"%1ms"_s.arg(m_dice.below(20) + 1); // ties are the interesting ones
        default:
            return u"%1ms"_s.arg(m_dice.below(mostMs) + 1);
        }
    }

    void chooseNodes()
    {
        m_callers << u"caller"_s;
        if (m_dice.oneIn(5))
            m_callers << u"caller2"_s;
        m_proxies << u"proxy"_s;
        if (m_dice.oneIn(5))
            m_proxies << u"proxy2"_s;
        for (int i = 1, last = m_dice.between(1, 4); i <= last; ++i)
            m_phones << u"b%1"_s.arg(i);
        m_t1 = m_dice.oneIn(6) ? m_dice.between(50, 900) : 0;
        m_hasUsers = m_dice.oneIn(8);
    }

    QString commonKeys()
    {
        QString keys;
        if (m_t1 != 0)
            keys += u", t1: %1ms"_s.arg(m_t1);
        if (m_dice.oneIn(10))
            keys += u", processing: %1"_s.arg(time(30));
        return keys;
    }

    QString behavioursOf(Role role)
    {
        QStringList chosen;
        QList<BehaviourGroup> taken; // those of a group exclude one another
        for (const BehaviourInfo& info : behaviours()) {
            if (info.role != role || !m_dice.oneIn(14) || taken.contains(info.group))
                continue;
            if (info.group != BehaviourGroup::None)
                taken << info.group;
            m_result.isPlain = m_result.isPlain && !info.breaksRule;
            chosen << (info.value == BehaviourValue::FinalStatus
                    ? u"%1: %2"_s.arg(info.id).arg(m_dice.between(300, 699))
                    : info.id.toString());
        }
        return chosen.isEmpty() ? QString() : u", behaviours: [%1]"_s.arg(chosen.join(u", "_s));
    }

    void writeNodes()
    {
        line(u"nodes:"_s);
        for (const QString& id : std::as_const(m_callers)) {
            QString keys = commonKeys() + behavioursOf(Role::Caller);
            if (m_dice.oneIn(8))
                keys += u", offer: late"_s;
            if (m_dice.oneIn(6))
                keys += u", supported: [%1]"_s.arg(QString(m_dice.oneIn(2) ? u"100rel"_s : u"'199'"_s));
            if (m_dice.oneIn(8))
                keys += u", max-forwards: %1"_s.arg(m_dice.below(4));
            if (m_proxies.size() > 1 && m_dice.oneIn(3))
                keys += u", outbound: proxy2"_s;
            line(u"  %1: {role: caller%2}"_s.arg(id, keys));
        }
        for (const QString& id : std::as_const(m_proxies))
            line(u"  %1: {role: proxy%2}"_s.arg(id, commonKeys() + proxyKeys()));
        for (const QString& id : std::as_const(m_phones))
            line(u"  %1: {role: callee%2}"_s.arg(id, commonKeys() + phoneKeys() + behavioursOf(Role::Callee)));
    }

    QString phoneKeys()
    {
        QString keys = m_dice.oneIn(10) ? u", ring: never"_s : u", ring: %1"_s.arg(time(1500));
        if (m_dice.oneIn(4))
            keys += u", reject: {status: %1, after: %2}"_s.arg(m_dice.between(300, 699)).arg(time(3000));
        else if (!m_dice.oneIn(6))
            keys += u", answer: %1"_s.arg(time(m_dice.oneIn(5) ? 40'000 : 2000));
        if (m_dice.oneIn(6)) {
            static const QStringList lists = {u"[]"_s, u"[100]"_s, u"[100, 180]"_s, u"[183]"_s, u"[180, 183]"_s};
            keys += u", provisional: "_s + m_dice.oneOf(lists);
        }
        return keys;
    }

    QString valueOf(const proxy::SettingRow& row)
    {
        using proxy::SettingKind;
        const bool isWord = row.kind == SettingKind::Word || row.kind == SettingKind::Flag
            || (row.kind == SettingKind::WordOrTime && m_dice.oneIn(3));
        if (isWord)
            return m_dice.oneOf(row.wordList());
        const bool isNumber = row.kind == SettingKind::Number || row.kind == SettingKind::Count;
        return isNumber ? QString::number(m_dice.between(1, 5)) : u"%1ms"_s.arg(m_dice.between(1, 60'000));
    }

    QString proxyKeys()
    {
        QString keys;
        for (const proxy::SettingRow& row : proxy::settingTable()) {
            const bool isLeftOut = row.kind == proxy::SettingKind::FileName || (row.key == u"auth" && !m_hasUsers);
            if (isLeftOut || !m_dice.oneIn(8))
                continue;
            const QString value = valueOf(row);
            if (value == u"sqlite") // no file is to be left behind
                continue;
            keys += u", %1: %2"_s.arg(row.key, value);
            m_result.isPlain = m_result.isPlain && row.key != u"personality" && row.key != u"unmatched-cancel"
                && row.key != u"timer-c"
                && row.key != u"cancel-unreplied"; // a CANCEL that overtakes its INVITE has two answers
        }
        QStringList knobs;
        for (const proxy::SettingRow& row : proxy::knobTable()) {
            if (!m_dice.oneIn(12))
                continue;
            knobs << u"%1: %2"_s.arg(row.key, valueOf(row));
            m_result.isPlain = false;
        }
        return knobs.isEmpty() ? keys : keys + u", policy: {%1}"_s.arg(knobs.join(u", "_s));
    }

    void writeLocation()
    {
        line(u"location:"_s);
        QStringList contacts;
        for (const QString& phone : std::as_const(m_phones))
            contacts << (m_dice.oneIn(3) ? u"{node: %1, q: 0.%2}"_s.arg(phone).arg(m_dice.below(10)) : phone);
        if (m_proxies.size() > 1 && m_dice.oneIn(2))
            contacts << u"proxy2"_s;
        line(u"  \"sip:bob@lab\": [%1]"_s.arg(contacts.join(u", "_s)));
        if (m_dice.oneIn(6))
            line(u"  \"sip:nobody@lab\": []"_s);
    }

    QString impairment()
    {
        QStringList keys{u"delay: "_s + time(m_dice.oneIn(8) ? 3000 : 200)};
        if (m_dice.oneIn(4))
            keys << u"jitter: "_s + time(100);
        if (m_dice.oneIn(3))
            keys << u"loss: %1%"_s.arg(m_dice.oneIn(4) ? m_dice.between(50, 100) : m_dice.between(1, 30));
        if (m_dice.oneIn(5))
            keys << u"duplicate: %1%"_s.arg(m_dice.between(1, 60));
        if (m_dice.oneIn(6))
            keys << u"reorder: %1%"_s.arg(m_dice.between(1, 50));
        return keys.join(u", "_s);
    }

    void writeLinks()
    {
        line(u"links:"_s);
        line(u"  default: {%1}"_s.arg(impairment()));
        for (const QString& other : m_callers + m_phones) {
            if (m_dice.oneIn(2))
                line(u"  %1-proxy: {%2%3}"_s.arg(
                    other, impairment(), m_dice.oneIn(3) ? u", back: {%1}"_s.arg(impairment()) : QString()));
        }
    }

    QString direction()
    {
        const QStringList others = m_callers + m_phones;
        const QString other = m_dice.oneOf(others);
        const QString proxy = m_dice.oneOf(m_proxies);
        return m_dice.oneIn(2) ? u"%1>%2"_s.arg(other, proxy) : u"%1>%2"_s.arg(proxy, other);
    }

    QString match()
    {
        static const QStringList methods
            = {u"INVITE"_s, u"ACK"_s, u"CANCEL"_s, u"BYE"_s, u"REGISTER"_s, u"OPTIONS"_s, u"PRACK"_s, u"UPDATE"_s};
        static const int statuses[] = {100, 180, 183, 200, 202, 302, 401, 407, 408, 481, 486, 487, 503, 603};
        QStringList keys;
        if (m_dice.oneIn(2))
            keys << u"method: "_s + m_dice.oneOf(methods);
        else
            keys << u"status: %1"_s.arg(m_dice.oneOf(statuses));
        if (m_dice.oneIn(3))
            keys << u"cseq: "_s + m_dice.oneOf(methods);
        if (m_dice.oneIn(2))
            keys << u"nth: %1"_s.arg(m_dice.between(1, 3));
        return keys.join(u", "_s);
    }

    void writeRules()
    {
        const int count = m_dice.oneIn(3) ? m_dice.between(1, 4) : 0;
        if (count > 0)
            line(u"rules:"_s);
        for (int i = 0; i < count; ++i) {
            QString what;
            switch (m_dice.below(4)) {
            case 0:
                what = u"do: drop"_s;
                break;
            case 1:
                what = u"do: {delay: %1}"_s.arg(time(5000));
                break;
            case 2:
                what = u"do: {duplicate: %1}"_s.arg(m_dice.between(2, 5));
                break;
            default:
                what = u"do: hold"_s;
                if (!m_dice.oneIn(4))
                    what += u", until: {%1: {link: %2, %3}}"_s.arg(
                        m_dice.oneIn(2) ? u"sent"_s : u"arrived"_s, direction(), match());
            }
            line(u"  - {link: %1, match: {%2}, %3}"_s.arg(direction(), match(), what));
        }
    }

    void writeScript()
    {
        line(u"script:"_s);
        const QStringList targets = {u"\"sip:bob@lab\""_s, u"\"sip:bob@lab\""_s, u"\"sip:bob@lab\""_s,
            u"\"sip:nobody@lab\""_s, u"\"sip:stranger@lab\""_s};
        line(u"  - {at: 0s, node: caller, do: call, to: \"sip:bob@lab\"}"_s);
        const int more = m_dice.oneIn(4) ? 0 : m_dice.between(1, 6);
        for (int i = 0; i < more; ++i) {
            const QString at = time(m_dice.oneIn(4) ? 40'000 : 3000);
            const int kind = m_dice.below(12);
            if (kind < 2)
                line(u"  - {at: %1, node: %2, do: call, to: %3}"_s.arg(
                    at, m_dice.oneOf(m_callers), m_dice.oneOf(targets)));
            else if (kind < 8)
                byCaller(at);
            else if (kind < 10)
                byPhone(at);
            else
                byAnybody(at);
        }
    }

    void byCaller(const QString& at)
    {
        static const QStringList actions = {u"cancel"_s, u"cancel"_s, u"hang-up"_s, u"hang-up"_s, u"bye-early"_s,
            u"reinvite"_s, u"update"_s, u"prack"_s, u"info"_s, u"options"_s, u"register"_s};
        line(u"  - {at: %1, node: %2, do: %3}"_s.arg(at, m_dice.oneOf(m_callers), m_dice.oneOf(actions)));
    }

    void byPhone(const QString& at)
    {
        static const QStringList actions = {u"answer"_s, u"answer"_s, u"hang-up"_s, u"reinvite"_s, u"update"_s,
            u"info"_s, u"options"_s, u"register"_s, u"reject"_s};
        const QString action = m_dice.oneOf(actions);
        const QString to = action == u"register" && m_dice.oneIn(2) ? u", to: \"sip:bob@lab\""_s : QString();
        line(u"  - {at: %1, node: %2, do: %3%4}"_s.arg(at, m_dice.oneOf(m_phones), action, to));
    }

    void byAnybody(const QString& at)
    {
        static const QStringList actions = {u"restart"_s, u"restart"_s, u"stop"_s, u"start"_s};
        const QStringList all = m_callers + m_proxies + m_phones;
        const QString action = m_dice.oneOf(actions);
        const QString down = action == u"restart" && m_dice.oneIn(2) ? u", down: "_s + time(2000) : QString();
        line(u"  - {at: %1, node: %2, do: %3%4}"_s.arg(at, m_dice.oneOf(all), action, down));
        m_result.isPlain = false;
    }

    Dice m_dice;
    QString m_yaml;
    RandomScenario m_result;
    QStringList m_callers;
    QStringList m_proxies;
    QStringList m_phones;
    int m_t1 = 0;
    bool m_hasUsers = false;
};
} // namespace

RandomScenario randomScenario(quint64 seed)
{
    return Author(seed).write(seed);
}

} // namespace siprace
