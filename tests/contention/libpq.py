# SPDX-License-Identifier: GPL-3.0-or-later
"""Blocking and waiting sessions over libpq itself, called through ctypes: no driver stands between a test and the server. Calls release Python's lock."""

import ctypes
import ctypes.util
import os
import select

_pq = ctypes.CDLL(ctypes.util.find_library("pq") or "libpq.so.5")


def _declare(name, result, *arguments):
    function = getattr(_pq, name)
    function.restype = result
    function.argtypes = arguments
    return function


_pointer, _text, _int = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
_texts, _ints = ctypes.POINTER(ctypes.c_char_p), ctypes.POINTER(ctypes.c_int)
_query = (_pointer, _text, _int, ctypes.c_void_p, _texts, _ints, _ints, _int)
_connect = _declare("PQconnectdb", _pointer, _text)
_status = _declare("PQstatus", _int, _pointer)
_complaint = _declare("PQerrorMessage", _text, _pointer)
_finish = _declare("PQfinish", None, _pointer)
_exec = _declare("PQexecParams", _pointer, *_query)
_exec_plain = _declare("PQexec", _pointer, _pointer, _text)
_send = _declare("PQsendQueryParams", _int, *_query)
_consume = _declare("PQconsumeInput", _int, _pointer)
_busy = _declare("PQisBusy", _int, _pointer)
_result = _declare("PQgetResult", _pointer, _pointer)
_socket = _declare("PQsocket", _int, _pointer)
_pid = _declare("PQbackendPID", _int, _pointer)
_outcome = _declare("PQresultStatus", _int, _pointer)
_field = _declare("PQresultErrorField", _text, _pointer, _int)
_result_complaint = _declare("PQresultErrorMessage", _text, _pointer)
_rows = _declare("PQntuples", _int, _pointer)
_columns = _declare("PQnfields", _int, _pointer)
_value = _declare("PQgetvalue", ctypes.c_void_p, _pointer, _int, _int)
_length = _declare("PQgetlength", _int, _pointer, _int, _int)
_null = _declare("PQgetisnull", _int, _pointer, _int, _int)
_clear = _declare("PQclear", None, _pointer)
_end_copy = _declare("PQputCopyEnd", _int, _pointer, _text)
_encrypt = _declare("PQencryptPasswordConn", ctypes.c_void_p, _pointer, _text, _text, _text)
_free = _declare("PQfreemem", None, ctypes.c_void_p)
_NOTICES = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_char_p)
_processor = _declare("PQsetNoticeProcessor", ctypes.c_void_p, _pointer, _NOTICES, ctypes.c_void_p)

LOST = "lost"  # stands for the SQLSTATE where the line was lost before there was one


class Refused(Exception):
    """What the server answered instead of rows: SQLSTATE, sentence, DETAIL."""

    def __init__(self, code, message, detail):
        super().__init__("%s: %s %s" % (code, message.split("\n")[0], detail))
        self.code, self.message, self.detail = code, message, detail


class Session:
    """One connection. Parameters: None, text, numbers, and bytes, which are sent as they are."""

    def __init__(self, user, password=None, database=None):
        words = {"host": os.environ["PGHOST"], "dbname": database or os.environ["PGDATABASE"], "user": user, "password": password}
        line = " ".join("%s='%s'" % (k, v.replace("\\", "\\\\").replace("'", "\\'")) for k, v in words.items() if v is not None)
        self._connection = _connect(line.encode())
        self.notices = []
        self._processor = _NOTICES(lambda _, text: self.notices.append(text.decode("utf-8", "replace")))
        _processor(self._connection, self._processor, None)
        if _status(self._connection) != 0:
            message = _complaint(self._connection).decode()
            self.close()
            raise Refused(LOST, message, "")
        self.user, self.pid = user, _pid(self._connection)

    def close(self):
        if self._connection:
            _finish(self._connection)
            self._connection = None

    def run(self, sql, *parameters):
        """The rows of one statement, as tuples of text or None."""
        return self._read(_exec(*self._arguments(sql, parameters)))

    def script(self, sql):
        """Any number of statements."""
        return self._read(_exec_plain(self._connection, sql.encode()))

    def one(self, sql, *parameters):
        """The only value of the only row."""
        rows = self.run(sql, *parameters)
        return rows[0][0] if rows else None

    def refusal(self, sql, *parameters):
        """The SQLSTATE, or '' when it was done."""
        try:
            self.run(sql, *parameters)
            return ""
        except Refused as refused:
            return refused.code

    def send(self, sql, *parameters):
        """Sends without waiting; fetch the rows with answer()."""
        if _send(*self._arguments(sql, parameters)) != 1:
            raise Refused(LOST, _complaint(self._connection).decode(), "")

    def waits(self, seconds=0.0):
        """Whether what was sent is still without an answer after that time."""
        if _busy(self._connection):
            select.select([_socket(self._connection)], [], [], seconds)
            _consume(self._connection)
        return bool(_busy(self._connection))

    def answer(self):
        last, refused = [], None
        while result := _result(self._connection):
            try:
                last = self._read(result)
            except Refused as problem:
                refused = problem
        if refused:
            raise refused
        return last

    def verifier(self, role, password):
        """The SCRAM verifier of a password, made here."""
        made = _encrypt(self._connection, password.encode(), role.encode(), b"scram-sha-256")
        text = ctypes.string_at(made).decode()
        _free(made)
        return text

    def _arguments(self, sql, parameters):
        if not self._connection:
            raise Refused(LOST, "closed", "")
        raw = [None if p is None else p if isinstance(p, bytes) else str(p).encode("utf-8", "surrogatepass") for p in parameters]
        count = len(raw)
        return (self._connection, sql.encode(), count, None, (ctypes.c_char_p * count)(*raw), (_int * count)(*[len(r or b"") for r in raw]),
                (_int * count)(*[1 if isinstance(p, bytes) else 0 for p in parameters]), 0)

    def _read(self, result):
        try:
            outcome = _outcome(result)
            if outcome in (3, 4, 8):  # COPY of either way, or both
                _end_copy(self._connection, b"not meant")
            if outcome not in (1, 2, 3, 4, 8):
                code, detail = _field(result, ord("C")), _field(result, ord("D"))
                raise Refused(code.decode() if code else LOST, _result_complaint(result).decode("utf-8", "replace"), detail.decode("utf-8", "replace") if detail else "")
            columns = range(_columns(result))
            return [tuple(None if _null(result, r, c) else ctypes.string_at(_value(result, r, c), _length(result, r, c)).decode("utf-8", "replace") for c in columns)
                    for r in range(_rows(result))]
        finally:
            _clear(result)
