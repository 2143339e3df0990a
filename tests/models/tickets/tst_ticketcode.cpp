// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tickets/base32.h"
#include "models/tickets/ticketcode.h"
#include "models/tickets/ticketkeys.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QRandomGenerator>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <sodium.h>

using namespace foyer;

namespace {

struct KeyPair
{
    QByteArray publicKey = QByteArray(crypto_sign_PUBLICKEYBYTES, 0);
    QByteArray secretKey = QByteArray(crypto_sign_SECRETKEYBYTES, 0);

    explicit KeyPair(char seed)
    {
        const QByteArray seedBytes(crypto_sign_SEEDBYTES, seed);
        crypto_sign_seed_keypair(bytes(publicKey), bytes(secretKey),
                                 reinterpret_cast<const unsigned char *>(seedBytes.constData()));
    }
    [[nodiscard]] QByteArray sign(const QByteArray &message) const
    {
        QByteArray signature(crypto_sign_BYTES, 0);
        crypto_sign_detached(bytes(signature), nullptr, reinterpret_cast<const unsigned char *>(message.constData()),
                             static_cast<unsigned long long>(message.size()),
                             reinterpret_cast<const unsigned char *>(secretKey.constData()));
        return signature;
    }
    [[nodiscard]] QString codeOf(const TicketClaim &claim) const
    {
        return ticketCodeText(claim, sign(ticketMessage(claim)));
    }
    [[nodiscard]] TicketKeys trusted() const { return {{keyIdOf(publicKey), publicKey}}; }

private:
    static unsigned char *bytes(QByteArray &array) { return reinterpret_cast<unsigned char *>(array.data()); }
};

TicketClaim claimOf(const KeyPair &key, qint64 place = 4711)
{
    return {keyIdOf(key.publicKey), EventId::fromText(QStringLiteral("6f1c3c0e-2b6e-4f0a-9b1f-0d5a52f0a001")),
            TicketId::fromText(QStringLiteral("0b9df4c1-77aa-4c1e-8a6e-5d3f1e2a7c01")), PlaceId{place}};
}

QString reasonOf(const Result<TicketClaim> &claim)
{
    if (claim)
        return QStringLiteral("valid");
    return claim.error().code == ErrorCode::BadInput ? claim.error().facts.value(QStringLiteral("reason")).toString()
                                                     : errorName(claim.error().code);
}

} // namespace

/// Codes as a door sees them: only what a known till signed is a ticket.
class TestTicketCode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }
    void roundTrip_data();
    void roundTrip();
    void messageIsPinned();
    void fitsTheAlphanumericModeOfQr();
    void peopleMayTypeIt();
    void everyBitCounts();
    void everyCharacterCounts();
    void lengthCounts();
    void rubbish_data();
    void rubbish();
    void randomRubbishIsQuick();
    void unknownAndWrongKey();
    void laterVersion();
    void shortCodes();
    void base32Vectors_data();
    void base32Vectors();
    void base32HasOneTextPerValue();
    void keyFile_data();
    void keyFile();
    void keyFileRoundTrip();
    void keyFileProblems();
};

void TestTicketCode::roundTrip_data()
{
    QTest::addColumn<qint64>("place");
    QTest::newRow("small") << qint64(1);
    QTest::newRow("usual") << qint64(123'456);
    QTest::newRow("largest") << std::numeric_limits<qint64>::max();
}

void TestTicketCode::roundTrip()
{
    QFETCH(qint64, place);
    const KeyPair key('a');
    const TicketClaim claim = claimOf(key, place);
    const auto read = verifyTicketCode(key.codeOf(claim), key.trusted());
    QCOMPARE(reasonOf(read), QStringLiteral("valid"));
    QCOMPARE(read->keyId, claim.keyId);
    QVERIFY(read->event == claim.event);
    QVERIFY(read->ticket == claim.ticket);
    QVERIFY(read->place == claim.place);
    QCOMPARE(key.codeOf(claim), key.codeOf(claim));
}

// Tickets in people's pockets outlive a release: these bytes may not change without a new version.
void TestTicketCode::messageIsPinned()
{
    TicketClaim claim = claimOf(KeyPair('a'), 0x0102030405060708);
    claim.keyId = QByteArray::fromHex("8f017a5510e203bb");
    QCOMPARE(ticketMessage(claim).toHex(), QByteArray("01"
                                                      "8f017a5510e203bb"
                                                      "6f1c3c0e2b6e4f0a9b1f0d5a52f0a001"
                                                      "0b9df4c177aa4c1e8a6e5d3f1e2a7c01"
                                                      "0102030405060708"));
}

void TestTicketCode::fitsTheAlphanumericModeOfQr()
{
    const KeyPair key('a');
    const QString code = key.codeOf(claimOf(key));
    QCOMPARE(code.size(), 181); // 113 bytes
    QVERIFY(QRegularExpression(QStringLiteral("^[A-Z2-7]+$")).match(code).hasMatch());
}

void TestTicketCode::peopleMayTypeIt()
{
    const KeyPair key('a');
    const QString code = key.codeOf(claimOf(key));
    QString grouped;
    for (qsizetype at = 0; at < code.size(); at += 5)
        grouped += code.mid(at, 5).toLower() + (at % 2 ? QStringLiteral(" ") : QStringLiteral("-"));
    QCOMPARE(reasonOf(verifyTicketCode(grouped, key.trusted())), QStringLiteral("valid"));
    QCOMPARE(reasonOf(verifyTicketCode(QStringLiteral("\t ") + code + QStringLiteral("\r\n"), key.trusted())),
             QStringLiteral("valid"));
}

void TestTicketCode::everyBitCounts()
{
    const KeyPair key('a');
    const TicketClaim claim = claimOf(key);
    const QByteArray message = ticketMessage(claim);
    const QByteArray whole = message + key.sign(message);
    for (int bit = 0; bit < whole.size() * 8; ++bit) {
        QByteArray flipped = whole;
        flipped[bit / 8] = static_cast<char>(flipped.at(bit / 8) ^ (1 << (bit % 8)));
        QVERIFY2(!verifyTicketCode(toBase32(flipped), key.trusted()), qPrintable(QStringLiteral("bit %1").arg(bit)));
    }
}

void TestTicketCode::everyCharacterCounts()
{
    const KeyPair key('a');
    const QString code = key.codeOf(claimOf(key));
    const QString alphabet = QStringLiteral("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
    for (qsizetype at = 0; at < code.size(); ++at) {
        QString other = code;
        other[at] = alphabet.at((alphabet.indexOf(code.at(at)) + 1) % alphabet.size());
        QVERIFY2(!verifyTicketCode(other, key.trusted()), qPrintable(QString::number(at)));
    }
}

void TestTicketCode::lengthCounts()
{
    const KeyPair key('a');
    const QString code = key.codeOf(claimOf(key));
    for (qsizetype size = 0; size < code.size(); ++size)
        QVERIFY2(!verifyTicketCode(code.left(size), key.trusted()), qPrintable(QString::number(size)));
    for (const QString &more : {QStringLiteral("A"), QStringLiteral("AAAAAAAA"), code})
        QCOMPARE(reasonOf(verifyTicketCode(code + more, key.trusted())), QStringLiteral("malformed"));
}

void TestTicketCode::rubbish_data()
{
    QTest::addColumn<QString>("code");
    QTest::newRow("empty") << QString();
    QTest::newRow("spaces") << QStringLiteral("   - - ");
    QTest::newRow("another system's number") << QStringLiteral("4006381333931");
    QTest::newRow("a link") << QStringLiteral("https://example.org/t?id=1");
    QTest::newRow("a short code") << QStringLiteral("K7QM-2XWD-7F3A");
    QTest::newRow("nul") << QString(QChar(0)) + QStringLiteral("AE");
    QTest::newRow("full width letters") << QString(181, QChar(0xff21));
    QTest::newRow("umlauts and sharp s") << QStringLiteral("AÄÖÜß");
    QTest::newRow("right to left mark") << QChar(0x200f) + QString(181, QLatin1Char('A'));
    QTest::newRow("half a surrogate") << QString(QChar(0xd800));
    QTest::newRow("all A") << QString(181, QLatin1Char('A'));
    QTest::newRow("a megabyte") << QString(1 << 20, QLatin1Char('A'));
    QTest::newRow("spaces without end") << QString(1 << 20, QLatin1Char(' '));
}

void TestTicketCode::rubbish()
{
    QFETCH(QString, code);
    const auto claim = verifyTicketCode(code, KeyPair('a').trusted());
    QVERIFY(!claim);
    QVERIFY(claim.error().code == ErrorCode::BadInput);
    QVERIFY(!claim.error().facts.value(QStringLiteral("reason")).toString().isEmpty());
}

void TestTicketCode::randomRubbishIsQuick()
{
    const KeyPair key('a');
    QRandomGenerator random(20261127);
    const QString alphabet = QStringLiteral("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567abc -018\u00e4\n");
    QElapsedTimer clock;
    clock.start();
    constexpr int kCodes = 3000;
    for (int i = 0; i < kCodes; ++i) {
        QString code = i % 2 ? QStringLiteral("AE") : QString();
        const int size = random.bounded(200);
        while (code.size() < size)
            code += alphabet.at(random.bounded(static_cast<int>(alphabet.size())));
        QVERIFY2(!verifyTicketCode(code, key.trusted()), qPrintable(code));
    }
    QVERIFY2(clock.elapsed() / double(kCodes) < 5,
             "a code takes too long"); // 50 ms are allowed on the door's slow machine
}

void TestTicketCode::unknownAndWrongKey()
{
    const KeyPair ours('a');
    const KeyPair theirs('b');
    const QString foreign = theirs.codeOf(claimOf(theirs));
    QCOMPARE(reasonOf(verifyTicketCode(foreign, ours.trusted())), QStringLiteral("unknown key"));
    QCOMPARE(reasonOf(verifyTicketCode(foreign, {})), QStringLiteral("unknown key"));
    // A forger names our key but signs with the own one.
    QCOMPARE(reasonOf(verifyTicketCode(theirs.codeOf(claimOf(ours)), ours.trusted())), QStringLiteral("signature"));
    QCOMPARE(reasonOf(verifyTicketCode(ours.codeOf(claimOf(ours)), {{keyIdOf(ours.publicKey), QByteArray("short")}})),
             QStringLiteral("unknown key"));
    QCOMPARE(reasonOf(verifyTicketCode(ours.codeOf(claimOf(ours)), {{keyIdOf(ours.publicKey), QByteArray(32, 0)}})),
             QStringLiteral("signature"));
}

void TestTicketCode::laterVersion()
{
    const KeyPair key('a');
    QByteArray message = ticketMessage(claimOf(key));
    message[0] = 2;
    QCOMPARE(reasonOf(verifyTicketCode(toBase32(message + QByteArray(200, 'x')), key.trusted())),
             QStringLiteral("version"));
    QCOMPARE(reasonOf(verifyTicketCode(toBase32(message + key.sign(message)), key.trusted())),
             QStringLiteral("version"));
}

void TestTicketCode::shortCodes()
{
    const TicketId ticket = TicketId::fromText(QStringLiteral("0b9df4c1-77aa-4c1e-8a6e-5d3f1e2a7c01"));
    // 0x0b9df4c177aa4c1 in groups of five bits, worked out by hand: 1 14 14 31 9 16 11 23 21 9 6 1
    QCOMPARE(shortCode(ticket), QStringLiteral("BOO7-JQLX-VJGB"));
}

void TestTicketCode::base32Vectors_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QByteArray() << QString();
    QTest::newRow("f") << QByteArray("f") << QStringLiteral("MY");
    QTest::newRow("fo") << QByteArray("fo") << QStringLiteral("MZXQ");
    QTest::newRow("foo") << QByteArray("foo") << QStringLiteral("MZXW6");
    QTest::newRow("foob") << QByteArray("foob") << QStringLiteral("MZXW6YQ");
    QTest::newRow("fooba") << QByteArray("fooba") << QStringLiteral("MZXW6YTB");
    QTest::newRow("foobar") << QByteArray("foobar") << QStringLiteral("MZXW6YTBOI");
}

void TestTicketCode::base32Vectors()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, text);
    QCOMPARE(toBase32(bytes), text);
    QCOMPARE(fromBase32(text), std::optional(bytes));
    QCOMPARE(fromBase32(text.toLower()), std::optional(bytes));
}

void TestTicketCode::base32HasOneTextPerValue()
{
    QVERIFY(!fromBase32(QStringLiteral("MZ"))); // the unused bits of "MY" are not zero
    QVERIFY(!fromBase32(QStringLiteral("M")));
    QVERIFY(!fromBase32(QStringLiteral("MZX")));
    QVERIFY(!fromBase32(QStringLiteral("MZXW6Y")));
    for (const QString &bad : {QStringLiteral("M0"), QStringLiteral("M1"), QStringLiteral("M8"), QStringLiteral("M="),
                               QStringLiteral("M\u0130")})
        QVERIFY2(!fromBase32(bad), qPrintable(bad));
}

void TestTicketCode::keyFile_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("keys");
    QTest::addColumn<int>("badLine"); // 0 = none
    const QByteArray one = KeyPair('a').publicKey;
    const QByteArray two = KeyPair('b').publicKey;
    QTest::newRow("empty") << QByteArray() << 0 << 0;
    QTest::newRow("comments and space") << QByteArray("# keys\n\n   \t\r\n") << 0 << 0;
    QTest::newRow("base64") << QByteArray(one.toBase64() + "\n" + two.toBase64()) << 2 << 0;
    QTest::newRow("hex") << QByteArray(one.toHex() + "\r\n" + two.toHex().toUpper() + "\r\n") << 2 << 0;
    QTest::newRow("comment behind") << QByteArray(one.toBase64() + "  # till-3\n") << 1 << 0;
    QTest::newRow("twice") << QByteArray(one.toBase64() + '\n' + one.toHex()) << 1 << 0;
    QTest::newRow("rubbish") << QByteArray("# ok\n" + one.toBase64() + "\nrubbish\n") << 0 << 3;
    QTest::newRow("too short") << QByteArray(one.left(31).toBase64()) << 0 << 1;
    QTest::newRow("too long") << QByteArray((one + "x").toBase64()) << 0 << 1;
    QTest::newRow("odd hex") << QByteArray(one.toHex().chopped(1)) << 0 << 1;
    QTest::newRow("not hex") << QByteArray(one.toHex().chopped(2) + "zz") << 0 << 1;
    QTest::newRow("two on a line") << QByteArray(one.toBase64() + ' ' + two.toBase64()) << 0 << 1;
}

void TestTicketCode::keyFile()
{
    QFETCH(QByteArray, text);
    QFETCH(int, keys);
    QFETCH(int, badLine);
    const auto read = parseTicketKeys(text);
    if (badLine > 0) {
        QVERIFY(!read);
        QVERIFY(read.error().code == ErrorCode::BadInput);
        QCOMPARE(read.error().facts.value(QStringLiteral("line")).toInt(), badLine);
        return;
    }
    QVERIFY(read.has_value());
    QCOMPARE(read->size(), keys);
    for (auto it = read->cbegin(); it != read->cend(); ++it)
        QCOMPARE(it.key(), keyIdOf(it.value()));
}

void TestTicketCode::keyFileRoundTrip()
{
    QTemporaryDir dir;
    TicketKeys keys;
    for (const char seed : {'a', 'b', 'c'})
        keys.insert(KeyPair(seed).trusted());
    const QString path = dir.filePath(QStringLiteral("keys"));
    QVERIFY(writeTicketKeys(path, keys));
    const auto read = readTicketKeys(path);
    QVERIFY(read.has_value());
    QCOMPARE(*read, keys);
    QCOMPARE(ticketKeysText(keys), ticketKeysText(*read));
}

void TestTicketCode::keyFileProblems()
{
    QTemporaryDir dir;
    const auto missing = readTicketKeys(dir.filePath(QStringLiteral("none")));
    QVERIFY(!missing && missing.error().code == ErrorCode::DiskFailed);
    const auto folder = readTicketKeys(dir.path());
    QVERIFY(!folder && folder.error().code == ErrorCode::DiskFailed);
    QFile large(dir.filePath(QStringLiteral("large")));
    QVERIFY(large.open(QIODevice::WriteOnly) && large.resize(2 << 20));
    large.close();
    const auto tooLarge = readTicketKeys(large.fileName());
    QVERIFY(!tooLarge && tooLarge.error().code == ErrorCode::BadInput);
    const auto unwritable = writeTicketKeys(dir.filePath(QStringLiteral("no/such/keys")), {});
    QVERIFY(!unwritable && unwritable.error().code == ErrorCode::DiskFailed);
}

QTEST_GUILESS_MAIN(TestTicketCode)
#include "tst_ticketcode.moc"
