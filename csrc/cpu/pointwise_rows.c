/* pointwise_rows: the kernel that all formula rows share, and their gradient loops: which
 * loop runs, on which operands. */
#include <string.h>

#include "core/layout.h"
#include "cpu/column.h"
#include "cpu/copy.h"
#include "cpu/exact.h"
#include "cpu/kernels.h"
#include "cpu/pointwise.h"
#include "cpu/reduce.h"
#include "ops/pointwise.h"
#include "rows/arithmetic.h"
#include "rows/division.h"
#include "rows/exponential.h"

/* Integer results that do not exist: x // 0, x % 0, x ** -1. */
static int guard(const ct_op *op, ct_tensor *b)
{
    bool power = op == CT_ROW(pow);
    if (!power && op != CT_ROW(floor_divide) && op != CT_ROW(remainder) &&
        op != CT_ROW(fmod)) {
        return 0;
    }
    int64_t found = 0;
    ct_tensor *one = ct_tensor_scalar(power ? CT_DTYPE_I64 : CT_DTYPE_BOOL, &found);
    if (!one ||
        ct_reduce(power ? CT_REDUCE_MIN : CT_REDUCE_ALL, b, ~(uint64_t)0, 1, one) < 0) {
        ct_xdecref(one);
        return -1;
    }
    ct_scalar s = ct_scalar_load((ct_dtype)one->dtype, one->data);
    ct_decref(one);
    if (power && s.i < 0 && ct_dtype_is_signed((ct_dtype)b->dtype)) {
        return ct_error(CT_ERR_RUNTIME,
                        "pow: Integers to negative integer powers are not allowed: "
                        "convert the base to a floating dtype");
    }
    if (!power && !s.i) {
        return ct_error(CT_ERR_ZERO_DIVISION, "%s: integer division by zero", op->name);
    }
    return 0;
}

/* Which loop of a row runs. */
typedef struct choice {
    ct_loop loop;
    ct_dtype compute;
} choice;

/* A second result comes first: the other one may be written over the operand. */
static inline int fill(ct_call *c, const void *how, int n, ct_tensor *const *in)
{
    const choice *w = how;
    ct_dtype compute = w->compute;
    ct_loop second = ct_loops_of(c->op)->second[compute];
    if (second && ct_pointwise_run(second, c->arg, compute, CT_DTYPE_I32, SECOND_OUT(c),
                                   n, in) < 0) {
        return -1;
    }
    return ct_pointwise_run(w->loop, c->arg, compute,
                            ct_pointwise_result(c->op, compute), c->out[0], n, in);
}

/* The same truth everywhere. */
static int fill_truth(ct_tensor *out, bool value)
{
    ct_tensor *truth = ct_tensor_scalar(CT_DTYPE_BOOL, &value);
    int status = truth ? ct_tensor_copy_data(out, truth) : -1;
    ct_xdecref(truth);
    return status;
}

/* ---- powers of one exponent ---------------------------------------------- */

/* Two loops, the first into a buffer; BY what the second multiplies that with. The square
 * of 1 / x, as x^2 may leave the range where its inverse does not. */
#define CT_TWO_LOOPS(name, L, T, DTYPE, FIRST, BY)                            \
    static void name##_##L(char *const *ptrs, int64_t n, const ct_value *arg) \
    {                                                                         \
        T buffer[512];                                                        \
        for (int64_t i = 0; i < n; i += 512) {                                \
            int64_t part = n - i < 512 ? n - i : 512, at = i * sizeof(T);     \
            char *y = ptrs[0] + at, *x = ptrs[1] + at, *t = (char *)buffer;   \
            CT_FORWARD_LOOP(FIRST, DTYPE)((char *[]){t, x}, part, arg);       \
            CT_FORWARD_LOOP(mul, DTYPE)((char *[]){y, t, BY}, part, arg);     \
        }                                                                     \
    }
CT_TWO_LOOPS(cube, f32, float, CT_DTYPE_F32, square, x)
CT_TWO_LOOPS(cube, f64, double, CT_DTYPE_F64, square, x)
CT_TWO_LOOPS(cube, c64, float _Complex, CT_DTYPE_C64, square, x)
CT_TWO_LOOPS(cube, c128, double _Complex, CT_DTYPE_C128, square, x)
CT_TWO_LOOPS(inverse_square, f32, float, CT_DTYPE_F32, reciprocal, t)
CT_TWO_LOOPS(inverse_square, f64, double, CT_DTYPE_F64, reciprocal, t)

/* The loop over input alone that does what pow with this exponent does, or NULL. */
static ct_loop power_loop(const ct_tensor *exponent, ct_dtype compute)
{
    static const ct_loop cubes[CT_DTYPE_COUNT] = {[CT_DTYPE_F32] = cube_f32,
                                                  [CT_DTYPE_F64] = cube_f64,
                                                  [CT_DTYPE_C64] = cube_c64,
                                                  [CT_DTYPE_C128] = cube_c128};
    static const ct_loop inverse_squares[CT_DTYPE_COUNT] = {
        [CT_DTYPE_F32] = inverse_square_f32, [CT_DTYPE_F64] = inverse_square_f64};
    double e;
    const ct_op *row = ct_pointwise_power(exponent, compute, &e);
    if (row) {
        return ct_loops_of(row)->forward[compute];
    }
    return e == 3 ? cubes[compute] : e == -2 ? inverse_squares[compute] : NULL;
}

static int run_exact(ct_call *c, const ct_exact *e, ct_loop loop, int n, ct_tensor **in)
{
    if (e->known >= 0) {
        return fill_truth(c->out[0], e->known);
    }
    if (n == 2 && ct_dtype_is_integral(e->compute) && c->out[0]->numel != 0 &&
        guard(c->op, in[1]) < 0) {
        return -1;
    }
    choice how = {loop, e->compute};
    return c->form == CT_FORM_NEW ? fill(c, &how, n, in)
                                  : ct_pointwise_given(c, fill, &how, n, in);
}

/* Of a row that looks at numbers, or makes integers or two results. */
static __attribute__((noinline)) int run_whole(ct_call *c, ct_loop loop, int n,
                                               ct_tensor **in)
{
    ct_exact e = {.compute = (ct_dtype)c->compute, .known = -1};
    ct_loop power = c->op == CT_ROW(pow) ? power_loop(in[1], e.compute) : NULL;
    if (power) {
        loop = power;
        n = 1;
    }
    bool differ = ct_dtypes_differ(n, in);
    int status = differ ? ct_exact_operands(c, &e, n, in) : 0;
    if (differ && status == 0 && !power) {
        loop = ct_exact_loop(c->op, &e);
    }
    status = status == 0 ? run_exact(c, &e, loop, n, in) : -1;
    if (differ) {
        ct_exact_release(&e);
    }
    return status;
}

/* Floats, among which no number can be a wrong one. */
static inline bool is_straight(const ct_call *c)
{
    return c->op->straight && !ct_dtype_is_integral((ct_dtype)c->compute);
}

int ct_pointwise_cpu(ct_call *c)
{
    ct_tensor *in[CT_MAX_OPERANDS];
    int n = ct_pointwise_operands(c, in);
    ct_dtype compute = (ct_dtype)c->compute;
    ct_loop loop = ct_loops_of(c->op)->forward[compute];
    if (!loop) {
        return ct_error(CT_ERR_NOT_IMPLEMENTED, "%s: no kernel for dtype %s",
                        c->op->name, ct_dtype_name(compute));
    }
    if (!is_straight(c)) {
        return run_whole(c, loop, n, in);
    }
    if (c->form != CT_FORM_NEW) {
        choice how = {loop, compute};
        return ct_pointwise_given(c, fill, &how, n, in);
    }
    return ct_pointwise_run(loop, c->arg, compute, ct_pointwise_result(c->op, compute),
                            c->out[0], n, in);
}

/* A gradient: see ops/backward.c. */
int ct_backward_cpu(ct_call *c)
{
    ct_dtype compute = (ct_dtype)c->compute;
    ct_loop loop = ct_loops_of(c->op)->forward[compute];
    if (!loop) {
        return ct_error(CT_ERR_NOT_IMPLEMENTED, "%s: no kernel for dtype %s",
                        c->op->name, ct_dtype_name(compute));
    }
    ct_tensor *in[CT_MAX_OPERANDS + 2];
    for (int i = 0; i < c->op->arity; i++) {
        in[i] = c->arg[i].tensor;
    }
    return ct_pointwise_run(loop, c->arg, compute, ct_pointwise_result(c->op, compute),
                            c->out[0], c->op->arity, in);
}
