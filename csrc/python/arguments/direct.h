/* direct: arguments that are exactly what the parameters take.
 *
 * NOTE [Direct calls] A call whose objects are Tensors, ints, bools and tuples of ints,
 * as the parameters take them, needs no binding: their values are copied into the call.
 * Its objects live as long as the caller's arguments do. Inline, as each call of a few
 * tens of nanoseconds begins here. */
#ifndef CT_PYTHON_ARGUMENTS_DIRECT_H
#define CT_PYTHON_ARGUMENTS_DIRECT_H

#include "ops/op.h"
#include "python/arguments/exact_int.h"
#include "python/override/ask.h"
#include "python/type/tensor_type.h"

enum { CT_DIRECT_INTS = 8 };

typedef struct ct_direct {
    ct_call c;
    int nints;
    int64_t ints[CT_DIRECT_INTS];
} ct_direct;

/* As many ints, after those that are there, for parameter i. */
static inline bool ct_direct_ints(ct_direct *d, int i, PyObject *const *items,
                                  Py_ssize_t n)
{
    int64_t *ints = d->ints + d->nints;
    if (n > CT_DIRECT_INTS - d->nints) {
        return false;
    }
    for (Py_ssize_t k = 0; k < n; k++) {
        if (!ct_py_exact_int(items[k], &ints[k])) {
            return false;
        }
    }
    ct_call_dims(&d->c, i, n, ints);
    d->nints += (int)n;
    return true;
}

/* False: the object is none such. */
static inline bool ct_direct_put(ct_direct *d, int i, PyObject *o)
{
    switch ((ct_arg_type)d->c.op->params[i].type) {
    case CT_ARG_TENSOR:
    case CT_ARG_OPERAND:
        ct_call_tensor(&d->c, i, ct_py_tensor(o));
        return ct_py_is_quiet(o);
    case CT_ARG_INT:
    case CT_ARG_AXIS:
    case CT_ARG_NEW_AXIS:
        d->c.given |= 1u << i;
        return ct_py_exact_int(o, &d->c.arg[i].i);
    case CT_ARG_BOOL:
        ct_call_int(&d->c, i, o == Py_True);
        return PyBool_Check(o);
    case CT_ARG_AXES:
    case CT_ARG_INTS:
        return PyTuple_CheckExact(o)
                   ? ct_direct_ints(d, i, ((PyTupleObject *)o)->ob_item,
                                    PyTuple_GET_SIZE(o))
                   : ct_direct_ints(d, i, &o, 1);
    default:
        return false;
    }
}

#endif
