/* gemm_packed: one product on this thread from packed operands.
 *
 * Five loops around the tile. b is cut along k into slabs of `depth` and along n into
 * chunks that three quarters of the second-level cache hold, packed in panels of a tile's width;
 * a is cut into strips of a tile's height that the first-level cache holds. A strip
 * meets each panel of the chunk, then the next strip does. Strips are packed once for
 * all chunks where there are several, at most MOST_ROWS rows at a time. Where a's rows lie
 * side by side, so that a strip has but a piece of each cache line, several are packed at
 * once.
 *
 * NOTE [Sums of 16-bit types] float16 and bfloat16 become float32, or pairs for the
 * processor's own products, as they are packed; their sums lie in a float32 block of at
 * most MOST_ROWS x MOST_COLUMNS until k is at its end. Nothing of the operands' or the
 * result's full size is made. */
#include <string.h>
#include <unistd.h>

#include "core/alloc.h"
#include "core/integer.h"
#include "core/parallel.h"
#include "core/runtime.h"
#include "cpu/gemm.h"
#include "cpu/kernels.h"
#include "cpu/tile_unit.h"

#define MOST_ROWS 2048
#define MOST_COLUMNS 1024
#define POLL_WORK ((int64_t)1 << 27) /* multiplications between looks for Ctrl-C */

typedef struct blocks {
    const ct_gemm_packed *how;
    int64_t size; /* of an operand's element, in bytes */
    ct_gemm_args g;
    int64_t depth, chunk;  /* of a slab; columns of a chunk */
    int64_t sums_pitch; /* from row to row */
    int64_t group; /* strips that are packed at once */
    bool kept; /* all strips: else each group replaces the one before */
    char *a, *b; /* packed */
    float *sums; /* NULL: in c itself */
    size_t a_bytes, b_bytes, sums_bytes;
} blocks;

/* Up to a whole number of units. */
static int64_t whole(int64_t n, int64_t unit)
{
    return (n + unit - 1) / unit * unit;
}

static int64_t cache_bytes(void)
{
    static int64_t bytes; /* any thread finds the same */
    if (__atomic_load_n(&bytes, __ATOMIC_RELAXED) == 0) {
        long found = sysconf(_SC_LEVEL2_CACHE_SIZE);
        int64_t known = found < (256 << 10) ? 256 << 10 : ct_min(found, 4 << 20);
        __atomic_store_n(&bytes, known, __ATOMIC_RELAXED);
    }
    return __atomic_load_n(&bytes, __ATOMIC_RELAXED);
}

/* Of a packed strip, and from one to the next, of k steps. */
static int64_t strip_bytes(const blocks *x, int64_t k)
{
    return whole(k, x->how->group) / x->how->group * x->how->a_width;
}

/* How the product is cut; equal slabs, so that none is short. */
static void cut(blocks *x)
{
    const ct_gemm_packed *h = x->how;
    int64_t k = x->g.k > 0 ? x->g.k : 1, slabs = (k + h->depth - 1) / h->depth;
    x->depth = whole((k + slabs - 1) / slabs, h->group);
    int64_t panel = x->depth / h->group * h->b_width;
    int64_t panels = cache_bytes() * 3 / 4 / panel;
    int64_t wanted = (x->g.n + h->columns - 1) / h->columns;
    panels = ct_min(panels < 1 ? 1 : panels, wanted);
    int64_t chunks = (wanted + panels - 1) / panels;
    x->chunk = (wanted + chunks - 1) / chunks * h->columns;
    int64_t strips = (x->g.m + h->rows - 1) / h->rows;
    x->group = x->g.a_row == 1 ? ct_min(h->strips, strips) : 1;
    x->kept = x->g.n > x->chunk;
    x->a_bytes = (size_t)((x->kept ? strips : x->group) * strip_bytes(x, x->depth));
    x->b_bytes = (size_t)(x->chunk / h->columns * panel);
    /* Sums that no other slab is added to are those of one strip. */
    int64_t kept = slabs > 1 ? x->g.m : h->rows;
    x->sums_pitch = slabs > 1 ? x->g.n : x->chunk;
    x->sums_bytes = h->finish ? (size_t)(kept * x->sums_pitch) * sizeof(float) : 0;
}

/* Lays the strips from row i on; `a` is where the rows of this slab begin. */
static void pack_group(const blocks *x, char *to, const char *a, int64_t i, int64_t k)
{
    const ct_gemm_args *g = &x->g;
    int64_t rows = ct_min(x->group * x->how->rows, g->m - i);
    x->how->pack_a(to, a + i * g->a_row * x->size, g->a_row, g->a_step, rows, k);
}

/* While strip `s` is multiplied, its part of the next group's elements, `rows` rows from a
 * on, is called into the second-level cache. */
static void call_part(const blocks *x, const char *a, int64_t rows, int64_t k,
                      int64_t s)
{
    const ct_gemm_args *g = &x->g;
    bool along = g->a_step == 1;
    int64_t lines = along ? rows : k, each = (along ? k : rows) * x->size;
    int64_t step = (along ? g->a_row : g->a_step) * x->size;
    int64_t part = s % x->group, end = lines * (part + 1) / x->group;
    for (int64_t i = lines * part / x->group; i < end && (along || g->a_row == 1);
         i++) {
        for (int64_t at = 0; at < each; at += 64) {
            __builtin_prefetch(a + i * step + at, 0, 2);
        }
    }
}

/* Packed strip s of the chunk that begins at column j0, made now if it is not there. */
static char *take_strip(const blocks *x, const char *a, int64_t s, int64_t j0,
                        int64_t k)
{
    const ct_gemm_args *g = &x->g;
    int64_t rows = x->how->rows, first = s / x->group * x->group;
    int64_t next = (first + x->group) * rows;
    char *strip = x->a + (x->kept ? s : s - first) * strip_bytes(x, k);
    if (x->kept && j0 > 0) {
        return strip;
    }
    if (s == first) {
        pack_group(x, strip, a, s * rows, k);
    }
    if (next < g->m) {
        call_part(x, a + next * g->a_row * x->size,
                  ct_min(x->group * rows, g->m - next), k, s);
    }
    return strip;
}

/* Where the sums of a strip are made whose result is at row i, column j. */
static char *sums_of(const blocks *x, int64_t i, int64_t j)
{
    const ct_gemm_args *g = &x->g;
    if (!x->sums) {
        return (char *)g->c + (i * g->ldc + j) * x->how->sum_size;
    }
    return (char *)(g->k > x->depth ? x->sums + i * x->sums_pitch + j : x->sums);
}

/* Once the last slab is in the sums of a strip. */
static void finish_strip(const blocks *x, const ct_gemm_strip *s, int64_t i, int64_t j)
{
    ct_gemm_args part = x->g;
    part.m = s->rows;
    part.n = s->columns;
    part.c = (char *)x->g.c + (i * x->g.ldc + j) * x->size;
    x->how->finish(&part, s->c, x->sums_pitch);
}

/* The sums of slab p0, k steps, at row i, column j. */
static void multiply_strip(const blocks *x, ct_gemm_strip *s, int64_t i, int64_t j,
                           int64_t p0, int64_t k)
{
    s->c = sums_of(x, i, j);
    x->how->multiply(s);
    if (x->sums && p0 + k >= x->g.k) {
        finish_strip(x, s, i, j);
    }
}

/* The product of slab p0 and columns j0 .. j0 + n. */
static int multiply_chunk(blocks *x, int64_t p0, int64_t k, int64_t j0, int64_t n)
{
    const ct_gemm_args *g = &x->g;
    const ct_gemm_packed *h = x->how;
    ct_gemm_strip s = {.b = x->b, .k = (k + h->group - 1) / h->group, .columns = n};
    int64_t done = 0;
    s.add = p0 > 0 || (!x->sums && g->add);
    s.bias = p0 == 0 && g->bias ? (const char *)g->bias + j0 * x->size : NULL;
    s.ldc = x->sums ? x->sums_pitch : g->ldc;
    h->pack_b(x->b, (const char *)g->b + (p0 * g->b_step + j0 * g->b_column) * x->size,
              g->b_column, g->b_step, n, k);
    const char *a = (const char *)g->a + p0 * g->a_step * x->size;
    for (int64_t i = 0; i < g->m; i += h->rows) {
        s.rows = ct_min(h->rows, g->m - i);
        s.a = take_strip(x, a, i / h->rows, j0, k);
        multiply_strip(x, &s, i, j0, p0, k);
        done += s.rows * n * k;
        if (done > POLL_WORK) {
            done = 0;
            if (ct_parallel_poll() < 0) {
                return -1;
            }
        }
    }
    return ct_parallel_poll();
}

static int multiply_block(blocks *x)
{
    const ct_gemm_args *g = &x->g;
    for (int64_t p0 = 0; p0 == 0 || p0 < g->k; p0 += x->depth) {
        int64_t k = ct_min(x->depth, g->k - p0);
        for (int64_t j0 = 0; j0 < g->n; j0 += x->chunk) {
            if (multiply_chunk(x, p0, k, j0, ct_min(x->chunk, g->n - j0)) < 0) {
                return -1;
            }
        }
    }
    return 0;
}

/* With room for what is packed. */
static int run_block(blocks *x)
{
    cut(x);
    size_t bytes = x->a_bytes + x->b_bytes + x->sums_bytes;
    char *room = ct_alloc(bytes);
    if (!room) {
        return -1;
    }
    x->b = room;
    x->a = room + x->b_bytes;
    x->sums = x->sums_bytes ? (float *)(void *)(x->a + x->a_bytes) : NULL;
    int status = multiply_block(x);
    ct_free(room, bytes);
    return status;
}

const ct_gemm_packed *ct_gemm_packing(ct_dtype dtype)
{
    const ct_gemm_kernels *ours = ct_cpu->gemm;
    bool tiles = dtype == CT_DTYPE_BF16 && ours->tiles && ct_tile_unit_granted();
    return tiles ? ours->tiles : ours->packed[dtype];
}

int ct_gemm_packed_run(ct_dtype dtype, const ct_gemm_args *g)
{
    const ct_gemm_packed *how = ct_gemm_packing(dtype);
    int64_t rows = MOST_ROWS / how->rows * how->rows, size = ct_dtype_size(dtype);
    int64_t columns = how->finish ? MOST_COLUMNS / how->columns * how->columns : g->n;
    int status = 0;
    for (int64_t i = 0; i < g->m && status == 0; i += rows) {
        for (int64_t j = 0; j < g->n && status == 0; j += columns) {
            blocks x = {.how = how, .size = size, .g = *g};
            x.g.m = ct_min(rows, g->m - i);
            x.g.n = ct_min(columns, g->n - j);
            x.g.a = (const char *)g->a + i * g->a_row * size;
            x.g.b = (const char *)g->b + j * g->b_column * size;
            x.g.c = (char *)g->c + (i * g->ldc + j) * size;
            x.g.bias = g->bias ? (const char *)g->bias + j * size : NULL;
            if (how->finish) { /* sums are not in c, where a bias is added */
                ct_gemm_lay_bias(size, &x.g);
            }
            status = run_block(&x);
        }
    }
    return status;
}
