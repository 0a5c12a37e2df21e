/* exact_int: ints of several digits. */
#include "python/arguments/exact_int.h"

bool ct_py_long_int(PyObject *o, int64_t *value)
{
    int overflow;
    *value = PyLong_AsLongLongAndOverflow(o, &overflow);
    return !overflow;
}
