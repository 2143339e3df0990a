// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/testvenue.h"

#include <functional>
#include <map>
#include <vector>

namespace foyer {

/// One of the connections of a rush: blocking libpq on a thread of its own.
struct RushClient
{
    int index = 0;
    AdminSession session;
    TestTill till;
};

/// Opens `connections` sessions of one clerk, spread over the tills.
Result<std::vector<RushClient>> openClients(const TestDatabase &database, const TestLogin &login,
                                            const std::vector<TestTill> &tills, int connections);

/// Runs `work` for every client at once, each on its own thread, after all have arrived at the start line.
void rush(std::vector<RushClient> &clients, const std::function<void(RushClient &)> &work);

/// "TK001" for a refusal, "" for success, otherwise the C++ name of the error.
QString outcomeOf(const Result<QJsonObject> &answer);

} // namespace foyer
