// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/run.h"

#include "app/json.h"
#include "app/serverconfig.h"
#include "app/standalone.h"

namespace foyer {
namespace {

// Two foyerctl on one profile take turns; a window keeps it for hours, so waiting for one would only look like hanging.
constexpr int lockWaitMs = 20'000;
constexpr int windowWaitMs = 300;

} // namespace

Run::Run(Arguments arguments) : m_args(std::move(arguments))
{
    const bool serverByEnvironment = qEnvironmentVariableIsSet("PGHOST") || qEnvironmentVariableIsSet("PGHOSTADDR") || qEnvironmentVariableIsSet("PGSERVICE");
    m_standalone = m_args.has(QStringLiteral("standalone")) || (!m_args.has(QStringLiteral("server")) && !serverByEnvironment);
}

Run::~Run() = default;

void Run::end(ExitCode code)
{
    if (m_ended)
        return;
    m_ended = true;
    Q_EMIT ended(code);
}

void Run::done(const QJsonValue &json, const QString &text, ExitCode code)
{
    printOut(m_args.has(QStringLiteral("json")) ? jsonText(json) : text.toUtf8());
    end(code);
}

void Run::refuse(const Error &error)
{
    if (m_args.has(QStringLiteral("json"))) {
        printError(jsonText(errorJson(error)));
    } else {
        const QString tk = tkCode(error.code);
        printError(QStringLiteral("foyerctl: %1%2\n").arg(plainText(sentenceOf(error)), tk.isEmpty() ? QString() : QStringLiteral(" [%1]").arg(tk)).toUtf8());
        const QString detail = error.facts.value(QStringLiteral("detail")).toString();
        if (!detail.isEmpty())
            printError(detail.toUtf8() + '\n');
    }
    end(exitCodeOf(error));
}

void Run::refuseUsage(const QString &sentence)
{
    printError(QStringLiteral("foyerctl: %1\n").arg(plainText(sentence)).toUtf8());
    end(ExitUsage);
}

bool Run::openProfileFolder()
{
    if (!m_profile.folder.isEmpty())
        return true;
    const QString name = m_args.has(QStringLiteral("profile")) ? m_args.value(QStringLiteral("profile")) : QStringLiteral("foyerctl");
    const auto profile = openProfile(name);
    if (!profile) {
        if (profile.error().code == ErrorCode::BadInput)
            refuseUsage(profile.error().log);
        else
            refuse(profile.error());
        return false;
    }
    m_profile = *profile;
    m_server = std::make_unique<PrivateServer>(m_profile, QStringLiteral("foyerctl"));
    return true;
}

PrivateServer &Run::server()
{
    return *m_server;
}

Result<ConnectionSettings> Run::trySettings()
{
    if (m_settings)
        return *m_settings;
    if (m_standalone) {
        const auto info = m_server->start();
        if (!info)
            return fail(info.error());
        m_settings = settingsOf(*info);
        return *m_settings;
    }
    const QString conninfo = m_args.value(QStringLiteral("server"));
    if (const auto parsed = parseConninfo(conninfo); !parsed)
        return fail(parsed.error());
    m_settings = ConnectionSettings{conninfo, {}, true};
    return *m_settings;
}

std::optional<ConnectionSettings> Run::settings()
{
    if (!openProfileFolder())
        return std::nullopt;
    const auto found = trySettings();
    if (found)
        return *found;
    if (found.error().code == ErrorCode::BadInput)
        refuseUsage(QStringLiteral("--server: ") + found.error().log);
    else
        refuse(found.error());
    return std::nullopt;
}

Result<Run::OwnerSettings> Run::tryOwnerSettings()
{
    const auto where = trySettings();
    if (!where)
        return fail(where.error());
    return OwnerSettings{*where, m_standalone ? ownerRole() : m_args.value(QStringLiteral("user"))};
}

std::optional<Run::OwnerSettings> Run::ownerSettings()
{
    if (!settings())
        return std::nullopt;
    return *tryOwnerSettings();
}

std::optional<AdminSession> Run::owner(bool upToDate)
{
    const auto where = ownerSettings();
    if (!where)
        return std::nullopt;
    auto session = AdminSession::open(where->settings, where->role);
    Result<Done> ready = Done{};
    if (session && upToDate && m_standalone)
        ready = bringUpToDate(*session);
    if (!session || !ready) {
        refuse(session ? ready.error() : session.error());
        return std::nullopt;
    }
    return std::move(*session);
}

Run::Person Run::personOf(const QString &group) const
{
    const QString user = m_args.value(QStringLiteral("user"));
    if (!m_standalone)
        return {user, {}};
    const auto accounts = demoAccounts();
    for (const DemoAccount &account : accounts) {
        if (user.isEmpty() ? account.group == group : account.role == user)
            return {account.role, account.password};
    }
    return {user, {}};
}

std::optional<ConnectionSettings> Run::readySettings()
{
    if (m_standalone) {
        auto session = owner(true);
        if (!session)
            return std::nullopt;
        const auto demo = scalar(*session, "select demo from foyer.settings");
        if (!demo || (*demo != "t" && !m_args.has(QStringLiteral("user")))) {
            refuse(demo ? Error{ErrorCode::NotRegistered, {}, {}, {}} : demo.error());
            return std::nullopt;
        }
    }
    return settings();
}

std::optional<AdminSession> Run::person(const QString &group)
{
    const auto where = readySettings();
    if (!where)
        return std::nullopt;
    const Person who = personOf(group);
    auto session = AdminSession::open(*where, who.role, who.password);
    if (!session) {
        refuse(session.error());
        return std::nullopt;
    }
    return std::move(*session);
}

Station &Run::station(const ConnectionSettings &settings)
{
    if (!m_station)
        m_station = std::make_unique<Station>(m_profile, settings, m_standalone, m_server->isKeptBy(QStringLiteral("foyer")) ? windowWaitMs : lockWaitMs);
    return *m_station;
}

void Run::withRegistration(std::function<void(TillRegistration)> then)
{
    const auto where = settings();
    if (!where)
        return;
    station(*where).store.registration(this, [this, then = std::move(then)](Result<TillRegistration> registration) {
        if (!registration)
            return refuse(registration.error());
        if (const auto written = exportTillKey(m_profile, registration->publicKey); !written)
            return refuse(written.error());
        then(std::move(*registration));
    });
}

void Run::signIn(const QString &group, const QString &tillCode, std::function<void(Station &)> then)
{
    const Person who = personOf(group);
    m_station->gateway.signIn(who.role, who.password, tillCode, this, [this, then = std::move(then)](Result<Hello> hello) {
        if (!hello)
            return refuse(hello.error());
        then(*m_station);
    });
}

void Run::withStation(const QString &group, bool withTill, std::function<void(Station &)> then)
{
    const auto where = readySettings();
    if (!where)
        return;
    station(*where);
    if (!withTill)
        return signIn(group, {}, std::move(then));
    withRegistration([this, group, then = std::move(then)](const TillRegistration &till) {
        if (m_standalone) {
            // The private server is this profile's own, so a till file that was replaced is made known again.
            auto session = owner(false);
            if (!session)
                return;
            if (const auto known = DemoVenue(*session).registerTill(till, false); !known)
                return refuse(known.error());
        }
        signIn(group, till.code, then);
    });
}

} // namespace foyer
