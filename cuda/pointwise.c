/* pointwise: the kernel that all formula rows share, and their gradients: which of their
 * loops runs, on which operands. What is said of numbers is the CPU's (ops/exact.h). */
#include <string.h>

#include "host.h"
#include "index.h"
#include "ops/exact.h"
#include "ops/pointwise.h"

void ct_cuda_formulas(ct_device_row *row); /* rows/cuda/formulas.c */
/* kernels/compare.cu: uint64 with int64, by the row's place among eq ne lt le gt ge. */
void ct_cuda_compare_mixed(const ct_device_loop *loop, int row, bool unsigned_first,
                           void *stream);

static ct_device_row rows[CT_ID_COUNT];

/* ---- a loop ------------------------------------------------------------------------ */

typedef struct launching {
    ct_loop_launch launch;
    const ct_plan_operand *operands;
    const ct_call *c;
    ct_dtype compute, written, stored;
    int mixed; /* or a row of comparisons, 0 .. 5 */
    bool unsigned_first, in_float32;
    cudaStream_t stream;
} launching;

static bool all_are(const launching *l, ct_dtype stored, ct_dtype result)
{
    if (l->operands[0].t->dtype != result) {
        return false;
    }
    for (int k = 1; l->operands[k].t; k++) {
        const ct_tensor *t = l->operands[k].t;
        if (t->device == CT_DEVICE_CUDA && t->dtype != stored) {
            return false;
        }
    }
    return true;
}

/* What operands are stored as: 16-bit floats keep their own kernels; a result that is no
 * float is what it is. */
static ct_dtype stored_of(const launching *l)
{
    static const ct_dtype halves[] = {CT_DTYPE_F16, CT_DTYPE_BF16};
    for (int i = 0; i < 2 && l->compute == CT_DTYPE_F32 && !l->in_float32; i++) {
        bool same = l->written == CT_DTYPE_F32;
        if (all_are(l, halves[i], same ? halves[i] : l->written)) {
            return halves[i];
        }
    }
    return l->compute;
}

/* Elements of bools are read one by one. */
static bool all_stored(const launching *l)
{
    for (int k = 1; l->operands[k].t; k++) {
        const ct_tensor *t = l->operands[k].t;
        if (t->device == CT_DEVICE_CUDA && t->dtype != l->stored) {
            return false;
        }
    }
    return true;
}

static int launch(ct_device_loop *loop, void *context)
{
    const launching *l = context;
    const ct_op *op = l->c ? l->c->op : CT_CUDA_ROW(mul);
    int end = op->nparam - (op->kind == CT_KIND_BACKWARD ? 2 : 0);
    for (int i = op->arity; l->c && i < end; i++) {
        memcpy(&loop->numbers[i - op->arity], &l->c->arg[i], sizeof *loop->numbers);
    }
    if (l->mixed >= 0) {
        ct_cuda_compare_mixed(loop, l->mixed, l->unsigned_first, l->stream);
    } else {
        bool packed = ct_plan_is_packed(loop, l->operands) && all_stored(l);
        l->launch(loop, l->stored, packed, l->stream);
    }
    return 0;
}

static int run_stored(launching *l, int n, const ct_plan_operand *operands)
{
    const ct_tensor *out = operands[0].t;
    if (ct_cuda_use(out->device_index) < 0) {
        return -1;
    }
    l->operands = operands;
    l->stream = ct_cuda_stream(out->device_index);
    return ct_plan(n + 1, operands, launch, l);
}

/* The operand as the kernel takes it: bools, and numbers of the host's, are as they are. */
static ct_tensor *as_stored(const launching *l, ct_tensor *t)
{
    if (t->device != CT_DEVICE_CUDA || t->dtype == CT_DTYPE_BOOL) {
        ct_incref(t);
        return t;
    }
    return ct_tensor_cast(t, l->stored);
}

/* A result of another dtype is cast from one of the kernel's. */
static int run_into(launching *l, ct_tensor *out, int n, ct_plan_operand *operands)
{
    bool same = l->compute == CT_DTYPE_F32 && l->written == CT_DTYPE_F32;
    ct_dtype natural = same ? l->stored : l->written;
    if (l->mixed >= 0 || out->dtype == natural) {
        return run_stored(l, n, operands);
    }
    ct_tensor *made = ct_tensor_new_like(out, natural);
    operands[0].t = made;
    int status = made ? run_stored(l, n, operands) : -1;
    status = status == 0 ? ct_tensor_copy_data(out, made) : status;
    ct_xdecref(made);
    return status;
}

/* in[n] to out, which is broadcast to. */
static int run(launching *l, ct_tensor *out, int n, ct_tensor *const *in)
{
    ct_plan_operand operands[CT_LOOP_OPERANDS + 1] = {{out, l->written}};
    ct_tensor *stored[CT_LOOP_OPERANDS] = {0};
    int status = 0;
    for (int k = 0; k < n; k++) {
        operands[k + 1] = (ct_plan_operand){in[k], l->compute};
    }
    l->operands = operands;
    l->stored = stored_of(l);
    for (int k = 0; k < n && l->mixed < 0 && status == 0; k++) {
        stored[k] = as_stored(l, in[k]);
        operands[k + 1].t = stored[k];
        status = stored[k] ? 0 : -1;
    }
    status = status == 0 ? run_into(l, out, n, operands) : status;
    for (int k = 0; k < n; k++) {
        ct_xdecref(stored[k]);
    }
    return status;
}

int ct_cuda_multiply(ct_tensor *out, ct_tensor *a, ct_tensor *b)
{
    ct_dtype d = ct_dtype_compute((ct_dtype)out->dtype);
    launching l = {
        .launch = rows[CT_ID_mul].forward[d], .compute = d, .written = d, .mixed = -1};
    return run(&l, out, 2, (ct_tensor *[]){a, b});
}

/* ---- rows -------------------------------------------------------------------------- */

/* The comparison's place in ct_cuda_compare_mixed. */
static int comparison_of(const ct_op *op)
{
    static const int ids[] = {CT_ID_eq, CT_ID_ne, CT_ID_lt,
                              CT_ID_le, CT_ID_gt, CT_ID_ge};
    for (int i = 0; i < 6; i++) {
        if (op->id == ids[i]) {
            return i;
        }
    }
    return -1;
}

/* Which row's loops run, on numbers of which kind. */
typedef struct choice {
    int id;
    const ct_exact *numbers;
} choice;

/* A second result comes first: the other one may be written over the operand. */
static int fill(ct_call *c, const void *how, int n, ct_tensor *const *in)
{
    const choice *w = how;
    const ct_exact *e = w->numbers;
    const ct_device_row *row = &rows[w->id];
    launching l = {.launch = row->forward[e->compute],
                   .c = c,
                   .compute = e->compute,
                   .written = ct_pointwise_result(c->op, e->compute),
                   .mixed = e->mixed ? comparison_of(c->op) : -1,
                   .in_float32 = row->in_float32,
                   .unsigned_first = e->mixed == CT_MIXED_UNSIGNED_FIRST};
    if (!l.launch) {
        return ct_cuda_no_kernel(c, e->compute);
    }
    if (row->second[e->compute]) {
        launching second = l;
        second.launch = row->second[e->compute];
        second.written = CT_DTYPE_I32;
        if (run(&second, SECOND_OUT(c), n, in) < 0) {
            return -1;
        }
    }
    return run(&l, c->out[0], n, in);
}

static int run_find_zero(ct_device_loop *loop, void *context)
{
    const ct_call *c = context;
    int index = c->out[0]->device_index;
    ct_cuda_find_zero(loop, ct_cuda_fault_of(index), c->op->id, ct_cuda_stream(index));
    return 0;
}

/* Integer quotients by zero do not exist: a number of the host's is known, others are
 * looked at on the device, which tells when it is waited for. */
static int guard(ct_call *c, ct_dtype compute, const ct_tensor *b)
{
    int id = c->op->id;
    bool divides =
        id == CT_ID_floor_divide || id == CT_ID_remainder || id == CT_ID_fmod;
    if (!divides || !ct_dtype_is_integral(compute) || c->out[0]->numel == 0) {
        return 0;
    }
    if (b->device == CT_DEVICE_CPU) {
        ct_scalar s = ct_tensor_operand(b);
        return s.i || s.re != 0 ? 0
                                : ct_error(CT_ERR_ZERO_DIVISION,
                                           "%s: integer division by zero", c->op->name);
    }
    ct_plan_operand operands[] = {{b, CT_DTYPE_BOOL}};
    if (!ct_cuda_fault_of(b->device_index) || ct_cuda_use(b->device_index) < 0) {
        return -1;
    }
    return ct_plan(1, operands, run_find_zero, c);
}

static int pointwise(ct_call *c)
{
    ct_tensor *in[CT_MAX_OPERANDS];
    int n = ct_pointwise_operands(c, in), id = c->op->id, status = 0;
    ct_exact e = {.compute = (ct_dtype)c->compute, .known = -1};
    double exponent;
    const ct_op *power =
        id == CT_ID_pow ? ct_pointwise_power(in[1], e.compute, &exponent) : NULL;
    if (power) {
        id = power->id;
        n = 1;
    }
    if (ct_dtypes_differ(n, in)) {
        status = ct_exact_operands(c, &e, n, in);
    }
    status = status == 0 && n == 2 ? guard(c, e.compute, in[1]) : status;
    if (status == 0 && e.known >= 0) {
        bool truth = e.known;
        status = ct_tensor_fill(c->out[0], &truth);
    } else if (status == 0) {
        choice how = {id, &e};
        status = c->form == CT_FORM_NEW ? fill(c, &how, n, in)
                                        : ct_pointwise_given(c, fill, &how, n, in);
    }
    ct_exact_release(&e);
    return status;
}

/* A gradient: see ops/backward.c. */
static int backward(ct_call *c)
{
    ct_tensor *in[CT_MAX_OPERANDS + 2];
    for (int i = 0; i < c->op->arity; i++) {
        in[i] = c->arg[i].tensor;
    }
    ct_exact e = {.compute = (ct_dtype)c->compute, .known = -1};
    choice how = {c->op->id, &e};
    return fill(c, &how, c->op->arity, in);
}

void ct_cuda_pointwise_init(void)
{
    ct_cuda_formulas(rows);
    for (int i = 0; i < CT_ID_COUNT; i++) {
        ct_op *op = ct_ops[i];
        if (op->formula) {
            op->kernel[CT_DEVICE_CUDA] =
                op->kind == CT_KIND_BACKWARD ? backward : pointwise;
        }
    }
}
