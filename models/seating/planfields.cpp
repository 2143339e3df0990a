// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/seating/planfields.h"

#include "models/core/limits.h"

#include <QtCore/QRegularExpression>

#include <algorithm>
#include <cmath>

namespace foyer {
namespace {

QString escaped(QString step)
{
    return step.replace(QLatin1Char('~'), QLatin1String("~0")).replace(QLatin1Char('/'), QLatin1String("~1"));
}

} // namespace

QString PlanFields::pointer(const char *key) const
{
    QString path = m_parent != nullptr ? m_parent->pointer() : QString();
    if (!m_step.isEmpty())
        path += QLatin1Char('/') + m_step;
    return key != nullptr ? path + QLatin1Char('/') + escaped(QLatin1String(key)) : path;
}

void PlanFields::report(FindingKind kind, Severity severity, const char *key, const QString &message, const QString &repair) const
{
    m_findings.add(kind, severity, [&] { return pointer(key); }, [&] { return message; }, [&] { return repair; });
}

QString PlanFields::text(const char *key) const
{
    const QJsonValue value = m_object.value(QLatin1String(key));
    QString text = value.isDouble() ? QString::number(value.toDouble(), 'g', 15) : value.toString();
    if (!value.isUndefined() && !value.isNull() && !value.isString() && !value.isDouble())
        report(FindingKind::Type, Severity::Warning, key, QStringLiteral("a text is expected here"));
    text = text.trimmed();
    if (text.size() > limits::maxPlanTextChars) {
        report(FindingKind::Text, Severity::Error, key, QStringLiteral("longer than %1 characters").arg(limits::maxPlanTextChars));
        text.truncate(limits::maxPlanTextChars);
    }
    const auto isControl = [](QChar c) { return c.category() == QChar::Other_Control; };
    if (std::any_of(text.begin(), text.end(), isControl)) {
        report(FindingKind::Text, Severity::Warning, key, QStringLiteral("control characters are left out"));
        text.removeIf(isControl);
    }
    return text;
}

std::optional<double> PlanFields::number(const char *key, Severity missing) const
{
    const QJsonValue value = m_object.value(QLatin1String(key));
    const double number = value.toDouble(std::nan(""));
    if (value.isUndefined() || value.isNull()) {
        report(FindingKind::Missing, missing, key, QStringLiteral("a number is missing"));
        return std::nullopt;
    }
    if (!std::isfinite(number) || std::abs(number) > limits::maxPlanCoordinate) {
        report(FindingKind::Position, Severity::Error, key, QStringLiteral("not a number that a plan can have"));
        return std::nullopt;
    }
    return number;
}

std::optional<QPointF> PlanFields::point(const char *key, Severity missing) const
{
    const QJsonValue value = m_object.value(QLatin1String(key));
    if (!value.isObject()) {
        report(FindingKind::Position, missing, key, QStringLiteral("a position {x, y} is expected here"));
        return std::nullopt;
    }
    const PlanFields inner(m_findings, value.toObject(), this, QLatin1String(key));
    const auto x = inner.number("x", missing);
    const auto y = inner.number("y", missing);
    return x && y ? std::optional(QPointF(*x, *y)) : std::nullopt;
}

QString PlanFields::color(const char *key) const
{
    static const QRegularExpression form(QStringLiteral("\\A#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})\\z"));
    const QString text = this->text(key);
    if (text.isEmpty())
        return {};
    if (!form.match(text).hasMatch()) {
        report(FindingKind::Type, Severity::Note, key, QStringLiteral("not a colour (#rrggbb): %1").arg(quoted(text)));
        return {};
    }
    if (text.size() == 7)
        return text.toLower();
    QString wide(QLatin1Char('#'));
    for (const QChar c : QStringView(text).mid(1))
        wide += QString(2, c.toLower());
    return wide;
}

QJsonArray PlanFields::array(const char *key) const
{
    const QJsonValue value = m_object.value(QLatin1String(key));
    if (!value.isUndefined() && !value.isNull() && !value.isArray())
        report(FindingKind::Type, Severity::Error, key, QStringLiteral("a list is expected here"));
    return value.toArray();
}

void PlanFields::noteUnknownKeys(std::initializer_list<const char *> known) const
{
    for (auto it = m_object.constBegin(); it != m_object.constEnd(); ++it) {
        const auto isKey = [&](const char *key) { return it.key() == QLatin1String(key); };
        if (std::none_of(known.begin(), known.end(), isKey)) {
            m_findings.add(FindingKind::UnknownKey, Severity::Note, [&] { return pointer() + QLatin1Char('/') + escaped(it.key()); },
                [&] { return QStringLiteral("unknown key %1 is ignored").arg(quoted(it.key())); });
        }
    }
}

} // namespace foyer
