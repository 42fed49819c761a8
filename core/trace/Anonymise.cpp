#include "Anonymise.h"

#include <QMap>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace siprace {

namespace {

/// Bytes as text, one character a byte: nothing of a body is lost on the way there and back.
QString asText(QByteArrayView bytes)
{
    return QString::fromLatin1(bytes);
}

/// Names found, and what each becomes.
class Aliases
{
public:
    explicit Aliases(const Trace& trace);

    [[nodiscard]] QByteArray in(const QByteArray& bytes) const { return replaced(asText(bytes)).toLatin1(); }
    [[nodiscard]] QString in(const QString& text) const { return QString::fromUtf8(in(text.toUtf8())); }
    void apply(Why& why) const { why.text = in(why.text); }

private:
    void takeNodes(const Trace& trace);
    void takeText(const QByteArray& bytes);
    void takeAddresses(const QString& text);
    void takePasswords(const QByteArray& yaml);
    void add(const QString& name, const QString& alias);
    void addNumbered(const QString& name, const QString& pattern, int& counter);
    [[nodiscard]] QString replaced(const QString& text) const;

    QMap<QString, QString> m_aliases;
    QSet<QString> m_kept{QStringLiteral("lab")};
    QRegularExpression m_names;
    int m_users = 0;
    int m_secrets = 0;
    int m_domains = 0;
    int m_addresses = 0;
};

Aliases::Aliases(const Trace& trace)
{
    takeNodes(trace);
    for (const TraceMessage& message : trace.messages)
        takeText(message.raw.bytes());
    takeText(trace.scenarioText);
    takeAddresses(trace.title + u'\n' + asText(trace.scenarioText));
    takePasswords(trace.scenarioText);
    QStringList names = m_aliases.keys();
    std::ranges::sort(names, std::ranges::greater(), &QString::size); // the longest first: alice.b before alice
    for (QString& name : names)
        name = QRegularExpression::escape(name);
    if (!names.isEmpty())
        m_names.setPattern(QStringLiteral("(?<![A-Za-z0-9_])(?:%1)(?![A-Za-z0-9_])").arg(names.join(u'|')));
}

void Aliases::takeNodes(const Trace& trace)
{
    static const QRegularExpression roleId(QStringLiteral(
        "^(?:caller|callee|proxy|phone|carrier|gateway|sbc|mobile|desk|edge|inner|outer|registrar|[a-z]{1,2})\\d*$"));
    static const QRegularExpression roleName(
        QStringLiteral("^(?:The )?(?:Caller|Callee|Proxy|Phone|Carrier|Gateway|SBC|Edge|Registrar)(?: \\w{1,3})?$"));
    QMap<Role, int> counts;
    for (const TraceNode& node : trace.nodes) {
        const int number = ++counts[node.role];
        if (roleId.match(node.id).hasMatch())
            m_kept.insert(node.id);
        else
            add(node.id,
                (node.role == Role::Callee ? QStringLiteral("phone") : toString(node.role)) + QString::number(number));
        QString role = node.role == Role::Callee ? QStringLiteral("Phone") : toString(node.role);
        role[0] = role.at(0).toUpper();
        if (!node.name.isEmpty() && node.name != node.id && !roleName.match(node.name).hasMatch())
            add(asText(node.name.toUtf8()), QStringLiteral("%1 %2").arg(role).arg(number));
    }
}

/// Users, domains and addresses of one message or of the scenario's text.
void Aliases::takeText(const QByteArray& bytes)
{
    static const QRegularExpression user(
        QStringLiteral("(?:sips?:|username=\"|\\buser: \"?)([^\\s@:;,<>{}\"]+)(?=[@\"\\s,}]|:[^@\\s<>\"]*@)"));
    static const QRegularExpression domain(QStringLiteral("@([A-Za-z](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)"));
    static const QRegularExpression address(
        QStringLiteral("(?<![\\d.])(?!127\\.)(\\d{1,3}(?:\\.\\d{1,3}){3})(?![\\d.])"));
    const QString text = asText(bytes);
    // Addresses first: "sip:192.168.1.7" names a host, not a user.
    for (auto it = address.globalMatch(text); it.hasNext();)
        addNumbered(it.next().captured(1), QStringLiteral("192.0.2.%1"), m_addresses);
    for (auto it = domain.globalMatch(text); it.hasNext();)
        addNumbered(it.next().captured(1), QStringLiteral("domain%1.invalid"), m_domains);
    for (auto it = user.globalMatch(text); it.hasNext();)
        addNumbered(it.next().captured(1), QStringLiteral("user%1"), m_users);
}

/// "alice.smith@example.org" as people write it into a comment, without a scheme.
void Aliases::takeAddresses(const QString& text)
{
    static const QRegularExpression address(
        QStringLiteral("(?<![A-Za-z0-9_.+-])([A-Za-z0-9](?:[A-Za-z0-9_.+-]*[A-Za-z0-9_])?)@[A-Za-z]"));
    for (auto it = address.globalMatch(text); it.hasNext();)
        addNumbered(it.next().captured(1), QStringLiteral("user%1"), m_users);
}

/// The passwords of the scenario's `users:`, written in braces or a line each.
void Aliases::takePasswords(const QByteArray& yaml)
{
    static const QRegularExpression users(
        QStringLiteral("^users:[ \\t]*(?:\\{([^}]*)\\}|\\R((?:[ \\t]+[^\\r\\n]*\\R?)*))"),
        QRegularExpression::MultilineOption);
    static const QRegularExpression pair(QStringLiteral("([^\\s,:\"{}]+)\"?[ \\t]*:[ \\t]*\"?([^\\s,\"{}#]+)"));
    const QRegularExpressionMatch block = users.match(asText(yaml));
    for (auto it = pair.globalMatch(block.captured(1) + block.captured(2)); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        addNumbered(match.captured(1), QStringLiteral("user%1"), m_users);
        addNumbered(match.captured(2), QStringLiteral("secret%1"), m_secrets);
    }
}

void Aliases::add(const QString& name, const QString& alias)
{
    m_aliases.insert(name, alias);
}

void Aliases::addNumbered(const QString& name, const QString& pattern, int& counter)
{
    if (!m_kept.contains(name) && !m_aliases.contains(name))
        add(name, pattern.arg(++counter));
}

QString Aliases::replaced(const QString& text) const
{
    if (m_aliases.isEmpty())
        return text;
    QString out;
    qsizetype from = 0;
    for (auto it = m_names.globalMatch(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        out += QStringView(text).sliced(from, match.capturedStart() - from);
        out += m_aliases.value(match.captured());
        from = match.capturedEnd();
    }
    return out + text.sliced(from);
}

/// A body that became longer or shorter is announced so. RFC 3261 §20.14.
QByteArray withContentLength(const QByteArray& datagram)
{
    static const QRegularExpression header(QStringLiteral("^(Content-Length|l)[ \\t]*:[ \\t]*\\d+"),
        QRegularExpression::MultilineOption | QRegularExpression::CaseInsensitiveOption);
    const qsizetype end = datagram.indexOf("\r\n\r\n");
    if (end < 0)
        return datagram;
    const QByteArray body = datagram.sliced(end + 4);
    QString head = asText(QByteArrayView(datagram).first(end + 4));
    head.replace(header, QStringLiteral("\\1: %1").arg(body.size()));
    return head.toLatin1() + body;
}

void rename(MessageFields& fields, const Aliases& aliases)
{
    for (QByteArray* text : {&fields.firstLine, &fields.callId, &fields.fromTag, &fields.toTag, &fields.branch,
             &fields.requestUri, &fields.contact})
        *text = aliases.in(*text);
}

void rename(TraceMessage& message, const Aliases& aliases)
{
    rename(static_cast<MessageFields&>(message), aliases);
    message.raw = withContentLength(aliases.in(message.raw.bytes()));
    aliases.apply(message.why);
    aliases.apply(message.fateWhy);
}

} // namespace

Trace anonymised(const Trace& trace)
{
    const Aliases aliases(trace);
    Trace out = trace;
    out.scenario = QStringLiteral("scenario"); // the name of a file, which may be anybody's
    out.title = aliases.in(out.title);
    out.scenarioText = aliases.in(out.scenarioText);
    for (TraceNode& node : out.nodes) {
        node.id = aliases.in(node.id);
        node.name = aliases.in(node.name);
        node.address = aliases.in(node.address);
    }
    for (TraceMessage& message : out.messages)
        rename(message, aliases);
    for (StateChange& state : out.states) {
        state.machine = aliases.in(state.machine);
        state.label = aliases.in(state.label);
        state.tag = aliases.in(state.tag);
    }
    for (TimerChange& timer : out.timers)
        timer.machine = aliases.in(timer.machine);
    for (Decision& decision : out.decisions)
        aliases.apply(decision.why);
    for (ConnectionEvent& event : out.connections)
        event.text = aliases.in(event.text);
    return out;
}

} // namespace siprace
