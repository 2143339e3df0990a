// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/central/adminsession.h"

#include <QtCore/QJsonObject>
#include <QtCore/QRandomGenerator>

namespace foyer {

/// Fills the demo's performances so that they look like a house that sells: some rows sold in twos and threes by a till of its own ("boxoffice"), a few
/// house seats blocked. Everything goes through the centre's own calls. The first rows of the theatre stay free, so that there is something to try at.
class DemoHouse
{
public:
    /// `owner` registers the till; the sales are made by the demo's clerk and the blocks by its manager, who sign in at `settings`.
    DemoHouse(AdminSession &owner, ConnectionSettings settings);

    /// Furnishes up to `most` of the performances on which nothing was sold yet, the next ones first. Blocks for some tenths of a second each; ends early
    /// when its thread is asked to.
    Result<Done> furnish(int most);

private:
    struct Group
    {
        QVector<int> places; ///< indexes into the map's places
    };

    Result<Done> registerBoxOffice();
    Result<Done> fill(AdminSession &clerk, const QString &slug);
    [[nodiscard]] QVector<Group> choose(const QString &slug, const QJsonArray &places, const QStringList &tierNames);
    [[nodiscard]] QJsonObject sale(const QJsonObject &event, const QJsonObject &map, const QVector<Group> &groups, qsizetype &next);
    Result<Done> send(AdminSession &clerk, const QJsonObject &sale);

    AdminSession &m_owner;
    ConnectionSettings m_settings;
    QByteArray m_secret;
    int m_number = 0; ///< of the box office's last order
    QRandomGenerator m_random;
};

} // namespace foyer
