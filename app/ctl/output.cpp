// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/output.h"

#include "app/standalone.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QTimeZone>

#include <algorithm>
#include <cstdio>

namespace foyer {
namespace {

QString joined(const QJsonObject &facts, const QString &key)
{
    QStringList texts;
    const QJsonArray values = facts.value(key).toArray();
    for (const QJsonValue &value : values)
        texts.append(value.toString());
    return texts.join(QStringLiteral(", "));
}

QString amount(const QJsonObject &facts, const QString &key)
{
    const Currency currency{facts.value(QStringLiteral("currency")).toString(QStringLiteral("EUR"))};
    return moneyPlain(Money{facts.value(key).toInteger(), currency});
}

QString withLog(const QString &sentence, const Error &error)
{
    return error.log.isEmpty() ? sentence : sentence + QStringLiteral(" (") + error.log + QLatin1Char(')');
}

QString refusalSentence(const Error &error)
{
    const QJsonObject &facts = error.facts;
    const QString seats = joined(facts, QStringLiteral("seats"));
    switch (error.code) {
    case ErrorCode::SeatsTaken:
        return seats.isEmpty() ? QStringLiteral("Those places are taken. Nothing was sold.") : QStringLiteral("Taken: %1. Nothing was sold.").arg(seats);
    case ErrorCode::SoldOut:
        return QStringLiteral("Only %1 of %2 wanted places can be had. Nothing was sold.")
            .arg(facts.value(QStringLiteral("free")).toInt()).arg(facts.value(QStringLiteral("wanted")).toInt());
    case ErrorCode::HoldLost:
        return QStringLiteral("The hold has ended and others have its places%1. Nothing was sold.").arg(seats.isEmpty() ? QString() : QStringLiteral(": ") + seats);
    case ErrorCode::PriceChanged:
        return QStringLiteral("The price has changed: the total is %1 now. Nothing was sold.").arg(amount(facts, QStringLiteral("total_minor")));
    case ErrorCode::SalesClosed:
        return QStringLiteral("This performance or tier is not on sale.");
    case ErrorCode::PurchaseLimit:
        return QStringLiteral("That is more or less than one purchase may have; the limit is %1.").arg(facts.value(QStringLiteral("limit")).toVariant().toString());
    case ErrorCode::PaymentMismatch:
        return QStringLiteral("The payments (%1) do not add up to the total of %2. Nothing was sold.")
            .arg(amount(facts, QStringLiteral("paid_minor")), amount(facts, QStringLiteral("total_minor")));
    case ErrorCode::NotPermitted:
        return withLog(QStringLiteral("This person or till may not do that."), error);
    case ErrorCode::NoSuchThing:
        return QStringLiteral("There is no such %1%2.").arg(facts.value(QStringLiteral("what")).toString(QStringLiteral("thing")),
            facts.contains(QStringLiteral("id")) ? QStringLiteral(": ") + facts.value(QStringLiteral("id")).toVariant().toString() : QString());
    case ErrorCode::StaleVersion:
        return QStringLiteral("Somebody else changed it meanwhile. Look again.");
    case ErrorCode::OldLeaseEpoch:
        return QStringLiteral("The lease was reclaimed.");
    case ErrorCode::IdReused:
        return QStringLiteral("That id was used before for something else. Take a new one.");
    case ErrorCode::StartMoved:
        return QStringLiteral("The performance was moved. Look at it again; nothing was sold.");
    case ErrorCode::Busy:
        return QStringLiteral("The centre is busy. Try again.");
    case ErrorCode::BadRequest:
        return withLog(QStringLiteral("The centre can not read that request."), error);
    default:
        return {};
    }
}

bool isFigure(const QString &cell)
{
    return std::all_of(cell.begin(), cell.end(), [](QChar c) { return c.isDigit() || c == u'.' || c == u',' || c == u'-'; });
}

} // namespace

ExitCode exitCodeOf(const Error &error)
{
    const QString reason = error.facts.value(QStringLiteral("reason")).toString();
    const bool serverDown = error.code == ErrorCode::ServerFailed && !reason.isEmpty();
    if (error.code == ErrorCode::NoConnection || serverDown)
        return ExitNoConnection;
    return error.code == ErrorCode::OutcomeUnknown ? ExitUnknown : ExitRefused;
}

QString sentenceOf(const Error &error)
{
    const QString refusal = refusalSentence(error);
    if (!refusal.isEmpty())
        return refusal;
    const QString server = serverSentence(error);
    if (!server.isEmpty())
        return server;
    switch (error.code) {
    case ErrorCode::NoConnection:
        return withLog(QStringLiteral("The centre can not be reached."), error);
    case ErrorCode::OutcomeUnknown:
        return QStringLiteral("It was sent and no answer came, so it may or may not have happened. Run the same command with the same --id.");
    case ErrorCode::SignInRefused:
        return QStringLiteral("The name or the password is not right.");
    case ErrorCode::NoSchema:
        return QStringLiteral("That database has no Foyer schema. Run “foyerctl migrate up”.");
    case ErrorCode::OlderSchema:
        return QStringLiteral("The database is older than this program. Run “foyerctl migrate up”.");
    case ErrorCode::NewerSchema:
        return QStringLiteral("The database is newer than this program. Update Foyer.");
    case ErrorCode::DiskFull:
        return QStringLiteral("The disk is full.");
    case ErrorCode::DiskFailed:
        return withLog(QStringLiteral("A file can not be read or written."), error);
    case ErrorCode::ProfileLocked:
        return QStringLiteral("Another Foyer has this profile open. Close it, or name another --profile.");
    case ErrorCode::NotRegistered:
        return QStringLiteral("This profile has no venue yet. Run “foyerctl demo”.");
    case ErrorCode::BadInput:
        return error.log.isEmpty() ? QStringLiteral("That can not be read.") : error.log;
    default:
        return withLog(QStringLiteral("Something went wrong."), error);
    }
}

QJsonValue errorJson(const Error &error)
{
    const QString tk = tkCode(error.code);
    return QJsonObject{{QStringLiteral("error"), QJsonObject{{QStringLiteral("code"), tk.isEmpty() ? errorName(error.code) : tk},
        {QStringLiteral("message"), sentenceOf(error)}, {QStringLiteral("detail"), error.facts}}}};
}

QByteArray jsonText(const QJsonValue &value)
{
    // QJsonDocument takes arrays and objects, which is all that a command prints.
    const QJsonDocument document = value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
    return document.toJson(QJsonDocument::Compact) + '\n';
}

QString plainText(const QString &text)
{
    QString plain = text;
    for (QChar &c : plain) {
        if (c.category() == QChar::Other_Control || c.category() == QChar::Other_Format || c == QChar::LineSeparator || c == QChar::ParagraphSeparator)
            c = u'?';
    }
    return plain;
}

QString tableText(const QVector<QStringList> &rows)
{
    QVector<qsizetype> widths;
    QVector<bool> figures;
    for (qsizetype r = 0; r < rows.size(); ++r) {
        for (qsizetype i = 0; i < rows.at(r).size(); ++i) {
            if (i >= widths.size()) {
                widths.append(0);
                figures.append(true);
            }
            widths[i] = std::max(widths.at(i), rows.at(r).at(i).size());
            figures[i] = figures.at(i) && (r == 0 || isFigure(rows.at(r).at(i)));
        }
    }
    QString text;
    for (const QStringList &row : rows) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i) {
            const QString cell = plainText(row.at(i));
            line += figures.at(i) ? cell.rightJustified(widths.at(i)) : cell.leftJustified(widths.at(i));
            line += QStringLiteral("  ");
        }
        while (line.endsWith(QLatin1Char(' ')))
            line.chop(1);
        text += line + QLatin1Char('\n');
    }
    return text;
}

QString venueTime(const QDateTime &utc, const QByteArray &timezone)
{
    if (!utc.isValid())
        return {};
    const QDateTime local = utc.toTimeZone(QTimeZone(timezone));
    return local.toOffsetFromUtc(local.offsetFromUtc()).toString(Qt::ISODate);
}

QString venueTimeShort(const QDateTime &utc, const QByteArray &timezone)
{
    return QLocale::c().toString(utc.toTimeZone(QTimeZone(timezone)), QStringLiteral("ddd d MMM yyyy hh:mm"));
}

QString moneyPlain(const Money &money)
{
    QLocale locale = QLocale::c();
    locale.setNumberOptions(QLocale::OmitGroupSeparator);
    return amountText(money, locale) + QLatin1Char(' ') + money.currency.code;
}

void printOut(const QByteArray &text)
{
    std::fwrite(text.constData(), 1, static_cast<size_t>(text.size()), stdout);
    std::fflush(stdout);
}

void printError(const QByteArray &text)
{
    std::fwrite(text.constData(), 1, static_cast<size_t>(text.size()), stderr);
}

} // namespace foyer
