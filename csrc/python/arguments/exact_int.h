/* exact_int: the value of a plain int, nearly always one digit of Python's.
 *
 * Inline, as sizes, dims and subscripts of each call of a few tens of nanoseconds are
 * such. */
#ifndef CT_PYTHON_ARGUMENTS_EXACT_INT_H
#define CT_PYTHON_ARGUMENTS_EXACT_INT_H

#include "core/object.h"

#if PY_VERSION_HEX < 0x030B0000
#include <longintrepr.h>
#endif

/* One digit, which `value` gets. */
static inline bool ct_py_one_digit(PyObject *o, int64_t *value)
{
#if PY_VERSION_HEX < 0x030C0000
    Py_ssize_t size = Py_SIZE(o); /* its sign is the int's */
    *value = size * (int64_t)((PyLongObject *)o)->ob_digit[0];
    return size >= -1 && size <= 1;
#else
    bool compact = PyUnstable_Long_IsCompact((PyLongObject *)o);
    *value = compact ? PyUnstable_Long_CompactValue((PyLongObject *)o) : 0;
    return compact;
#endif
}

/* As below, of an int of any size. */
bool ct_py_long_int(PyObject *o, int64_t *value);

/* An int itself, of no subclass, that int64 holds: into `value`. No exception if not. */
static inline bool ct_py_exact_int(PyObject *o, int64_t *value)
{
    return PyLong_CheckExact(o) &&
           (ct_py_one_digit(o, value) || ct_py_long_int(o, value));
}

#endif
