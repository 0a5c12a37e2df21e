/* direct: arguments that are exactly what the parameters take.
 *
 * NOTE [Direct calls] A call whose objects are Tensors, numbers, bools, dtypes, None and
 * tuples of ints, as the parameters take them, needs no binding: their values are copied
 * into the call. Its objects live as long as the caller's arguments do. Nothing here runs
 * Python code or says what is wrong: who is told false binds (args.h), which does. */
#ifndef CT_PYTHON_ARGUMENTS_DIRECT_H
#define CT_PYTHON_ARGUMENTS_DIRECT_H

#include "ops/op.h"
#include "python/arguments/exact_int.h"
#include "python/override/ask.h"
#include "python/type/tensor_type.h"

enum { CT_DIRECT_INTS = 8, CT_DIRECT_NUMBERS = 3 };

typedef struct ct_direct {
    ct_call c;
    int nints, nnumbers;
    int64_t ints[CT_DIRECT_INTS];
    ct_tensor *numbers[CT_DIRECT_NUMBERS]; /* owned: Python's numbers as weak tensors */
} ct_direct;

static inline void ct_direct_init(ct_direct *d, const ct_op *op)
{
    ct_call_init(&d->c, op);
    d->nints = d->nnumbers = 0;
}
void ct_direct_drop_numbers(ct_direct *d);
/* After the call, or when there is to be none. */
static inline void ct_direct_release(ct_direct *d)
{
    if (d->nnumbers) {
        ct_direct_drop_numbers(d);
    }
}

/* The object for parameter i; false where it is none such. */
bool ct_direct_put_any(ct_direct *d, int i, PyObject *o);
static inline bool ct_direct_put(ct_direct *d, int i, PyObject *o)
{
    const uint32_t ints = 1u << CT_ARG_INT | 1u << CT_ARG_AXIS | 1u << CT_ARG_NEW_AXIS;
    if (ints >> d->c.op->params[i].type & 1 && PyLong_CheckExact(o) &&
        ct_py_one_digit(o, &d->c.arg[i].i)) { /* of what is no tensor, nearly all */
        d->c.given |= 1u << i;
        return true;
    }
    return ct_direct_put_any(d, i, o);
}
/* As many ints, after those that are there, for parameter i. */
bool ct_direct_ints(ct_direct *d, int i, PyObject *const *items, Py_ssize_t n);
/* Does the row have parameters of all these names? */
bool ct_direct_knows(const ct_op *op, PyObject *kwnames);
/* Those given by name, of parameters from `first` on; kwnames as in METH_FASTCALL. */
bool ct_direct_named(ct_direct *d, int first, PyObject *kwnames,
                     PyObject *const *values);

#endif
