/* pointwise: from tensors to contiguous loops. A plan holds the operands' strides over
 * the result's dimensions, merged where they run on; a range of its elements is cut
 * into rows, and rows into tiles.
 *
 * NOTE [Crossed operands] An operand that runs on along another dim than the rows, as a
 * transposed matrix does, would be read one element per cache line. Then that dim counts
 * the rows, the work is cut into blocks of some rows and columns, and in each block the
 * operand is transposed first, whole lines at a time; a copy's into the result.
 *
 * NOTE [Joined rows] A row of few elements costs a call of its own where an operand has one
 * value for the row, or one row for all. Where all else runs on from row to row, some rows
 * are done together: such operands are laid out in a tile, as long as those.
 *
 * NOTE [Single values] Of longer rows, an operand that is one value for the row goes to a
 * loop that takes it as such, where there is one: to lay it out in a tile takes as long as
 * a sum.
 *
 * NOTE [Copied rows] Whole rows that lie in another order than the result's can be read in
 * order or written in order. The processor fetches ahead from, and collects lines for, a
 * few places at once. Where the result runs through more places of the operand than that,
 * but the operand through few of the result, as when the heads of attention are taken
 * apart, a copy that reads in order takes half to two thirds of the time. */
#include "cpu/pointwise.h"

#include <stdlib.h>
#include <string.h>

#include "core/nest.h"
#include "core/parallel.h"
#include "cpu/copy.h"
#include "cpu/kernels.h"

#define TILE 512       /* elements: six tiles of complex128 stay within 48 KiB */
#define GRAIN 16384    /* elements worth handing to another thread */
#define SMALL 64       /* elements the short path converts */
#define JOINED 256     /* elements of the longest rows that are joined */
#define STREAMS 16     /* places at once that the processor follows */
#define ROW_MIN 64     /* bytes of a row that is worth to be written by itself */
#define BLOCK_WIDTH 64 /* columns of a block */
#define BLOCK_LINE 128 /* bytes of a crossed operand from its first row to its last */

typedef struct operand {
    char *data;
    ct_dtype dtype, loop; /* as stored, as the loop wants it */
    bool single; /* it wants one value for a row */
    int64_t strides[CT_MAX_NDIM];
} operand;

typedef struct plan {
    ct_loop loop; /* NULL: operand 1 is copied to the result */
    const ct_value *arg; /* of the call, for the loop */
    int nop, ndim;
    unsigned crossed; /* bits of operands */
    int64_t height; /* rows of a block */
    int64_t numel;
    int64_t shape[CT_MAX_NDIM];
    operand op[CT_POINTWISE_OPERANDS];
} plan;
_Static_assert((int)CT_POINTWISE_OPERANDS <= (int)CT_NEST_OPERANDS, "room in a nest");

/* ---- planning ----------------------------------------------------------- */

static void operand_set(plan *p, int k, const ct_tensor *t, ct_dtype loop)
{
    operand *o = &p->op[k];
    o->data = t->data;
    o->dtype = (ct_dtype)t->dtype;
    o->loop = loop;
    o->single = false;
    ct_nest_broadcast(p->ndim, p->shape, t, o->strides);
}

/* The plan's own dims. */
static inline void nest_set(ct_nest *n, plan *p)
{
    n->nop = p->nop;
    n->ndim = p->ndim;
    n->shape = p->shape;
    for (int k = 0; k < p->nop; k++) {
        n->strides[k] = p->op[k].strides;
    }
}

/* Does an operand have its elements side by side along dim d, and along no later one? */
static bool runs_along(const operand *o, int d, int inner)
{
    int64_t size = ct_dtype_size(o->dtype);
    return o->strides[d] == size && o->strides[inner] != size && o->strides[inner];
}

/* The dim along which the first such operand runs becomes the last but one. */
static void bring_across(const plan *p, const ct_nest *nest)
{
    int inner = p->ndim - 1;
    for (int k = 1; k < p->nop; k++) {
        for (int d = inner - 1; d >= 0; d--) {
            if (!runs_along(&p->op[k], d, inner)) {
                continue;
            }
            for (; d < inner - 1; d++) {
                ct_nest_exchange(nest, d, d + 1);
            }
            return;
        }
    }
}

/* The dim before the last that has the smallest step of operand k. */
static int next_dim(const plan *p, int k)
{
    const int64_t *s = p->op[k].strides;
    int found = 0;
    for (int d = 1; d < p->ndim - 1; d++) {
        found = llabs(s[d]) < llabs(s[found]) ? d : found;
    }
    return found;
}

static bool reads_in_order(const plan *p)
{
    int inner = p->ndim - 1;
    bool rows = !p->loop && inner > 1 && p->shape[inner - 1] > STREAMS &&
                p->shape[next_dim(p, 1)] <= STREAMS;
    for (int k = 0; k < 2 && rows; k++) {
        int64_t size = ct_dtype_size(p->op[k].dtype);
        rows = p->op[k].strides[inner] == size && p->shape[inner] * size >= ROW_MIN;
    }
    return rows;
}

/* NOTE [Copied rows]: the dims before the last in the order of the operand. */
static void order_by_operand(const ct_nest *nest)
{
    const int64_t *s = nest->strides[1];
    for (int i = 1; i < nest->ndim - 1; i++) {
        for (int d = i; d > 0 && llabs(s[d - 1]) < llabs(s[d]); d--) {
            ct_nest_exchange(nest, d - 1, d);
        }
    }
}

/* ---- running ------------------------------------------------------------ */

static bool direct(const operand *o, int64_t inner_stride, int64_t n)
{
    return o->dtype == o->loop &&
           (inner_stride == ct_dtype_size(o->loop) || n == 1 || o->single);
}

static int64_t inner_step(const plan *p, int k, int inner)
{
    return inner < 0 ? 0 : p->op[k].strides[inner];
}

/* The next n elements of an operand as the loop wants them: where they are, or in a tile. */
static char *tile_read(const operand *o, char *tile, char *from, int64_t step,
                       int64_t n)
{
    if (direct(o, step, n)) {
        return from;
    }
    ct_cast_strided(o->loop, tile, ct_dtype_size(o->loop), o->dtype, from, step, n);
    return tile;
}

/* One row of n elements by tiles; data[k] points at the first of each operand. What is one
 * value for the whole row is spread over its tile once. */
static void run_tiles(const plan *p, char *const *data, int inner, int64_t n)
{
    _Alignas(64) char tiles[CT_POINTWISE_OPERANDS][TILE * 16];
    char *at[CT_POINTWISE_OPERANDS], *ptrs[CT_POINTWISE_OPERANDS];
    int64_t step[CT_POINTWISE_OPERANDS], piece = n < TILE ? n : TILE;
    const operand *o = p->op;
    for (int k = 0; k < p->nop; k++) {
        step[k] = inner_step(p, k, inner);
        at[k] = data[k];
        ptrs[k] = step[k] ? NULL : tile_read(&o[k], tiles[k], at[k], 0, piece);
    }
    for (; n > 0; n -= piece) {
        piece = n < TILE ? n : TILE;
        ptrs[0] = direct(&o[0], step[0], piece) ? at[0] : tiles[0];
        for (int k = 1; k < p->nop; k++) {
            if (step[k]) {
                ptrs[k] = tile_read(&o[k], tiles[k], at[k], step[k], piece);
            }
        }
        p->loop(ptrs, piece, p->arg);
        if (ptrs[0] != at[0]) {
            ct_cast_strided(o[0].dtype, at[0], step[0], o[0].loop, ptrs[0],
                            ct_dtype_size(o[0].loop), piece);
        }
        for (int k = 0; k < p->nop; k++) {
            at[k] += step[k] * piece;
        }
    }
}

/* A row in which nothing needs a tile goes to the loop whole. */
static void run_row(const plan *p, char **data, int inner, int64_t n, bool plain)
{
    if (!p->loop) {
        const operand *to = &p->op[0], *from = &p->op[1];
        ct_cast_strided(to->dtype, data[0], inner_step(p, 0, inner), from->dtype,
                        data[1], inner_step(p, 1, inner), n);
    } else if (plain) {
        p->loop(data, n, p->arg);
    } else {
        run_tiles(p, data, inner, n);
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

/* ---- crossed operands --------------------------------------------------- */

static void find_crossed(plan *p)
{
    int inner = p->ndim - 1;
    p->crossed = 0;
    p->height = BLOCK_LINE;
    for (int k = 1; k < p->nop && inner > 0; k++) {
        const operand *o = &p->op[k];
        int64_t lines = BLOCK_LINE / ct_dtype_size(o->dtype);
        if (runs_along(o, inner - 1, inner)) {
            p->crossed |= 1u << k;
            p->height = p->height < lines ? p->height : lines;
        }
    }
}

static int64_t count_blocks(const plan *p)
{
    int64_t rows = p->shape[p->ndim - 2], width = p->shape[p->ndim - 1];
    int64_t blocks = (rows + p->height - 1) / p->height;
    blocks *= (width + BLOCK_WIDTH - 1) / BLOCK_WIDTH;
    return p->numel / (rows * width) * blocks;
}

/* A copy whose rows are packed as they are transposed. */
static bool copies_across(const plan *p)
{
    const operand *to = &p->op[0], *from = &p->op[1];
    return !p->loop && to->dtype == from->dtype &&
           to->strides[p->ndim - 1] == ct_dtype_size(to->dtype);
}

static void copy_block(const plan *p, char **data, int64_t rows, int64_t n)
{
    const operand *to = &p->op[0], *from = &p->op[1];
    int inner = p->ndim - 1;
    ct_transpose(ct_dtype_size(to->dtype), data[0], to->strides[inner - 1], data[1],
                 from->strides[inner], rows, n);
}

/* `rows` rows of n elements; data[k] points at the first of each operand. `packed` is
 * the plan of a block in which nothing is crossed any more. */
static void run_block(const plan *p, const plan *packed, char **data, int64_t rows,
                      int64_t n)
{
    _Alignas(64) char tiles[CT_POINTWISE_OPERANDS][BLOCK_WIDTH * BLOCK_LINE];
    int inner = p->ndim - 1;
    char *at[CT_POINTWISE_OPERANDS];
    bool plain = true;
    for (int k = 0; k < p->nop; k++) {
        const operand *o = &p->op[k];
        at[k] = data[k];
        if (p->crossed >> k & 1) {
            at[k] = tiles[k];
            ct_transpose(ct_dtype_size(o->dtype), at[k],
                         packed->op[k].strides[inner - 1], data[k], o->strides[inner],
                         rows, n);
        }
        plain &= direct(&packed->op[k], packed->op[k].strides[inner], n);
    }
    for (int64_t i = 0; i < rows; i++) {
        run_row(packed, at, inner, n, plain);
        for (int k = 0; k < p->nop; k++) {
            at[k] += packed->op[k].strides[inner - 1];
        }
    }
}

/* Blocks [begin, end): those of a strip of rows follow each other. */
static int run_blocks(void *context, int64_t begin, int64_t end)
{
    const plan *p = context;
    plan packed = *p;
    int inner = p->ndim - 1;
    int64_t index[CT_MAX_NDIM], width = p->shape[inner], rows = p->shape[inner - 1];
    int64_t across = (width + BLOCK_WIDTH - 1) / BLOCK_WIDTH;
    int64_t down = (rows + p->height - 1) / p->height;
    bool copies = copies_across(p);
    for (int k = 0; k < p->nop; k++) {
        if (p->crossed >> k & 1) {
            int64_t size = ct_dtype_size(p->op[k].dtype);
            packed.op[k].strides[inner] = size;
            packed.op[k].strides[inner - 1] = size * BLOCK_WIDTH;
        }
    }
    for (int64_t b = begin; b < end; b++) {
        int64_t column = b % across * BLOCK_WIDTH, row = b / across % down * p->height;
        int64_t n = width - column < BLOCK_WIDTH ? width - column : BLOCK_WIDTH;
        int64_t height = rows - row < p->height ? rows - row : p->height;
        char *data[CT_POINTWISE_OPERANDS];
        seek(p, (b / (across * down) * rows + row) * width + column, index, data);
        if (copies) {
            copy_block(p, data, height, n);
        } else {
            run_block(p, &packed, data, height, n);
        }
    }
    return 0;
}

/* ---- joined rows -------------------------------------------------------- */

/* Does a row follow the one before it in memory? */
static bool is_whole_rows(const plan *p, int k)
{
    const int64_t *s = p->op[k].strides, size = ct_dtype_size(p->op[k].dtype);
    int inner = p->ndim - 1;
    return s[inner] == size && s[inner - 1] == size * p->shape[inner];
}

static bool joins_rows(const plan *p)
{
    int inner = p->ndim - 1;
    if (inner < 1 || p->shape[inner] > JOINED || !is_whole_rows(p, 0)) {
        return false;
    }
    if (!p->loop &&
        !(p->op[1].strides[inner] == 0 && p->op[1].dtype == p->op[0].dtype)) {
        return false;
    }
    for (int k = 0; k < p->nop; k++) {
        const operand *o = &p->op[k];
        bool one_row =
            o->strides[inner - 1] == 0 && o->strides[inner] == ct_dtype_size(o->dtype);
        if (o->dtype != o->loop ||
            !(one_row || o->strides[inner] == 0 || is_whole_rows(p, k))) {
            return false;
        }
    }
    return true;
}

/* n rows of operand k from `from` on, as the loop wants them. */
static void lay_out(const plan *p, int k, char *tile, const char *from, int64_t n)
{
    const operand *o = &p->op[k];
    int inner = p->ndim - 1;
    int64_t size = ct_dtype_size(o->dtype), width = p->shape[inner];
    if (o->strides[inner] == 0) {
        int log2 = __builtin_ctzll((unsigned long long)size);
        ct_cpu->cast->spread[log2](tile, from, o->strides[inner - 1], n, width);
        return;
    }
    for (int64_t i = 0; i < n; i++) {
        memcpy(tile + i * width * size, from, (size_t)(width * size));
    }
}

/* Rows [begin, end). What is the same for all rows is laid out when it changes. */
static int run_joined(void *context, int64_t begin, int64_t end)
{
    const plan *p = context;
    _Alignas(64) char tiles[CT_POINTWISE_OPERANDS][TILE * 16 + CT_SPREAD_SLACK];
    char *made[CT_POINTWISE_OPERANDS] = {NULL}, *data[CT_POINTWISE_OPERANDS];
    int outer = p->ndim - 2;
    int64_t index[CT_MAX_NDIM], width = p->shape[outer + 1], most = TILE / width, n;
    for (; begin < end; begin += n) {
        seek(p, begin * width, index, data);
        n = p->shape[outer] - index[outer];
        n = n < end - begin ? n : end - begin;
        n = n < most ? n : most;
        for (int k = 1; k < p->nop; k++) {
            bool same = p->op[k].strides[outer] == 0;
            if (is_whole_rows(p, k)) {
                continue;
            }
            if (!same || made[k] != data[k]) {
                lay_out(p, k, tiles[k], data[k], same ? most : n);
                made[k] = data[k];
            }
            data[k] = tiles[k];
        }
        if (p->loop) {
            p->loop(data, n * width, p->arg);
        } else { /* a copy */
            memcpy(data[0], data[1],
                   (size_t)(n * width * ct_dtype_size(p->op[0].dtype)));
        }
    }
    return 0;
}

/* ---- single values ------------------------------------------------------ */

/* Which operand of two is one value for a row while the other is not; or 0. */
static int find_single(const plan *p)
{
    int inner = p->ndim - 1;
    if (p->nop != 3 || inner < 1) {
        return 0;
    }
    bool first = p->op[1].strides[inner] == 0, second = p->op[2].strides[inner] == 0;
    int k = first ? 1 : 2;
    return first != second && p->op[k].dtype == p->op[k].loop ? k : 0;
}

static void take_single(plan *p)
{
    int k = find_single(p);
    if (!k) {
        return;
    }
    for (const ct_single_loops *s = ct_cpu->single; s->loop; s++) {
        if (s->loop == p->loop) {
            p->loop = s->single[k - 1];
            p->op[k].single = true;
        }
    }
}

/* ---- the short path ----------------------------------------------------- */

/* One value for all elements, as the gradient of a sum is? */
static inline bool is_single(const ct_tensor *t)
{
    bool single = true;
    for (int d = 0; d < t->ndim && single; d++) {
        single = t->strides[d] == 0 || t->shape[d] == 1;
    }
    return single;
}

static inline bool is_whole(const ct_tensor *t, int64_t n)
{
    return t->numel == n && ct_tensor_is_contiguous(t);
}

/* Few elements, of which operands from k on may be single values or of other dtypes; at
 * most two are converted. Apart, as is the next, so that others need no large frame. */
static __attribute__((noinline)) bool run_converted(ct_loop loop, const ct_value *arg,
                                                    ct_dtype compute, char **ptrs,
                                                    int64_t n, int k, int nin,
                                                    ct_tensor *const *in)
{
    _Alignas(16) char converted[2][SMALL * 16];
    int used = 0;
    for (; k < nin; k++) {
        const ct_tensor *t = in[k];
        if (t->dtype == compute && is_whole(t, n)) {
            ptrs[k + 1] = t->data;
        } else if (k > 0 && t == in[0]) { /* as what a gradient does not read is */
            ptrs[k + 1] = ptrs[1];
        } else if (used < 2 && n <= SMALL && (is_single(t) || is_whole(t, n))) {
            int64_t step = is_single(t) ? 0 : ct_tensor_itemsize(t);
            ct_cast_strided(compute, converted[used], ct_dtype_size(compute),
                            (ct_dtype)t->dtype, t->data, step, n);
            ptrs[k + 1] = converted[used++];
        } else {
            return false;
        }
    }
    loop(ptrs, n, arg);
    return true;
}

/* Not worth a thread, and all operands contiguous and of the loop's dtype, or easily made
 * so. True when it was done here. */
static inline __attribute__((always_inline)) bool run_short(
    ct_loop loop, const ct_value *arg, ct_dtype compute, ct_dtype written,
    ct_tensor *out, int nin, ct_tensor *const *in)
{
    char *ptrs[CT_POINTWISE_OPERANDS];
    int64_t n = out->numel;
    if (n > GRAIN || !loop || out->dtype != written || !ct_tensor_is_contiguous(out)) {
        return false;
    }
    ptrs[0] = out->data;
    for (int k = 0; k < nin; k++) {
        const ct_tensor *t = in[k];
        if (t->dtype != compute || !is_whole(t, n)) {
            return run_converted(loop, arg, compute, ptrs, n, k, nin, in);
        }
        ptrs[k + 1] = t->data;
    }
    loop(ptrs, n, arg);
    return true;
}

static __attribute__((noinline)) int run_plan(ct_loop loop, const ct_value *arg,
                                              ct_dtype compute, ct_dtype written,
                                              ct_tensor *out, int nin,
                                              ct_tensor *const *in)
{
    plan p;
    p.loop = loop;
    p.arg = arg;
    p.nop = nin + 1;
    p.ndim = out->ndim;
    p.numel = out->numel;
    memcpy(p.shape, out->shape, (size_t)out->ndim * sizeof *p.shape);
    operand_set(&p, 0, out, written);
    for (int k = 0; k < nin; k++) {
        operand_set(&p, k + 1, in[k], compute);
    }
    ct_nest nest;
    nest_set(&nest, &p);
    ct_nest_sort(&nest);
    ct_nest_merge(&nest);
    p.ndim = nest.ndim;
    if (reads_in_order(&p)) {
        order_by_operand(&nest);
    }
    bring_across(&p, &nest);
    find_crossed(&p);
    if (joins_rows(&p) && !p.crossed) {
        int64_t width = p.shape[p.ndim - 1];
        return ct_parallel_for(p.numel / width, GRAIN / width, run_joined, &p);
    }
    take_single(&p);
    if (p.crossed) {
        int64_t grain = GRAIN / (p.height * BLOCK_WIDTH) + 1;
        return ct_parallel_for(count_blocks(&p), grain, run_blocks, &p);
    }
    return ct_parallel_for(p.numel, GRAIN, run_range, &p);
}

int ct_pointwise_run(ct_loop loop, const ct_value *arg, ct_dtype compute,
                     ct_dtype written, ct_tensor *out, int nin, ct_tensor *const *in)
{
    if (out->numel == 0 || run_short(loop, arg, compute, written, out, nin, in)) {
        return 0;
    }
    return run_plan(loop, arg, compute, written, out, nin, in);
}
