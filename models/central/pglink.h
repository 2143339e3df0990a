// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/central/pgconnection.h"
#include "models/ports/centralgateway.h"

#include <any>

namespace foyer {

/// Turns the rows of an answer into the value that the caller wants; runs on the link's thread.
using Decoder = std::function<Result<std::any>(const PgAnswer &)>;

/// The decoded answer of a call.
struct LinkAnswer
{
    quint64 id = 0;
    Result<std::any> value;
};

/// One person's session with the centre: signs in, says hello, reconnects by itself with the remembered password, and
/// refuses a centre that is not the one it was (another system identifier, an earlier timeline). Lives on a thread of
/// its own and is called by queued invocation only.
class PgLink : public QObject
{
    Q_OBJECT
public:
    explicit PgLink(QObject *parent = nullptr);

    /// `id` comes back with signedIn() or signInFailed(), and with every state until the next signIn or signOut.
    void signIn(quint64 id, const ConnectionSettings &settings, const QString &role, const QString &password,
                const QString &tillCode);
    /// Drops the connection and forgets the password.
    void signOut(quint64 id);
    void call(const PgCall &call, const Decoder &decode);

Q_SIGNALS:
    void signedIn(quint64 id, const foyer::Hello &hello);
    void signInFailed(quint64 id, const foyer::Error &error);
    void answered(const foyer::LinkAnswer &answer);
    void stateChanged(quint64 id, foyer::LinkState state);

private:
    void connectNow();
    void sayHello();
    void takeHello(const Result<PgAnswer> &answer);
    void takeAnswer(quint64 id, const Result<PgAnswer> &answer);
    void onFailed(const Error &error);
    void onLost();
    void retryLater();
    void forget();
    void setState(LinkState state);

    PgConnection m_connection;
    QTimer m_retryTimer;
    QHash<quint64, Decoder> m_decoders;
    ConnectionSettings m_settings;
    QString m_role;
    QString m_password;
    QString m_tillCode;
    quint64 m_epoch = 0;          ///< id of the last signIn or signOut
    quint64 m_signInId = 0;       ///< of a sign-in that has not been answered
    std::optional<Hello> m_hello; ///< of the first connection of this sign-in
    int m_retries = 0;
    LinkState m_state = LinkState::SignedOut;
};

} // namespace foyer
