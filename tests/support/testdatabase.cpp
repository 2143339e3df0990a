// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testdatabase.h"

#include "models/central/migrator.h"

#include <QtCore/QUuid>

namespace foyer {

TestDatabase::TestDatabase(TestCluster &cluster, QString name) : m_cluster(cluster), m_name(std::move(name)) {}

TestDatabase::~TestDatabase()
{
    if (Result<AdminSession> session = m_cluster.admin())
        (void)session->script("drop database if exists " + m_name.toUtf8() + " with (force)", m_name);
}

Result<std::unique_ptr<TestDatabase>> TestDatabase::make(TestCluster &cluster, const QString &pattern)
{
    const QString name = QStringLiteral("foyer_") + QUuid::createUuid().toString(QUuid::Id128).left(12);
    Result<AdminSession> session = cluster.admin();
    if (!session)
        return fail(session.error());
    const Result<Done> made =
        session->script("create database " + name.toUtf8() + " template " + pattern.toUtf8(), name);
    if (!made)
        return fail(made.error());
    return std::unique_ptr<TestDatabase>(new TestDatabase(cluster, name));
}

Result<std::unique_ptr<TestDatabase>> TestDatabase::createEmpty(TestCluster &cluster)
{
    return make(cluster, QStringLiteral("template0"));
}

Result<std::unique_ptr<TestDatabase>> TestDatabase::create(TestCluster &cluster)
{
    const Result<QString> pattern = cluster.migratedTemplate();
    if (!pattern)
        return fail(pattern.error());
    Result<std::unique_ptr<TestDatabase>> database = make(cluster, *pattern);
    if (!database)
        return database;
    Result<AdminSession> session = (*database)->admin();
    const Result<MigrationSet> set = MigrationSet::read();
    if (!session || !set)
        return fail(session ? set.error() : session.error());
    // CREATE DATABASE … TEMPLATE drops the database's own privileges.
    if (const Result<Done> prepared = Migrator(*session, *set).prepare(); !prepared)
        return fail(prepared.error());
    return database;
}

} // namespace foyer
