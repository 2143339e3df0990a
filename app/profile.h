// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"

#include <QtCore/QString>

namespace foyer {

/// Where one installation of Foyer keeps its things. Two profiles never share a folder, so that many can live side by side on one computer.
struct Profile
{
    QString name;         ///< for people: "default", or the folder's name
    QString folder;       ///< 0700: the till's own file, server.json, till.pub
    QString serverFolder; ///< the private server's data, socket and log; `folder` itself unless we are root

    [[nodiscard]] QString storePath() const { return folder + QStringLiteral("/till.sqlite"); }
    [[nodiscard]] QString keyPath() const { return folder + QStringLiteral("/till.pub"); }
    [[nodiscard]] QString serverNotePath() const { return folder + QStringLiteral("/server.json"); }
};

/// Finds the profile and makes its folder. Anything with a slash is a folder, a plain word is a profile below $XDG_DATA_HOME/foyer.
/// BadInput for a name that is neither, DiskFull or DiskFailed when the folder can not be made or belongs to somebody else.
Result<Profile> openProfile(const QString &nameOrFolder);

} // namespace foyer
