// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demovenue.h"
#include "app/privateserver.h"

#include <functional>

namespace foyer {

/// How to reach a private server; the owner signs in by peer, everybody else with a password.
ConnectionSettings settingsOf(const ServerInfo &server);

/// Applies what is missing of the schema; quick when nothing is. Errors of Migrator.
Result<Done> bringUpToDate(AdminSession &owner);

/// What start-up does, for the window to show; called on the thread that opens.
enum class OpeningStep { StartingServer, PreparingDatabase, LoadingDemo };
using OpeningProgress = std::function<void(OpeningStep)>;

/// Starts the private server, brings its schema up to date, and sees to it that the demo venue and this till are known there. Blocks: 3 to 6 s the first
/// time, well under 2 s later.
Result<ServerInfo> openStandalone(PrivateServer &server, const TillRegistration &till, const DemoWishes &wishes, const OpeningProgress &progress);

/// A sentence for people about a private server that does not work: what happened and what to do. In English here; translated in the window.
QString serverSentence(const Error &error);

} // namespace foyer
