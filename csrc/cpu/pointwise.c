/* pointwise: from tensors to contiguous loops. A plan holds the operands' strides over
 * the result's dimensions, merged where they run on; a range of its elements is cut
 * into rows, and rows into tiles. */
#include "cpu/pointwise.h"

#include <string.h>

#include "core/parallel.h"
#include "cpu/copy.h"

#define TILE 512       /* elements: six tiles of complex128 stay within 48 KiB */
#define GRAIN 16384    /* elements worth handing to another thread */
#define SMALL 64       /* elements the short path fills a scalar to */

typedef struct operand {
    char *data;
    ct_dtype dtype, loop; /* as stored, as the loop wants it */
    int64_t strides[CT_MAX_NDIM];
} operand;

typedef struct plan {
    ct_loop loop;
    int nop, ndim;
    int64_t numel;
    int64_t shape[CT_MAX_NDIM];
    operand op[CT_POINTWISE_OPERANDS];
} plan;

/* ---- planning ----------------------------------------------------------- */

static void operand_set(operand *o, const ct_tensor *t, ct_dtype loop, int ndim,
                        const int64_t *shape)
{
    o->data = t->data;
    o->dtype = (ct_dtype)t->dtype;
    o->loop = loop;
    int offset = ndim - t->ndim;
    for (int i = 0; i < ndim; i++) {
        bool own = i >= offset && t->shape[i - offset] == shape[i] && shape[i] != 1;
        o->strides[i] = own ? t->strides[i - offset] : 0;
    }
}

static bool runs_on(const plan *p, int outer, int inner)
{
    for (int k = 0; k < p->nop; k++) {
        const int64_t *s = p->op[k].strides;
        if (s[outer] != s[inner] * p->shape[inner]) {
            return false;
        }
    }
    return true;
}

/* Drops dims of size 1 and merges neighbours that all operands run through. */
static void merge_dims(plan *p)
{
    int n = 0;
    for (int d = 0; d < p->ndim; d++) {
        if (p->shape[d] == 1) {
            continue;
        }
        p->shape[n] = p->shape[d];
        for (int k = 0; k < p->nop; k++) {
            p->op[k].strides[n] = p->op[k].strides[d];
        }
        if (n > 0 && runs_on(p, n - 1, n)) {
            p->shape[n - 1] *= p->shape[n];
            for (int k = 0; k < p->nop; k++) {
                p->op[k].strides[n - 1] = p->op[k].strides[n];
            }
        } else {
            n++;
        }
    }
    p->ndim = n;
}

/* Magnitude of the result's stride, or of the first operand that moves. */
static int64_t pace(const plan *p, int d)
{
    for (int k = 0; k < p->nop; k++) {
        int64_t s = p->op[k].strides[d];
        if (s != 0) {
            return s < 0 ? -s : s;
        }
    }
    return 0;
}

/* Order of dims is free for a pointwise op: smallest steps innermost. */
static void sort_dims(plan *p)
{
    for (int i = 1; i < p->ndim; i++) {
        for (int d = i; d > 0 && pace(p, d - 1) < pace(p, d); d--) {
            int64_t size = p->shape[d];
            p->shape[d] = p->shape[d - 1];
            p->shape[d - 1] = size;
            for (int k = 0; k < p->nop; k++) {
                int64_t *s = p->op[k].strides, old = s[d];
                s[d] = s[d - 1];
                s[d - 1] = old;
            }
        }
    }
}

/* ---- running ------------------------------------------------------------ */

static bool direct(const operand *o, int64_t inner_stride, int64_t n)
{
    return o->dtype == o->loop && (inner_stride == ct_dtype_size(o->loop) || n == 1);
}

/* n elements of one row, n <= TILE; data[k] points at the first of each operand. */
static void run_tile(const plan *p, char **data, int inner, int64_t n)
{
    _Alignas(64) char tiles[CT_POINTWISE_OPERANDS][TILE * 16];
    char *ptrs[CT_POINTWISE_OPERANDS];
    for (int k = 0; k < p->nop; k++) {
        const operand *o = &p->op[k];
        int64_t stride = inner < 0 ? 0 : o->strides[inner];
        if (direct(o, stride, n)) {
            ptrs[k] = data[k];
            continue;
        }
        ptrs[k] = tiles[k];
        if (k > 0) {
            ct_cast_strided(o->loop, tiles[k], ct_dtype_size(o->loop), o->dtype,
                            data[k], stride, n);
        }
    }
    p->loop(ptrs, n);
    if (ptrs[0] != data[0]) {
        const operand *o = &p->op[0];
        ct_cast_strided(o->dtype, data[0], inner < 0 ? 0 : o->strides[inner], o->loop,
                        tiles[0], ct_dtype_size(o->loop), n);
    }
}

/* A row in which nothing needs a tile goes to the loop whole. */
static void run_row(const plan *p, char **data, int inner, int64_t n, bool plain)
{
    if (plain) {
        p->loop(data, n);
        return;
    }
    char *at[CT_POINTWISE_OPERANDS];
    memcpy(at, data, sizeof at);
    while (n > 0) {
        int64_t piece = n < TILE ? n : TILE;
        run_tile(p, at, inner, piece);
        for (int k = 0; k < p->nop; k++) {
            at[k] += inner < 0 ? 0 : p->op[k].strides[inner] * piece;
        }
        n -= piece;
    }
}

/* Points data[] at element `begin` and index[] at its coordinates. */
static void seek(const plan *p, int64_t begin, int64_t *index, char **data)
{
    for (int k = 0; k < p->nop; k++) {
        data[k] = p->op[k].data;
    }
    for (int d = p->ndim - 1; d >= 0; d--) {
        index[d] = begin % p->shape[d];
        begin /= p->shape[d];
        for (int k = 0; k < p->nop; k++) {
            data[k] += index[d] * p->op[k].strides[d];
        }
    }
}

/* Steps to the next row: dims 0 .. ndim-2 count up like an odometer. */
static void next_row(const plan *p, int64_t *index, char **data)
{
    int inner = p->ndim - 1;
    for (int k = 0; k < p->nop; k++) {
        data[k] -= index[inner] * p->op[k].strides[inner];
    }
    index[inner] = 0;
    for (int d = inner - 1; d >= 0; d--) {
        bool carry = ++index[d] == p->shape[d];
        for (int k = 0; k < p->nop; k++) {
            int64_t s = p->op[k].strides[d];
            data[k] += carry ? -s * (p->shape[d] - 1) : s;
        }
        if (!carry) {
            return;
        }
        index[d] = 0;
    }
}

static int run_range(void *context, int64_t begin, int64_t end)
{
    const plan *p = context;
    int64_t index[CT_MAX_NDIM];
    char *data[CT_POINTWISE_OPERANDS];
    int inner = p->ndim - 1;
    int64_t width = inner < 0 ? 1 : p->shape[inner];
    bool plain = true;
    for (int k = 0; k < p->nop; k++) {
        plain &= direct(&p->op[k], inner < 0 ? 0 : p->op[k].strides[inner], width);
    }
    seek(p, begin, index, data);
    while (begin < end) {
        int64_t left = inner < 0 ? 1 : width - index[inner];
        int64_t n = left < end - begin ? left : end - begin;
        run_row(p, data, inner, n, plain);
        begin += n;
        if (begin < end) {
            next_row(p, index, data);
        }
    }
    return 0;
}

/* ---- the short path ----------------------------------------------------- */

/* All operands contiguous and of the loop's dtype, or single elements that a few
 * copies spread: true when it was done here. */
static bool run_short(ct_loop loop, ct_dtype compute, ct_dtype written, ct_tensor *out,
                      int nin, ct_tensor *const *in)
{
    _Alignas(64) char spread[2][SMALL * 16];
    char *ptrs[CT_POINTWISE_OPERANDS];
    int64_t n = out->numel;
    int used = 0;
    if (n > SMALL || out->dtype != written || !ct_tensor_is_contiguous(out)) {
        return false;
    }
    ptrs[0] = out->data;
    for (int k = 0; k < nin; k++) {
        const ct_tensor *t = in[k];
        if (t->numel == n && t->dtype == compute && ct_tensor_is_contiguous(t)) {
            ptrs[k + 1] = t->data;
        } else if (t->numel == 1 && used < 2) {
            ct_cast_strided(compute, spread[used], ct_dtype_size(compute),
                            (ct_dtype)t->dtype, t->data, 0, n);
            ptrs[k + 1] = spread[used++];
        } else {
            return false;
        }
    }
    loop(ptrs, n);
    return true;
}

int ct_pointwise_run(ct_loop loop, ct_dtype compute, ct_dtype written, ct_tensor *out,
                     int nin, ct_tensor *const *in)
{
    if (out->numel == 0 || run_short(loop, compute, written, out, nin, in)) {
        return 0;
    }
    plan p;
    p.loop = loop;
    p.nop = nin + 1;
    p.ndim = out->ndim;
    p.numel = out->numel;
    memcpy(p.shape, out->shape, (size_t)out->ndim * sizeof *p.shape);
    operand_set(&p.op[0], out, written, p.ndim, p.shape);
    for (int k = 0; k < nin; k++) {
        operand_set(&p.op[k + 1], in[k], compute, p.ndim, p.shape);
    }
    sort_dims(&p);
    merge_dims(&p);
    return ct_parallel_for(p.numel, GRAIN, run_range, &p);
}
