// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/eventfiltermodel.h"
#include "models/items/eventlistmodel.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QTest>

using namespace foyer;

namespace {

EventSummary performance(const QString &title, const QString &venue, int day, int sold)
{
    EventSummary event;
    event.id = EventId::make();
    event.slug = title.toLower();
    event.title = title;
    event.venue = venue;
    event.startsAt = QDateTime(QDate(2026, 11, day), QTime(18, 30), Qt::UTC);
    event.timezone = "Europe/Berlin";
    event.counts = Counts{100, 100 - sold, 0, 0, 0, sold};
    return event;
}

} // namespace

class TestEventFilterModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void wordsFilter_data();
    void wordsFilter();
    void startsInOrderOfTime();
    void salesSortByShareSold();

private:
    EventListModel m_model;
};

void TestEventFilterModel::initTestCase()
{
    m_model.setEvents({performance(QStringLiteral("Hamlet"), QStringLiteral("Main House"), 28, 10),
                       performance(QStringLiteral("Café Müller"), QStringLiteral("Studio"), 27, 90),
                       performance(QStringLiteral("Hamlet"), QStringLiteral("Studio"), 29, 50)});
}

void TestEventFilterModel::wordsFilter_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<int>("rows");
    QTest::newRow("nothing typed") << QString() << 3;
    QTest::newRow("blanks") << QStringLiteral("   ") << 3;
    QTest::newRow("title") << QStringLiteral("hamlet") << 2;
    QTest::newRow("both words must fit") << QStringLiteral("studio HAM") << 1;
    QTest::newRow("accents aside") << QStringLiteral("cafe muller") << 1;
    QTest::newRow("date") << QStringLiteral("2026-11-29") << 1;
    QTest::newRow("pattern characters are text") << QStringLiteral(".*") << 0;
    QTest::newRow("SQL is text") << QStringLiteral("' OR 1=1 --") << 0;
}

void TestEventFilterModel::wordsFilter()
{
    QFETCH(QString, typed);
    EventFilterModel filter;
    const QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::Fatal);
    filter.setSourceModel(&m_model);
    filter.setWords(typed);
    QTEST(filter.rowCount(), "rows");
}

void TestEventFilterModel::startsInOrderOfTime()
{
    EventFilterModel filter;
    filter.setSourceModel(&m_model);
    QCOMPARE(filter.index(0, 0).data().toString(), QStringLiteral("Café Müller"));
    QCOMPARE(filter.index(1, EventListModel::VenueColumn).data().toString(), QStringLiteral("Main House"));
}

void TestEventFilterModel::salesSortByShareSold()
{
    EventFilterModel filter;
    filter.setSourceModel(&m_model);
    filter.sort(EventListModel::SalesColumn, Qt::DescendingOrder);
    QCOMPARE(filter.index(0, 0).data(EventListModel::SoldRole).toInt(), 90);
    QCOMPARE(filter.index(2, 0).data(EventListModel::SoldRole).toInt(), 10);
}

QTEST_GUILESS_MAIN(TestEventFilterModel)
#include "tst_eventfiltermodel.moc"
