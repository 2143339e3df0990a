// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/arguments.h"
#include "app/ctl/output.h"
#include "app/demovenue.h"
#include "app/privateserver.h"
#include "app/station.h"

#include <QtCore/QObject>

#include <memory>

namespace foyer {

/// One run of foyerctl: what was asked, what it needs, and how it ends. A command ends it exactly once with done() or refuse(); what can not be had refuses
/// by itself. Blocking calls are allowed here; the desk and the line to the centre answer through the event loop.
class Run : public QObject
{
    Q_OBJECT
public:
    explicit Run(Arguments arguments);
    ~Run() override;

    [[nodiscard]] const Arguments &args() const { return m_args; }
    [[nodiscard]] QString operand(int i) const { return m_args.operands.value(i); }
    [[nodiscard]] bool isStandalone() const { return m_standalone; }
    [[nodiscard]] const Profile &profile() const { return m_profile; }

    /// Prints the answer, as JSON or for people, and ends the run.
    void done(const QJsonValue &json, const QString &text, ExitCode code = ExitDone);
    /// Says why not, and ends the run.
    void refuse(const Error &error);
    /// Says what is wrong with the command line, and ends the run.
    void refuseUsage(const QString &sentence);

    /// Finds the profile; false (and refused) when it can not.
    bool openProfileFolder();
    [[nodiscard]] PrivateServer &server();
    /// The database's owner: by peer on the private server (started if need be), else --user or what libpq says. With `upToDate` the private server's schema
    /// is brought up to date first.
    std::optional<AdminSession> owner(bool upToDate);
    struct OwnerSettings
    {
        ConnectionSettings settings;
        QString role; ///< empty = what libpq says
    };
    /// Where the owner signs in, and as whom; starts the private server.
    Result<OwnerSettings> tryOwnerSettings();
    std::optional<OwnerSettings> ownerSettings();
    /// A blocking session of a person of that group.
    std::optional<AdminSession> person(const QString &group);

    /// Signs a person of that group in and goes on with a whole till. `withTill` opens (and locks) the profile's till file.
    void withStation(const QString &group, bool withTill, std::function<void(Station &)> then);
    /// Opens the till file and says who it is.
    void withRegistration(std::function<void(TillRegistration)> then);

Q_SIGNALS:
    void ended(int exitCode);

private:
    struct Person
    {
        QString role;
        QString password;
    };
    Result<ConnectionSettings> trySettings();
    std::optional<ConnectionSettings> settings();
    /// Nobody when neither --user nor the demo says who.
    [[nodiscard]] Person personOf(const QString &group) const;
    std::optional<ConnectionSettings> readySettings();
    Station &station(const ConnectionSettings &settings);
    void signIn(const QString &group, const QString &tillCode, std::function<void(Station &)> then);
    void end(ExitCode code);

    Arguments m_args;
    bool m_standalone = true;
    Profile m_profile;
    std::optional<ConnectionSettings> m_settings;
    std::unique_ptr<PrivateServer> m_server;
    std::unique_ptr<Station> m_station;
    bool m_ended = false;
};

} // namespace foyer
