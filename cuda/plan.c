/* plan: from tensors to loops: neighbouring dims through which all operands run on are one,
 * small steps are innermost, and what is too large for one launch is cut. */
#include <string.h>

#include "core/nest.h"
#include "host.h"

enum { MOST = 0x7ff00000 }; /* elements of a launch: 32-bit counters step over */

typedef struct plan { /* outermost dim first */
    int nop, ndim;
    int64_t shape[CT_MAX_NDIM];
    char *data[CT_LOOP_OPERANDS];
    int64_t strides[CT_LOOP_OPERANDS][CT_MAX_NDIM];
    const ct_plan_operand *operands;
} plan;
_Static_assert((int)CT_LOOP_OPERANDS <= (int)CT_NEST_OPERANDS, "room in a nest");

static bool is_number(const ct_tensor *t)
{
    return t->device != CT_DEVICE_CUDA; /* 0-d, in the host's memory */
}

static void set_operand(plan *p, int k, const ct_tensor *t)
{
    p->data[k] = is_number(t) ? NULL : t->data;
    ct_nest_broadcast(p->ndim, p->shape, t, p->strides[k]);
}

/* Order of dims is free for a pointwise op. */
static void order_dims(plan *p)
{
    ct_nest n = {.nop = p->nop, .ndim = p->ndim, .shape = p->shape};
    for (int k = 0; k < p->nop; k++) {
        n.strides[k] = p->strides[k];
    }
    ct_nest_sort(&n);
    ct_nest_merge(&n);
    p->ndim = n.ndim;
}

ct_loop_size ct_plan_size(int64_t size)
{
    uint64_t n = (uint64_t)size, shift = 0;
    while (((uint64_t)1 << shift) < n) {
        shift++;
    }
    uint64_t times = (((uint64_t)1 << shift) - n) * ((uint64_t)1 << 32) / n + 1;
    return (ct_loop_size){(uint32_t)n, (uint32_t)times, (uint32_t)shift};
}

/* A number of the host's becomes an element of the loop's dtype. */
static void set_value(ct_loop_operand *o, const ct_plan_operand *from)
{
    ct_scalar s = ct_tensor_operand(from->t);
    ct_scalar_store(from->loop, o->value, s);
}

static int run_whole(const plan *p, int64_t n, ct_plan_run run, void *context)
{
    ct_device_loop loop;
    memset(&loop, 0, sizeof loop);
    loop.n = (uint32_t)n;
    loop.nop = p->nop;
    loop.ndim = p->ndim;
    for (int d = 0; d < p->ndim; d++) {
        loop.dims[d] = ct_plan_size(p->shape[p->ndim - 1 - d]);
    }
    for (int k = 0; k < p->nop; k++) {
        ct_loop_operand *o = &loop.op[k];
        o->data = p->data[k];
        o->dtype = p->operands[k].t->dtype;
        for (int d = 0; d < p->ndim; d++) {
            o->strides[d] = p->strides[k][p->ndim - 1 - d];
        }
        if (!o->data) {
            set_value(o, &p->operands[k]);
        }
    }
    return run(&loop, context);
}

static void move_on(plan *p, int64_t rows)
{
    for (int k = 0; k < p->nop; k++) {
        p->data[k] = p->data[k] ? p->data[k] + rows * p->strides[k][0] : NULL;
    }
}

/* Without its outermost dim. */
static void drop_outer(plan *p)
{
    p->ndim--;
    memmove(p->shape, p->shape + 1, sizeof p->shape - sizeof *p->shape);
    for (int k = 0; k < p->nop; k++) {
        memmove(p->strides[k], p->strides[k] + 1,
                sizeof p->strides[k] - sizeof *p->strides[k]);
    }
}

static int run_parts(const plan *p, ct_plan_run run, void *context)
{
    int64_t n = 1;
    for (int d = 0; d < p->ndim; d++) {
        n *= p->shape[d];
    }
    if (p->ndim <= CT_LOOP_DIMS && n <= MOST) {
        return run_whole(p, n, run, context);
    }
    plan part = *p;
    if (p->ndim > CT_LOOP_DIMS || p->shape[0] == 1) {
        int status = 0;
        for (int64_t i = 0; i < p->shape[0] && status == 0; i++) {
            part = *p;
            move_on(&part, i);
            drop_outer(&part);
            status = run_parts(&part, run, context);
        }
        return status;
    }
    int64_t half =
        p->shape[0] / 2; /* of a multiple of 16, so that packs stay aligned */
    half = half > 16 ? half / 16 * 16 : half;
    part.shape[0] = half;
    if (run_parts(&part, run, context) < 0) {
        return -1;
    }
    part.shape[0] = p->shape[0] - half;
    move_on(&part, half);
    return run_parts(&part, run, context);
}

int ct_plan(int n, const ct_plan_operand *operands, ct_plan_run run, void *context)
{
    const ct_tensor *out = operands[0].t;
    if (out->numel == 0) {
        return 0;
    }
    plan p;
    p.nop = n;
    p.ndim = out->ndim;
    p.operands = operands;
    memcpy(p.shape, out->shape, (size_t)out->ndim * sizeof *p.shape);
    for (int k = 0; k < n; k++) {
        set_operand(&p, k, operands[k].t);
    }
    order_dims(&p);
    return run_parts(&p, run, context);
}

static bool moves(const ct_device_loop *loop, const ct_loop_operand *o)
{
    for (int d = 0; d < loop->ndim && o->data; d++) {
        if (o->strides[d] != 0) {
            return true;
        }
    }
    return false;
}

bool ct_plan_is_packed(ct_device_loop *loop, const ct_plan_operand *operands)
{
    bool packed = loop->ndim <= 1;
    for (int k = 0; k < loop->nop; k++) {
        const ct_loop_operand *o = &loop->op[k];
        int64_t size = ct_dtype_size((ct_dtype)operands[k].t->dtype);
        if (!moves(loop, o)) {
            loop->single |= k > 0 ? 1u << k : 0;
        } else {
            packed = packed && o->strides[0] == size && (uintptr_t)o->data % 16 == 0;
        }
    }
    return packed;
}
