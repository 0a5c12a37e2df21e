/* exact: what integers beside numbers, or beside integers of the other sign, are.
 *
 * NOTE [Numbers that do not fit] (column `numbers` of the rows) A Python number, or a 0-d
 * tensor, takes the dtype of the integer tensor beside it. Where it lies outside of that,
 *   - a comparison has the answer that mathematics gives (PyTorch's has that of the number
 *     wrapped); a float is compared as it is, not the integers as floats;
 *   - sums, products and bits are those of integers modulo 2^bits, which is what wrapping
 *     the number gives, as in PyTorch; hashes and random generators rely on it;
 *   - in logic it is true;
 *   - everything else (quotients, powers, shifts, limits, choices) is an error. */
#include "ops/exact.h"

#include "core/device.h"
#include "ops/value.h"

int ct_exact_check(const ct_call *c, ct_dtype d)
{
    const ct_op *row = c->op;
    bool chooses = row->numbers == CT_NUMBERS_CHOOSE;
    if (row->numbers != CT_NUMBERS_FIT && !chooses) {
        return 0;
    }
    for (int i = chooses; i < c->op->arity; i++) {
        const ct_tensor *t = c->arg[i].tensor;
        ct_scalar s;
        if (t->dtype == d || !ct_tensor_number(c->op->pyname, t, &s)) {
            continue;
        }
        int side = ct_number_side(s, d);
        bool negative = chooses && side < 0; /* choices may wrap, as fills do */
        if (side && !(negative && ct_number_fits(s, d))) {
            return ct_error(CT_ERR_RUNTIME,
                            "%s: value cannot be converted to type %s without overflow",
                            c->op->name, ct_dtype_name(d));
        }
    }
    return 0;
}
