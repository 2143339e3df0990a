// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QtGlobal>

/// Every queue, cache, retry and list of the house has its upper bound here (STYLE: a named upper bound in one header).
namespace foyer::limits {

inline constexpr int callDeadlineMs = 2500;        ///< one call to the centre, then its outcome is unknown
inline constexpr int slowCallDeadlineMs = 15'000;  ///< a whole map, a whole verify()
inline constexpr int signInDeadlineMs = 15'000;    ///< name resolution, every host of the list, hello
inline constexpr int reconnectFirstMs = 100;       ///< then doubled
inline constexpr int reconnectMaxMs = 2000;
inline constexpr int connectTimeoutSecs = 3;       ///< libpq's connect_timeout
inline constexpr int tcpUserTimeoutMs = 3000;      ///< with keepalives 2/1/3: both are needed (PARTS.md)
inline constexpr int holdTtlSecs = 15 * 60;        ///< as the centre says; shown before the first answer
inline constexpr int pollSeatsMs = 1000;           ///< a lost ring is healed within this
inline constexpr int pollEventsMs = 3000;
inline constexpr int resendDelayMs = 400;          ///< between two sends of the same id after an unknown outcome
inline constexpr int maxResends = 8;           ///< at most 25 s; then the person is told and the id stays pending on disk
inline constexpr int maxPlanBytes = 32 * 1024 * 1024;
inline constexpr int maxPlanPlaces = 150'000;
inline constexpr int maxPlanFindings = 200;        ///< more of one plan are counted, not listed
inline constexpr int maxPlanFindingsOfAKind = 25;  ///< so that one kind of mistake does not hide the others
inline constexpr double maxPlanCoordinate = 1e6;
inline constexpr int maxPlanDepth = 32;            ///< nesting of JSON; the format needs 11
inline constexpr int maxPlanCategories = 500;
inline constexpr int maxPlanZones = 5'000;
inline constexpr int maxPlanAreas = 20'000;
inline constexpr int maxPlanPoints = 200'000;      ///< of all polygons
inline constexpr int maxPlanTextChars = 200;       ///< one name, number or label of a plan
inline constexpr int maxPlanSideBytes = 1024 * 1024;
inline constexpr int maxSeatSprites = 4096;       ///< symbols a map keeps painted, and as many numbers
inline constexpr int maxTicketsPerOrder = 200;
inline constexpr int maxTextBytes = 10'000;        ///< any text field sent to the centre
inline constexpr qint64 maxMinor = 100'000'000'000;///< one amount; far below overflow of sums
inline constexpr int maxPendingCalls = 256;        ///< waiting on one connection

inline constexpr int maxTillJobs = 256;            ///< waiting for the till's disk
inline constexpr int maxRequestBytes = 1024 * 1024;///< one sealed call, as the centre takes it
inline constexpr int maxSettledCalls = 5'000;      ///< settled calls kept on the till's disk; pending ones are never dropped
inline constexpr int tillReserveBytes = 4 * 1024 * 1024; ///< pages of the till's file kept free inside it for a full disk
inline constexpr int settleReserveBytes = 256 * 1024;    ///< and those that only outcomes may use

inline constexpr int maxBackups = 7;               ///< copies of a private server that are kept; the oldest go
inline constexpr int backupEveryHours = 24;        ///< a private server's newest copy older than this: another is made
inline constexpr int backupOldHours = 26;          ///< the last good copy older than this is a warning
inline constexpr int backupDelayMs = 60'000;       ///< after the start, so that opening has the disk for itself
inline constexpr int backupRetryMs = 60 * 60'000;  ///< after one that failed
inline constexpr int backupTimeoutMs = 60 * 60'000;

} // namespace foyer::limits
