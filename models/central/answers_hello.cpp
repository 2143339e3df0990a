// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/central/answers.h"

#include "models/central/jsonreader.h"
#include "models/central/migrationset.h"

namespace foyer {

Result<Hello> decodeHello(const PgAnswer &answer)
{
    const Result<QJsonObject> object = jsonObject(answer.single(), QStringLiteral("hello"));
    if (!object)
        return fail(object.error());
    JsonReader reader(*object, QStringLiteral("hello"));
    Hello hello;
    hello.schemaVersion = reader.integer("schema_version");
    hello.breakingVersion = reader.optionalInteger("breaking_version", 0);
    hello.serverVersion = reader.text("server_version");
    hello.systemIdentifier = reader.text("system_identifier");
    hello.timeline = reader.integer("timeline");
    hello.role = reader.text("role");
    hello.displayName = reader.optionalText("display_name");
    const QJsonArray groups = reader.array("groups");
    for (const QJsonValue &group : groups) {
        if (!group.isString())
            reader.refuse("groups", QStringLiteral("not a list of texts"));
        hello.groups.append(group.toString());
    }
    hello.demo = reader.flag("demo", false);
    hello.tillCode = reader.optionalText("till_code");
    return reader.finish(hello);
}

Result<Hello> checkSchema(const Hello &hello)
{
    const int ours = programSchemaVersion();
    const QJsonObject facts{{QStringLiteral("schema"), hello.schemaVersion}, {QStringLiteral("program"), ours}};
    if (hello.schemaVersion < ours)
        return fail(ErrorCode::OlderSchema, QStringLiteral("the schema is older than this program"), facts);
    if (hello.breakingVersion > ours)
        return fail(ErrorCode::NewerSchema, QStringLiteral("the schema is newer than this program"), facts);
    return hello;
}

} // namespace foyer
