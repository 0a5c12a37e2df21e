/* index: reading, writing and adding at indexed places; see index.h. */
#include "cpu/index.h"

#include <string.h>

#include "core/parallel.h"
#include "cpu/kernels.h"

/* Either loop is long enough to be worth a call for each of its lines. */
#define LONG_LINE 8

static int out_of_range(const ct_places *p, int64_t index)
{
    return ct_error((ct_error_kind)p->kind,
                    "index %lld is out of bounds for dimension %d with size %lld",
                    (long long)index, p->dim, (long long)p->bound);
}

static inline int64_t load_index(const char *p)
{
    int64_t index;
    memcpy(&index, p, sizeof index);
    return index;
}

static int size_log2(ct_dtype d)
{
    return __builtin_ctzll((unsigned long long)ct_dtype_size(d));
}

/* n values between strided places. */
static void move(const ct_places *p, char *to, int64_t to_stride, const char *from,
                 int64_t from_stride, int64_t n)
{
    int64_t size = ct_dtype_size(p->dtype);
    if (to_stride == size && from_stride == size) {
        memcpy(to, from, (size_t)(n * size));
    } else {
        ct_cpu->cast->copy[size_log2(p->dtype)](to, to_stride, from, from_stride, n);
    }
}

/* ---- reading ------------------------------------------------------------ */

/* n elements with an index each. */
typedef int (*indexed_fn)(const ct_places *p, char *const *ptrs, const int64_t *strides,
                          int64_t n);

#define INDEXED(name, body)                                                          \
    static int name(const ct_places *p, char *const *ptrs, const int64_t *strides,   \
                    int64_t n)                                                       \
    {                                                                                \
        int64_t by_value = strides[0], by_index = strides[1], by_place = strides[2]; \
        for (int64_t i = 0; i < n; i++) {                                            \
            int64_t k = load_index(ptrs[1] + i * by_index);                          \
            if ((uint64_t)k >= p->bound) {                                           \
                return out_of_range(p, k);                                           \
            }                                                                        \
            char *value = ptrs[0] + i * by_value;                                    \
            char *place = ptrs[2] + i * by_place + k * p->scale;                     \
            body;                                                                    \
        }                                                                            \
        return 0;                                                                    \
    }

#define READ(size) INDEXED(read_##size, memcpy(value, place, size))
READ(1)
READ(2)
READ(4)
READ(8)
READ(16)
static const indexed_fn read_loops[] = {read_1, read_2, read_4, read_8, read_16};

static int read_line(void *ctx, char *const *ptrs, const int64_t *strides, int64_t n)
{
    const ct_places *p = ctx;
    if (strides[1] != 0) {
        return read_loops[size_log2(p->dtype)](p, ptrs, strides, n);
    }
    int64_t k = load_index(ptrs[1]);
    if ((uint64_t)k >= p->bound) {
        return out_of_range(p, k);
    }
    move(p, ptrs[0], strides[0], ptrs[2] + k * p->scale, strides[2], n);
    return 0;
}

int ct_places_read(const ct_places *p)
{
    return ct_lines_run(&p->lines, read_line, (void *)p);
}

/* ---- writing ------------------------------------------------------------ */

#define WRITE(size) INDEXED(write_##size, memcpy(place, value, size))
WRITE(1)
WRITE(2)
WRITE(4)
WRITE(8)
WRITE(16)
static const indexed_fn write_loops[] = {write_1, write_2, write_4, write_8, write_16};

static int write_line(void *ctx, char *const *ptrs, const int64_t *strides, int64_t n)
{
    const ct_places *p = ctx;
    if (strides[1] != 0) {
        return write_loops[size_log2(p->dtype)](p, ptrs, strides, n);
    }
    int64_t k = load_index(ptrs[1]);
    if ((uint64_t)k >= p->bound) {
        return out_of_range(p, k);
    }
    move(p, ptrs[2] + k * p->scale, strides[2], ptrs[0], strides[0], n);
    return 0;
}

/* ---- adding ------------------------------------------------------------- */

/* In place, one element at a time: `to` may lie on itself. */
#define ADD(id, type, sum)                                              \
    static inline void add_one_##id(char *to, const char *from)         \
    {                                                                   \
        type a, b;                                                      \
        memcpy(&a, to, sizeof a);                                       \
        memcpy(&b, from, sizeof b);                                     \
        a = (type)(sum);                                                \
        memcpy(to, &a, sizeof a);                                       \
    }                                                                   \
    static void add_##id(char *to, int64_t to_stride, const char *from, \
                         int64_t from_stride, int64_t n)                \
    {                                                                   \
        for (int64_t i = 0; i < n; i++) {                               \
            add_one_##id(to + i * to_stride, from + i * from_stride);   \
        }                                                               \
    }                                                                   \
    INDEXED(add_at_##id, add_one_##id(place, value))
ADD(bool, uint8_t, a != 0 || b != 0)
ADD(8, uint8_t, a + b) /* integers wrap: the sign does not matter */
ADD(16, uint16_t, a + b)
ADD(32, uint32_t, a + b)
ADD(64, uint64_t, a + b)
ADD(f32, float, a + b)
ADD(f64, double, a + b)
ADD(c64, _Complex float, a + b)
ADD(c128, _Complex double, a + b)

static const struct {
    ct_copy_loop strided;
    indexed_fn indexed;
} add_loops[CT_DTYPE_COUNT] = {
#define LOOPS(id) {add_##id, add_at_##id}
    [CT_DTYPE_BOOL] = LOOPS(bool), [CT_DTYPE_U8] = LOOPS(8),
    [CT_DTYPE_I8] = LOOPS(8),      [CT_DTYPE_U16] = LOOPS(16),
    [CT_DTYPE_I16] = LOOPS(16),    [CT_DTYPE_U32] = LOOPS(32),
    [CT_DTYPE_I32] = LOOPS(32),    [CT_DTYPE_U64] = LOOPS(64),
    [CT_DTYPE_I64] = LOOPS(64),    [CT_DTYPE_F32] = LOOPS(f32),
    [CT_DTYPE_F64] = LOOPS(f64),   [CT_DTYPE_C64] = LOOPS(c64),
    [CT_DTYPE_C128] = LOOPS(c128),
};

static int add_line(void *ctx, char *const *ptrs, const int64_t *strides, int64_t n)
{
    const ct_places *p = ctx;
    if (strides[1] != 0) {
        return add_loops[p->dtype].indexed(p, ptrs, strides, n);
    }
    int64_t k = load_index(ptrs[1]), size = ct_dtype_size(p->dtype);
    if ((uint64_t)k >= p->bound) {
        return out_of_range(p, k);
    }
    char *to = ptrs[2] + k * p->scale;
    ct_loop packed = ct_cpu->pointwise->forward[CT_POINTWISE_add][p->dtype];
    if (packed && strides[0] == size && strides[2] == size) {
        packed((char *const[]){to, to, ptrs[0]}, n);
    } else {
        add_loops[p->dtype].strided(to, strides[2], ptrs[0], strides[0], n);
    }
    return 0;
}

struct write {
    const ct_places *places;
    ct_line_fn fn;
    bool indexed_inner;
};

/* Lines along the indexed dim, one for each element of the others. */
static int along_indexed(void *ctx, char *const *ptrs, const int64_t *strides,
                         int64_t n)
{
    const struct write *w = ctx;
    const ct_places *p = w->places;
    for (int64_t i = 0; i < n; i++) {
        char *const at[] = {ptrs[0] + i * strides[0], ptrs[1] + i * strides[1],
                            ptrs[2] + i * strides[2]};
        if (w->fn((void *)p, at, p->steps, p->count) < 0) {
            return -1;
        }
    }
    return 0;
}

static int write_range(void *ctx, int64_t begin, int64_t end)
{
    const struct write *w = ctx;
    const ct_places *p = w->places;
    if (w->indexed_inner) {
        return ct_lines_walk(&p->lines, NULL, begin, end, along_indexed, ctx);
    }
    for (int64_t k = 0; k < p->count; k++) {
        const int64_t shift[] = {k * p->steps[0], k * p->steps[1], k * p->steps[2]};
        if (ct_lines_walk(&p->lines, shift, begin, end, w->fn, (void *)p) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Which loop is the inner one: lines that share one index move as a block; else the
 * one along which the indices lie closer together. */
static bool indexed_inner(const ct_places *p)
{
    const ct_lines *l = &p->lines;
    int64_t inner = ct_lines_inner(l);
    int64_t by = l->ndim ? l->strides[l->ndim - 1][1] : 0;
    if (by == 0) {
        return inner < LONG_LINE && p->count > inner;
    }
    int64_t step = p->steps[1] < 0 ? -p->steps[1] : p->steps[1];
    return p->count > 1 && (step <= (by < 0 ? -by : by) || inner < LONG_LINE);
}

static int write_places(const ct_places *p, ct_line_fn fn)
{
    struct write w = {p, fn, indexed_inner(p)};
    if (p->count == 0 || p->lines.numel == 0) {
        return 0;
    }
    int64_t grain = CT_GRAIN / p->count;
    return ct_parallel_for(p->lines.numel, grain > 64 ? grain : 64, write_range, &w);
}

int ct_places_write(const ct_places *p)
{
    return write_places(p, write_line);
}

int ct_places_add(const ct_places *p)
{
    return write_places(p, add_line);
}

/* ---- overlapping sums --------------------------------------------------- */

static int add_whole_line(void *ctx, char *const *ptrs, const int64_t *strides,
                          int64_t n)
{
    add_loops[*(const ct_dtype *)ctx].strided(ptrs[0], strides[0], ptrs[1], strides[1],
                                              n);
    return 0;
}

int ct_add_overlapping(ct_tensor *dst, const ct_tensor *src)
{
    ct_lines l;
    ct_dtype dtype = (ct_dtype)dst->dtype;
    ct_lines_init(&l, 2, dst->data, src->data, NULL);
    for (int i = 0; i < dst->ndim; i++) {
        ct_lines_add(&l, dst->shape[i], dst->strides[i], src->strides[i], 0);
    }
    return ct_lines_walk(&l, NULL, 0, l.numel, add_whole_line, &dtype);
}
