/* formula: steps in postfix order, on a stack of tensors that the scope owns. */
#include "autograd/formula.h"

#include "rows/pointwise.h"

enum { MAX_DEPTH = 16 }; /* tools/rows.py refuses a text that needs more */

typedef struct values {
    ct_tensor *g, *y;
    ct_tensor *const *abc;
} values;

static ct_tensor *variable(const values *v, char name)
{
    switch (name) {
    case 'g':
        return v->g;
    case 'y':
        return v->y;
    case 'b':
        return v->abc[1];
    case 'c':
        return v->abc[2];
    default: /* a, or x */
        return v->abc[0];
    }
}

static ct_tensor *conjugate(ct_scope *s, ct_tensor *z)
{
    return z && ct_dtype_is_complex((ct_dtype)z->dtype) ? ct_s_conj_physical(s, z) : z;
}

static ct_tensor *run(ct_scope *s, const ct_step *step, ct_tensor **operands)
{
    ct_call c;
    ct_call_init(&c, step->op);
    for (int i = 0; i < step->operands; i++) {
        if (!operands[i]) {
            return ct_scope_null(s);
        }
        ct_call_tensor(&c, i, operands[i]);
    }
    return ct_scope_run(s, &c);
}

/* Puts what the step gives in place of what it takes; the stack's new top. */
static ct_tensor **take(ct_scope *s, const ct_step *step, const values *v,
                        ct_tensor **top)
{
    switch ((ct_step_kind)step->kind) {
    case CT_STEP_WHOLE:
        *top = ct_s_int(s, (int64_t)step->value);
        return top + 1;
    case CT_STEP_NUMBER:
        *top = ct_s_float(s, step->value);
        return top + 1;
    case CT_STEP_VARIABLE:
        *top = variable(v, step->name);
        return top + 1;
    case CT_STEP_CONJ:
        top[-1] = conjugate(s, top[-1]);
        return top;
    case CT_STEP_CALL:
        break;
    }
    top -= step->operands;
    *top = run(s, step, top);
    return top + 1;
}

ct_tensor *ct_formula_eval(ct_scope *s, const ct_op *op, int operand, ct_tensor *g,
                           ct_tensor *const abc[3], ct_tensor *y)
{
    const ct_gradient *gradient = &op->formula->gradients[operand];
    const values v = {g, y, abc};
    ct_tensor *stack[MAX_DEPTH], **top = stack;
    for (int i = 0; i < gradient->nsteps && !s->failed; i++) {
        top = take(s, &gradient->steps[i], &v, top);
    }
    return s->failed ? NULL : stack[0];
}
