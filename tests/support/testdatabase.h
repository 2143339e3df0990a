// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/testcluster.h"

#include <QtCore/QJsonObject>
#include <QtCore/QVector>

namespace foyer {

/// A database of one test: a clone of the migrated template, prepared again, dropped at the end. Blocking. The cluster
/// must outlive it.
class TestDatabase
{
public:
    static Result<std::unique_ptr<TestDatabase>> create(TestCluster &cluster);
    /// Nothing in it, not even the schema.
    static Result<std::unique_ptr<TestDatabase>> createEmpty(TestCluster &cluster);
    ~TestDatabase();
    TestDatabase(const TestDatabase &) = delete;
    TestDatabase &operator=(const TestDatabase &) = delete;

    [[nodiscard]] QString name() const { return m_name; }
    [[nodiscard]] ConnectionSettings settings() const { return m_cluster.settings(m_name); }
    /// As superuser.
    [[nodiscard]] Result<AdminSession> admin() const { return m_cluster.admin(m_name); }

private:
    TestDatabase(TestCluster &cluster, QString name);
    static Result<std::unique_ptr<TestDatabase>> make(TestCluster &cluster, const QString &pattern);

    TestCluster &m_cluster;
    QString m_name;
};

} // namespace foyer
