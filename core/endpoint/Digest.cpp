#include "Digest.h"

#include "SipText.h"

#include <QCryptographicHash>
#include <QMap>

#include <algorithm>

namespace siprace {

namespace {
struct ChallengeHeader
{
    const char* asks;
    const char* answers;
};
constexpr ChallengeHeader challengeHeaders[]
    = {{"WWW-Authenticate", "Authorization"}, {"Proxy-Authenticate", "Proxy-Authorization"}};

using DigestParameters = QMap<QByteArray, QByteArray>;

QByteArray unquoted(QByteArrayView text)
{
    if (text.size() >= 2 && text.startsWith('"') && text.endsWith('"'))
        text = text.sliced(1, text.size() - 2);
    return text.toByteArray();
}

/// The parameters of one challenge; empty when its scheme is not Digest.
DigestParameters digestParameters(const QByteArray& value)
{
    constexpr QByteArrayView scheme = "Digest ";
    DigestParameters parameters;
    if (QByteArrayView(value).first(std::min(value.size(), scheme.size())).compare(scheme, Qt::CaseInsensitive) != 0)
        return parameters;
    for (const QByteArrayView part : sip::splitOutsideQuotes(QByteArrayView(value).sliced(scheme.size()), ',')) {
        const qsizetype equals = part.indexOf('=');
        if (equals > 0)
            parameters[part.first(equals).trimmed().toByteArray().toLower()]
                = unquoted(part.sliced(equals + 1).trimmed());
    }
    return parameters;
}

bool offersQopAuth(const DigestParameters& parameters)
{
    const QByteArrayList offered = parameters.value("qop").split(',');
    return std::ranges::any_of(offered, [](const QByteArray& qop) { return qop.trimmed() == "auth"; });
}

std::optional<QByteArray> digestResponse(
    const DigestParameters& asked, const DigestUser& user, const DigestRequest& request)
{
    const QByteArray algorithm = asked.value("algorithm", "MD5").toUpper();
    if (algorithm != "MD5" && algorithm != "MD5-SESS" && algorithm != "SHA-256")
        return std::nullopt;
    const auto kind = algorithm == "SHA-256" ? QCryptographicHash::Sha256 : QCryptographicHash::Md5;
    const auto hash = [kind](const QByteArray& text) { return QCryptographicHash::hash(text, kind).toHex(); };
    const QByteArray nonce = asked.value("nonce");
    QByteArray who = hash(user.name + ':' + asked.value("realm") + ':' + user.password);
    if (algorithm == "MD5-SESS")
        who = hash(who + ':' + nonce + ':' + request.clientNonce);
    const QByteArray what = hash(request.method + ':' + request.uri);
    const QByteArray middle = offersQopAuth(asked) ? nonce + ":00000001:" + request.clientNonce + ":auth" : nonce;
    return hash(who + ':' + middle + ':' + what);
}

QByteArray quoted(const char* name, const QByteArray& value)
{
    return QByteArray(", ") + name + "=\"" + value + '"';
}

/// The credentials for one challenge; empty when we cannot answer it.
QByteArray credentials(const QByteArray& challenge, const DigestUser& user, const DigestRequest& request)
{
    const DigestParameters asked = digestParameters(challenge);
    const auto response = asked.isEmpty() ? std::nullopt : digestResponse(asked, user, request);
    if (!response)
        return {};
    QByteArray line = "Digest username=\"" + user.name + '"' + quoted("realm", asked.value("realm"))
        + quoted("nonce", asked.value("nonce")) + quoted("uri", request.uri) + quoted("response", *response);
    if (asked.contains("algorithm"))
        line += ", algorithm=" + asked.value("algorithm");
    if (asked.contains("opaque"))
        line += quoted("opaque", asked.value("opaque"));
    if (offersQopAuth(asked))
        line += ", qop=auth, nc=00000001" + quoted("cnonce", request.clientNonce);
    return line;
}
} // namespace

QByteArrayList answerChallenges(const sip::Message& challenge, const DigestUser& user, const DigestRequest& request)
{
    QByteArrayList lines;
    if (user.isNull())
        return lines;
    for (const ChallengeHeader& header : challengeHeaders) {
        for (const QByteArray& value : challenge.headers(header.asks)) {
            const QByteArray answer = credentials(value, user, request);
            if (!answer.isEmpty())
                lines.append(QByteArray(header.answers) + ": " + answer);
        }
    }
    return lines;
}

QByteArray challengeLine(int status, const QByteArray& realm, const QByteArray& nonce)
{
    const QByteArray name = status == 407 ? "Proxy-Authenticate" : "WWW-Authenticate";
    return name + ": Digest realm=\"" + realm + '"' + quoted("nonce", nonce) + ", algorithm=MD5, qop=\"auth\"";
}

bool isAuthorized(
    const sip::Message& request, const QByteArray& realm, const QByteArray& nonce, const QMap<QString, QString>& users)
{
    const QByteArrayList values = request.headers("Authorization") + request.headers("Proxy-Authorization");
    return std::ranges::any_of(values, [&](const QByteArray& value) {
        DigestParameters given = digestParameters(value);
        const QString user = QString::fromUtf8(given.value("username"));
        if (given.value("realm") != realm || given.value("nonce") != nonce || !users.contains(user))
            return false;
        const DigestRequest asked{request.method(), given.value("uri"), given.value("cnonce")};
        return digestResponse(given, {user.toUtf8(), users.value(user).toUtf8()}, asked) == given.value("response");
    });
}

bool isStale(const sip::Message& challenge)
{
    QByteArrayList values;
    for (const ChallengeHeader& header : challengeHeaders)
        values += challenge.headers(header.asks);
    return !values.isEmpty() && std::ranges::all_of(values, [](const QByteArray& value) {
        return digestParameters(value).value("stale").toLower() == "true";
    });
}

} // namespace siprace
