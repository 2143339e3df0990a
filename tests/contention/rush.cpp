// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contention/rush.h"

#include <latch>
#include <thread>

namespace foyer {

Result<std::vector<RushClient>> openClients(const TestDatabase &database, const TestLogin &login,
                                            const std::vector<TestTill> &tills, int connections)
{
    std::vector<RushClient> clients;
    for (int i = 0; i < connections; ++i) {
        Result<AdminSession> session = AdminSession::open(database.settings(), login.role, login.password);
        if (!session)
            return fail(session.error());
        clients.push_back(RushClient{i, std::move(*session), tills.at(static_cast<size_t>(i) % tills.size())});
    }
    return clients;
}

void rush(std::vector<RushClient> &clients, const std::function<void(RushClient &)> &work)
{
    std::latch start(static_cast<std::ptrdiff_t>(clients.size()));
    std::vector<std::thread> threads;
    threads.reserve(clients.size());
    for (RushClient &client : clients) {
        threads.emplace_back([&] {
            start.arrive_and_wait();
            work(client);
        });
    }
    for (std::thread &thread : threads)
        thread.join();
}

QString outcomeOf(const Result<QJsonObject> &answer)
{
    if (answer)
        return {};
    const QString code = tkCode(answer.error().code);
    return code.isEmpty() ? errorName(answer.error().code) + QStringLiteral(": ") + answer.error().log : code;
}

} // namespace foyer
