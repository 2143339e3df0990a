// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libpq-fe.h>
#include <memory>

namespace foyer {

/// libpq's C handles owned by type: each frees itself with the function that libpq names for it.
struct PgConnDeleter
{
    void operator()(PGconn *conn) const { PQfinish(conn); }
};
struct PgResultDeleter
{
    void operator()(PGresult *result) const { PQclear(result); }
};
struct PgMemoryDeleter
{
    void operator()(void *memory) const { PQfreemem(memory); }
};
struct PgOptionsDeleter
{
    void operator()(PQconninfoOption *options) const { PQconninfoFree(options); }
};

using PgConnHandle = std::unique_ptr<PGconn, PgConnDeleter>;
using PgResultHandle = std::unique_ptr<PGresult, PgResultDeleter>;
using PgNotifyHandle = std::unique_ptr<PGnotify, PgMemoryDeleter>;
using PgTextHandle = std::unique_ptr<char, PgMemoryDeleter>;
using PgOptionsHandle = std::unique_ptr<PQconninfoOption, PgOptionsDeleter>;

} // namespace foyer
