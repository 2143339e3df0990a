// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testcluster.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFile>

#include <cstdio>

namespace {

QString readSocket(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed() : QString();
}

int stop(const QString &path)
{
    const QString folder = readSocket(path);
    if (!folder.isEmpty())
        foyer::TestCluster::stop(folder);
    QFile::remove(path);
    return 0;
}

int start(const QString &path)
{
    // Left over from a run that was interrupted.
    stop(path);
    auto cluster = foyer::TestCluster::start();
    if (!cluster) {
        std::fprintf(stderr, "%s\n", qPrintable(cluster.error().log));
        // At home the tests that need a server say so one by one.
        return qEnvironmentVariableIsEmpty("CI") && foyer::postgresBinFolder().isEmpty() ? 0 : 1;
    }
    if (const auto made = (*cluster)->migratedTemplate(); !made) {
        std::fprintf(stderr, "%s\n", qPrintable(made.error().log));
        return 1;
    }
    QFile file(path);
    QDir().mkpath(QFileInfo(path).path());
    if (!file.open(QIODevice::WriteOnly) || file.write((*cluster)->socketFolder().toUtf8() + "\n") < 0)
        return 1;
    (*cluster)->release();
    return 0;
}

} // namespace

/// foyer_testcluster start|stop FILE: the server of one ctest run; FILE gets its socket folder.
int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 3)
        return 2;
    return arguments.at(1) == QLatin1String("start") ? start(arguments.at(2)) : stop(arguments.at(2));
}
