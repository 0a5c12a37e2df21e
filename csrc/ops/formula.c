/* formula: steps in postfix order, on a stack of tensors that the scope owns. */
#include "ops/formula.h"

#include "rows/arithmetic.h"
#include "rows/view.h"

enum { MAX_DEPTH = 16 }; /* tools/rows.py refuses a text that needs more */

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

static bool only_numbers(const ct_step *step, ct_tensor **operands)
{
    bool weak = step->operands > 0;
    for (int i = 0; i < step->operands; i++) {
        weak = weak && operands[i] && ct_tensor_is_weak(operands[i]);
    }
    return weak;
}

/* What is computed of numbers alone is one: exact to float64 and weak, where an op of
 * Python's numbers would give the default dtype. */
static ct_tensor *run_numbers(ct_scope *s, const ct_step *step, ct_tensor **operands)
{
    ct_tensor *wide[MAX_DEPTH];
    for (int i = 0; i < step->operands; i++) {
        ct_tensor *x = ct_s_row(s, CT_ROW(clone), operands[i]); /* strong */
        bool real = x && !ct_dtype_is_complex((ct_dtype)x->dtype);
        wide[i] = real ? ct_s_cast(s, x, CT_DTYPE_F64) : x;
    }
    ct_tensor *y = run(s, step, wide);
    if (y && y->dtype != CT_DTYPE_BOOL) {
        y->flags |= CT_TENSOR_WEAK;
    }
    return y;
}

/* A number of the call, of either sign. */
static ct_tensor *attribute(ct_scope *s, const ct_step *step, const ct_param *p,
                            ct_value v)
{
    return p->type == CT_ARG_FLOAT ? ct_s_float(s, step->value * v.f)
                                   : ct_s_int(s, (int64_t)step->value * v.i);
}

/* Puts what the step gives in place of what it takes; the stack's new top. */
static ct_tensor **take(ct_scope *s, const ct_op *op, const ct_step *step,
                        const ct_value *arg, ct_tensor **top)
{
    switch ((ct_step_kind)step->kind) {
    case CT_STEP_WHOLE:
        *top = ct_s_int(s, (int64_t)step->value);
        return top + 1;
    case CT_STEP_NUMBER:
        *top = ct_s_float(s, step->value);
        return top + 1;
    case CT_STEP_VARIABLE:
        *top = arg[step->operands].tensor;
        return top + 1;
    case CT_STEP_ATTRIBUTE:
        *top = attribute(s, step, &op->params[step->operands], arg[step->operands]);
        return top + 1;
    case CT_STEP_CONJ:
        top[-1] = ct_scope_conj(s, top[-1]);
        return top;
    case CT_STEP_CALL:
        break;
    }
    top -= step->operands;
    *top = only_numbers(step, top) ? run_numbers(s, step, top) : run(s, step, top);
    return top + 1;
}

ct_tensor *ct_formula_eval(ct_scope *s, const ct_op *op, const ct_value *arg)
{
    ct_tensor *stack[MAX_DEPTH], **top = stack;
    for (int i = 0; i < op->formula->nsteps && !s->failed; i++) {
        top = take(s, op, &op->formula->steps[i], arg, top);
    }
    return s->failed ? NULL : stack[0];
}

int ct_formula_body(ct_call *c);

/* The body of a backward row: its steps, in the dtype that its last argument asks for. */
int ct_formula_body(ct_call *c)
{
    ct_scope s;
    ct_scope_begin(&s);
    ct_tensor *y = ct_formula_eval(&s, c->op, c->arg);
    c->out[0] =
        ct_scope_return(&s, ct_s_cast(&s, y, (ct_dtype)c->arg[c->op->nparam - 1].i));
    return c->out[0] ? 0 : -1;
}
