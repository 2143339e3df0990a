// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"

#include <QtCore/QObject>
#include <QtTest/QtTest>

#include <optional>

namespace foyer {

/// Catches the answer of one asynchronous call in a test: pass guard() and then(), wait with get().
template <class T>
class AnswerBox
{
public:
    QObject *guard() { return &m_guard; }
    Then<T> then()
    {
        return [this](Result<T> answer) {
            ++m_count;
            m_answer = std::move(answer);
        };
    }
    [[nodiscard]] bool arrived() const { return m_answer.has_value(); }
    [[nodiscard]] int count() const { return m_count; }
    /// Waits at most `timeoutMs`; ProgrammingFault when nothing came.
    Result<T> get(int timeoutMs = 10'000)
    {
        if (!QTest::qWaitFor([this] { return arrived(); }, timeoutMs))
            return fail(ErrorCode::ProgrammingFault, QStringLiteral("no answer within the test's time"));
        return *m_answer;
    }

private:
    QObject m_guard;
    std::optional<Result<T>> m_answer;
    int m_count = 0;
};

} // namespace foyer

/// A Result that must hold a value; prints its error otherwise.
#define FOYER_VERIFY(result)                                                                                           \
    do {                                                                                                               \
        const auto &verified = (result);                                                                               \
        QVERIFY2(verified.has_value(), verified.has_value()                                                            \
                                           ? ""                                                                        \
                                           : qPrintable(foyer::errorName(verified.error().code) +                      \
                                                        QStringLiteral(": ") + verified.error().log));                 \
    } while (false)
