/* attention: softmax(query key' scale + mask) value, and its gradients, in tiles.
 *
 * A tile is some queries by some keys. Its scores stay in the first-level cache and are
 * not kept: the forward pass goes over the keys with the largest score and the sum so far
 * (Milakov and Gimelshein 2018, https://arxiv.org/abs/1805.02867), the backward pass makes
 * the scores again from each row's log of sums (Dao and others 2022,
 * https://arxiv.org/abs/2205.14135). */
#include "cpu/attention_kernels.h"

#include <math.h>
#include <string.h>

#include "core/alloc.h"
#include "core/device.h"
#include "core/integer.h"
#include "core/parallel.h"
#include "cpu/copy.h"
#include "cpu/gemm.h"
#include "cpu/kernels.h"
#include "cpu/plain.h"
#include "cpu/resample_kernels.h"
#include "rows/attention.h"

#define QUERIES 64 /* of a tile */
#define KEYS 128
/* Up to so many causal queries, a tile has half as many: what it computes of keys behind
 * its first query is for nothing, and here more than packing the keys again. */
#define CAUSAL_QUERIES 128
#define WORK_PER_NS 30
#define HEADS_ENOUGH 16 /* heads of keys, which the gradient need not divide further */

/* (B, heads, rows, columns) with columns side by side; strides in bytes. */
typedef struct operand {
    char *data;
    int64_t batch, head, row;
} operand;

typedef struct attention {
    ct_dtype d;
    bool wide, causal;
    int64_t size; /* of an element */
    int64_t b, h, g, l, s, e, v;
    double scale;
    operand q, k, value, y, grad, gq, gk, gv;
    const ct_tensor *mask;
    char *lse;
    int64_t queries, tiles; /* of a tile, and how many */
    /* Of a gradient that is divided: keys of a part, parts, and what each part makes of gq,
     * and each head of gk and gv. */
    int64_t part_keys, parts;
    operand part_q, head_k, head_v;
} attention;

static bool usable(const ct_tensor *t, ct_dtype d)
{
    int64_t size = ct_dtype_size(d);
    bool whole = t->dtype == d && (t->shape[3] < 2 || t->strides[3] == size);
    for (int i = 0; i < 3; i++) {
        whole &= t->strides[i] % size == 0;
    }
    return whole;
}

static operand of(const ct_tensor *t, char *data, bool rows, int64_t size)
{
    operand o = {data, t->strides[0], t->strides[1], t->strides[2]};
    if (rows) {
        o.row = t->shape[3] * size;
        o.head = o.row * t->shape[2];
        o.batch = o.head * t->shape[1];
    }
    return o;
}

static operand reading(ct_plain *p, ct_tensor *t, ct_dtype d)
{
    bool as_is = usable(t, d);
    char *data = as_is ? t->data : ct_plain_read(p, t, d);
    return of(t, data, !as_is, ct_dtype_size(d));
}

static operand writing(ct_plain *p, ct_tensor *t, ct_dtype d)
{
    bool as_is = usable(t, d);
    char *data = as_is ? t->data : ct_plain_write(p, t, d);
    return of(t, data, !as_is, ct_dtype_size(d));
}

static char *at(const operand *o, int64_t batch, int64_t head, int64_t row)
{
    return o->data + batch * o->batch + head * o->head + row * o->row;
}

/* ---- a tile ---------------------------------------------------------------- */

typedef struct tile { /* of one head */
    const attention *a;
    int64_t batch, head, group;
    int64_t q0, queries, k0, keys;
    char *scores, *gradient, *mask; /* QUERIES x KEYS */
    char *most, *sum, *factor; /* QUERIES */
    int64_t seen[QUERIES];
    /* of the gradient: where its parts are added, and whether to what is there */
    char *gq, *gk, *gv;
    bool add;
} tile;

/* What a tile needs, in one block of memory. */
static size_t tile_bytes(const attention *a)
{
    return (size_t)((3 * QUERIES * KEYS + 3 * QUERIES) * a->size);
}

static void tile_memory(tile *t, char *memory)
{
    int64_t part = QUERIES * KEYS * t->a->size, row = QUERIES * t->a->size;
    t->scores = memory;
    t->gradient = memory + part;
    t->mask = memory + 2 * part;
    t->most = memory + 3 * part;
    t->sum = t->most + row;
    t->factor = t->sum + row;
}

/* The mask of the tile in rows of numbers: 0 and -infinity of bools. */
static void read_mask(const tile *t)
{
    const ct_tensor *m = t->a->mask;
    int64_t size = t->a->size;
    for (int64_t i = 0; i < t->queries; i++) {
        const char *from = m->data + t->batch * m->strides[0] +
                           t->head * m->strides[1] + (t->q0 + i) * m->strides[2] +
                           t->k0 * m->strides[3];
        char *to = t->mask + i * KEYS * size;
        if (m->dtype != CT_DTYPE_BOOL) {
            ct_cast_strided(t->a->d, to, size, (ct_dtype)m->dtype, from, m->strides[3],
                            t->keys);
            continue;
        }
        for (int64_t j = 0; j < t->keys; j++) {
            double v = from[j * m->strides[3]] ? 0 : -INFINITY;
            if (t->a->wide) {
                ((double *)to)[j] = v;
            } else {
                ((float *)to)[j] = (float)v;
            }
        }
    }
}

/* Scores of the tile, before they are scaled, and what the kernels need to know. */
static int take_scores(tile *t, ct_scores *s)
{
    const attention *a = t->a;
    ct_gemm_args g = {.m = t->queries,
                      .n = t->keys,
                      .k = a->e,
                      .a = at(&a->q, t->batch, t->head, t->q0),
                      .a_row = a->q.row / a->size,
                      .a_step = 1,
                      .b = at(&a->k, t->batch, t->group, t->k0),
                      .b_step = 1,
                      .b_column = a->k.row / a->size,
                      .c = t->scores,
                      .ldc = KEYS};
    bool part = a->causal && t->k0 + t->keys > t->q0 + 1;
    for (int64_t i = 0; part && i < t->queries; i++) {
        t->seen[i] = ct_min(t->keys, t->q0 + i + 1 - t->k0);
        t->seen[i] = t->seen[i] < 0 ? 0 : t->seen[i];
    }
    if (a->mask) {
        read_mask(t);
    }
    *s = (ct_scores){.rows = t->queries,
                     .n = t->keys,
                     .step = KEYS,
                     .x = t->scores,
                     .mask = a->mask ? t->mask : NULL,
                     .seen = part ? t->seen : NULL,
                     .scale = a->scale,
                     .most = t->most,
                     .sum = t->sum,
                     .factor = t->factor,
                     .gradient = t->gradient};
    return ct_gemm(a->d, &g);
}

/* Keys that some of the tile's queries look at. */
static int64_t keys_of(const tile *t)
{
    return t->a->causal ? ct_min(t->a->s, t->q0 + t->queries) : t->a->s;
}

/* ---- forward --------------------------------------------------------------- */

static void fill(const attention *a, char *to, double value)
{
    for (int64_t i = 0; i < QUERIES; i++) {
        if (a->wide) {
            ((double *)to)[i] = value;
        } else {
            ((float *)to)[i] = (float)value;
        }
    }
}

static int forward_tile(tile *t)
{
    const attention *a = t->a;
    char *y = at(&a->y, t->batch, t->head, t->q0);
    int64_t keys = keys_of(t);
    ct_scores rows = {.rows = t->queries,
                      .n = a->v,
                      .step = a->y.row / a->size,
                      .x = y,
                      .most = t->most,
                      .sum = t->sum,
                      .factor = t->factor};
    fill(a, t->most, -INFINITY);
    fill(a, t->sum, 0);
    for (t->k0 = 0; t->k0 < keys; t->k0 += KEYS) {
        ct_scores s;
        t->keys = ct_min(KEYS, keys - t->k0);
        if (take_scores(t, &s) < 0) {
            return -1;
        }
        ct_cpu->attention->chances[a->wide](&s);
        if (t->k0 > 0) {
            ct_cpu->attention->times[a->wide](&rows);
        }
        ct_gemm_args g = {.m = t->queries,
                          .n = a->v,
                          .k = t->keys,
                          .add = t->k0 > 0,
                          .a = t->scores,
                          .a_row = KEYS,
                          .a_step = 1,
                          .b = at(&a->value, t->batch, t->group, t->k0),
                          .b_step = a->value.row / a->size,
                          .b_column = 1,
                          .c = y,
                          .ldc = a->y.row / a->size};
        if (ct_gemm(a->d, &g) < 0) {
            return -1;
        }
    }
    ct_cpu->attention->over[a->wide](&rows);
    memcpy(a->lse + ((t->batch * a->h + t->head) * a->l + t->q0) * a->size, t->factor,
           (size_t)(t->queries * a->size));
    return 0;
}

static int forward(void *context, int64_t begin, int64_t end)
{
    const attention *a = context;
    size_t bytes = tile_bytes(a);
    char *memory = ct_alloc(bytes);
    int status = memory ? 0 : -1;
    for (int64_t i = begin; status == 0 && i < end; i++) {
        int64_t head = i / a->tiles;
        tile t = {.a = a,
                  .batch = head / a->h,
                  .head = head % a->h,
                  .q0 = i % a->tiles * a->queries};
        t.group = t.head / (a->h / a->g);
        t.queries = ct_min(a->queries, a->l - t.q0);
        tile_memory(&t, memory);
        status = forward_tile(&t);
    }
    ct_free(memory, bytes);
    return status;
}

/* Sizes, and operands of both directions. */
static attention prepare(ct_call *c, ct_plain *p, ct_tensor *q, ct_tensor *k,
                         ct_tensor *v, ct_tensor *mask, bool causal)
{
    ct_dtype d = (ct_dtype)c->compute;
    int64_t queries = causal && q->shape[2] <= CAUSAL_QUERIES ? QUERIES / 2 : QUERIES;
    return (attention){.d = d,
                       .wide = d == CT_DTYPE_F64,
                       .size = ct_dtype_size(d),
                       .b = q->shape[0],
                       .h = q->shape[1],
                       .g = k->shape[1],
                       .l = q->shape[2],
                       .s = k->shape[2],
                       .e = q->shape[3],
                       .v = v->shape[3],
                       .q = reading(p, q, d),
                       .k = reading(p, k, d),
                       .value = reading(p, v, d),
                       .mask = mask,
                       .causal = causal,
                       .queries = queries,
                       .tiles = (q->shape[2] + queries - 1) / queries};
}

int ct_attention_cpu(ct_call *c)
{
    ct_plain p = {0};
    attention a =
        prepare(c, &p, ARG(c, attention, query).tensor, ARG(c, attention, key).tensor,
                ARG(c, attention, value).tensor, TENSOR(c, attention, mask),
                ARG(c, attention, causal).i);
    a.scale = ARG(c, attention, scale).f;
    a.y = writing(&p, c->out[0], a.d);
    a.lse = KEPT(c, attention, lse)->data;
    int64_t tasks = a.b * a.h * a.tiles;
    int64_t ns = a.queries * a.s * (a.e + a.v) / WORK_PER_NS;
    int status = p.failed ? -1 : 0;
    if (status == 0 && tasks > 0) {
        status = ct_parallel_tasks(tasks, ns, forward, &a);
    }
    return ct_plain_end(&p, status);
}

/* ---- backward -------------------------------------------------------------- */

/* c += a b of a tile's gradient, which lies in rows of KEYS. */
static int add_product(const attention *a, const char *x, bool turned, int64_t m,
                       int64_t k, const char *y, int64_t y_row, int64_t n, char *c,
                       int64_t c_row, bool add)
{
    ct_gemm_args g = {.m = m,
                      .n = n,
                      .k = k,
                      .add = add,
                      .a = x,
                      .a_row = turned ? 1 : KEYS,
                      .a_step = turned ? KEYS : 1,
                      .b = y,
                      .b_step = y_row / a->size,
                      .b_column = 1,
                      .c = c,
                      .ldc = c_row / a->size};
    return ct_gemm(a->d, &g);
}

static int backward_tile(tile *t, const char *along)
{
    const attention *a = t->a;
    ct_scores s;
    ct_gemm_args g = {.m = t->queries,
                      .n = t->keys,
                      .k = a->v,
                      .a = at(&a->grad, t->batch, t->head, t->q0),
                      .a_row = a->grad.row / a->size,
                      .a_step = 1,
                      .b = at(&a->value, t->batch, t->group, t->k0),
                      .b_step = 1,
                      .b_column = a->value.row / a->size,
                      .c = t->gradient,
                      .ldc = KEYS};
    if (take_scores(t, &s) < 0 || ct_gemm(a->d, &g) < 0) {
        return -1;
    }
    s.lse = a->lse + ((t->batch * a->h + t->head) * a->l + t->q0) * a->size;
    s.along = along + t->q0 * a->size;
    ct_cpu->attention->gradients[a->wide](&s);
    char *grad = at(&a->grad, t->batch, t->head, t->q0);
    char *q = at(&a->q, t->batch, t->head, t->q0);
    char *k = at(&a->k, t->batch, t->group, t->k0);
    char *gv = t->gv + t->k0 * a->gv.row, *gk = t->gk + t->k0 * a->gk.row;
    char *gq = t->gq + t->q0 * a->gq.row;
    return add_product(a, t->scores, true, t->keys, t->queries, grad, a->grad.row, a->v,
                       gv, a->gv.row, true) < 0 ||
                   add_product(a, t->gradient, true, t->keys, t->queries, q, a->q.row,
                               a->e, gk, a->gk.row, true) < 0 ||
                   add_product(a, t->gradient, false, t->queries, t->keys, k, a->k.row,
                               a->e, gq, a->gq.row, t->add) < 0
               ? -1
               : 0;
}

/* sum(grad result) of each query of a head. */
static void take_along(const attention *a, int64_t batch, int64_t head, char *along)
{
    for (int64_t i = 0; i < a->l; i++) {
        double sum = ct_cpu->attention->dot[a->wide](at(&a->grad, batch, head, i),
                                                     at(&a->y, batch, head, i), a->v);
        if (a->wide) {
            ((double *)along)[i] = sum;
        } else {
            ((float *)along)[i] = (float)sum;
        }
    }
}

static void clear(char *to, int64_t row, int64_t rows, int64_t bytes)
{
    for (int64_t i = 0; i < rows; i++) {
        memset(to + i * row, 0, (size_t)bytes);
    }
}

/* Keys [from, to) of a head. */
static int backward_keys(tile *t, int64_t from, int64_t to, char *along)
{
    const attention *a = t->a;
    bool whole = from == 0 && to == a->s;
    take_along(a, t->batch, t->head, along);
    if (!whole || a->s == 0) {
        clear(t->gq, a->gq.row, a->l, a->e * a->size);
    }
    for (t->k0 = from; t->k0 < to; t->k0 += KEYS) {
        t->add = !whole || t->k0 > 0;
        for (t->q0 = 0; t->q0 < a->l; t->q0 += a->queries) {
            t->queries = ct_min(a->queries, a->l - t->q0);
            t->keys = ct_min(KEYS, ct_min(to, keys_of(t)) - t->k0);
            if (t->keys > 0 && backward_tile(t, along) < 0) {
                return -1;
            }
            if (ct_parallel_poll() < 0) {
                return -1;
            }
        }
    }
    return 0;
}

static void clear_keys(const tile *t, int64_t from, int64_t to)
{
    const attention *a = t->a;
    clear(t->gk + from * a->gk.row, a->gk.row, to - from, a->e * a->size);
    clear(t->gv + from * a->gv.row, a->gv.row, to - from, a->v * a->size);
}

static size_t gradient_bytes(const attention *a)
{
    return tile_bytes(a) + (size_t)(a->l * a->size);
}

/* Keys that several heads share get their sums in the heads' order. */
static int backward(void *context, int64_t begin, int64_t end)
{
    const attention *a = context;
    char *memory = ct_alloc(gradient_bytes(a));
    int status = memory ? 0 : -1;
    for (int64_t i = begin; status == 0 && i < end; i++) {
        int64_t shared = a->h / a->g;
        tile t = {.a = a, .batch = i / a->g, .group = i % a->g};
        tile_memory(&t, memory);
        t.gk = at(&a->gk, t.batch, t.group, 0);
        t.gv = at(&a->gv, t.batch, t.group, 0);
        clear_keys(&t, 0, a->s);
        for (int64_t r = 0; status == 0 && r < shared; r++) {
            t.head = t.group * shared + r;
            t.gq = at(&a->gq, t.batch, t.head, 0);
            status = backward_keys(&t, 0, a->s, memory + tile_bytes(a));
        }
    }
    ct_free(memory, gradient_bytes(a));
    return status;
}

/* ---- few heads --------------------------------------------------------------- */

/* Task i is one part of the keys of one head. */
static int backward_part(void *context, int64_t begin, int64_t end)
{
    const attention *a = context;
    char *memory = ct_alloc(gradient_bytes(a));
    int status = memory ? 0 : -1;
    for (int64_t i = begin; status == 0 && i < end; i++) {
        int64_t part = i % a->parts, head = i / a->parts;
        int64_t from = part * a->part_keys, to = ct_min(a->s, from + a->part_keys);
        tile t = {.a = a, .batch = head / a->h, .head = head % a->h};
        t.group = t.head / (a->h / a->g);
        tile_memory(&t, memory);
        t.gq = at(&a->part_q, t.batch, t.head, part * a->l);
        t.gk = at(&a->head_k, t.batch, t.head, 0);
        t.gv = at(&a->head_v, t.batch, t.head, 0);
        clear_keys(&t, from, to);
        status = backward_keys(&t, from, to, memory + tile_bytes(a));
    }
    ct_free(memory, gradient_bytes(a));
    return status;
}

/* Rows that are sums of `count` rows, `step` bytes apart. */
typedef struct sums {
    const attention *a;
    const operand *from, *to;
    int64_t heads, shared, rows, count, step, width;
} sums;

static int add_rows(void *context, int64_t begin, int64_t end)
{
    const sums *m = context;
    const void *from[HEADS_ENOUGH];
    double ones[HEADS_ENOUGH]; /* or as many float32 */
    for (int i = 0; i < HEADS_ENOUGH; i++) {
        if (m->a->wide) {
            ones[i] = 1;
        } else {
            ((float *)(void *)ones)[i] = 1;
        }
    }
    for (int64_t i = begin; i < end; i++) {
        int64_t row = i % m->rows, head = i / m->rows % m->heads;
        int64_t batch = i / m->rows / m->heads, done = 0;
        char *to = at(m->to, batch, head, row);
        const char *first = at(m->from, batch, head * m->shared, row);
        while (done < m->count) { /* what is there, and some more */
            int64_t n = 0;
            if (done > 0) {
                from[n++] = to;
            }
            for (; n < HEADS_ENOUGH && done < m->count; done++) {
                from[n++] = first + done * m->step;
            }
            ct_cpu->resample->blend[m->a->wide](to, from, ones, n, m->width);
        }
    }
    return 0;
}

static int add_up(const sums *m)
{
    return ct_parallel_for(m->a->b * m->heads * m->rows,
                           ct_parallel_grain(m->count * m->width), add_rows,
                           (void *)(uintptr_t)m);
}

/* Room for `rows` rows for each head. */
static operand room_for(ct_plain *p, const attention *a, int64_t rows, int64_t width)
{
    int64_t shape[] = {a->b, a->h, rows, width};
    ct_tensor *t = p->failed ? NULL
                             : ct_plain_keep(p, ct_tensor_new("_attention_grad", a->d,
                                                              4, shape, CT_DEVICE_CPU));
    return t ? of(t, t->data, true, a->size) : (operand){0};
}

/* By parts of the keys and heads of queries, whose sums are taken in order. */
static int run_parts(attention *a, ct_plain *p, int64_t ns)
{
    int64_t shared = a->h / a->g, tiles = (a->s + KEYS - 1) / KEYS;
    int64_t heads = a->b * a->h;
    int64_t each = tiles / ((HEADS_ENOUGH + heads - 1) / heads);
    a->part_keys = (each < 1 ? 1 : each) * KEYS;
    a->parts = a->s ? (a->s + a->part_keys - 1) / a->part_keys : 1;
    operand gq = a->gq, gk = a->gk, gv = a->gv;
    a->part_q = a->parts > 1 ? room_for(p, a, a->parts * a->l, a->e) : gq;
    a->head_k = shared > 1 ? room_for(p, a, a->s, a->e) : gk;
    a->head_v = shared > 1 ? room_for(p, a, a->s, a->v) : gv;
    a->gq.row = a->part_q.row;
    a->gk.row = a->head_k.row;
    a->gv.row = a->head_v.row;
    if (p->failed || ct_parallel_tasks(heads * a->parts, ns / (shared * a->parts) + 1,
                                       backward_part, a) < 0) {
        return -1;
    }
    sums q = {a, &a->part_q, &gq, a->h, 1, a->l, a->parts, a->l * a->part_q.row, a->e};
    sums k = {a, &a->head_k, &gk, a->g, shared, a->s, shared, a->head_k.head, a->e};
    sums v = {a, &a->head_v, &gv, a->g, shared, a->s, shared, a->head_v.head, a->v};
    bool failed = (a->parts > 1 && add_up(&q) < 0) ||
                  (shared > 1 && (add_up(&k) < 0 || add_up(&v) < 0));
    return failed ? -1 : 0;
}

int ct_attention_grad_cpu(ct_call *c)
{
    ct_plain p = {0};
    attention a = prepare(
        c, &p, ARG(c, attention_grad, query).tensor, ARG(c, attention_grad, key).tensor,
        ARG(c, attention_grad, value).tensor, TENSOR(c, attention_grad, mask),
        ARG(c, attention_grad, causal).i);
    a.scale = ARG(c, attention_grad, scale).f;
    a.grad = reading(&p, ARG(c, attention_grad, grad).tensor, a.d);
    a.y = reading(&p, ARG(c, attention_grad, result).tensor, a.d);
    a.lse = ct_plain_read(&p, ARG(c, attention_grad, lse).tensor, a.d);
    a.gq = writing(&p, OUT(c, attention_grad, gquery), a.d);
    a.gk = writing(&p, OUT(c, attention_grad, gkey), a.d);
    a.gv = writing(&p, OUT(c, attention_grad, gvalue), a.d);
    int64_t tasks = a.b * a.g;
    int status = p.failed ? -1 : 0;
    if (status == 0 && tasks > 0) {
        int64_t ns = a.h / a.g * a.l * a.s * (3 * a.e + 2 * a.v) / WORK_PER_NS;
        status = tasks < HEADS_ENOUGH ? run_parts(&a, &p, ns)
                                      : ct_parallel_tasks(tasks, ns, backward, &a);
    }
    return ct_plain_end(&p, status);
}
