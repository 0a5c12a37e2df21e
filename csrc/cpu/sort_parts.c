/* sort_parts: pivots, and parts of a row; see sort_parts.h. */
#include "cpu/sort_parts.h"

#include <stdbool.h>
#include <string.h>

#include "core/parallel.h"
#include "cpu/along.h"
#include "cpu/kernels.h"
#include "cpu/sort_bytes.h"
#include "cpu/sort_kernels.h"

#define LEVELS 5      /* a long row becomes up to 2^LEVELS parts for threads */
#define CACHED 131072 /* bytes: so short parts become elements again at once */
#define BLOCK 4096    /* bytes that become numbers at a time */
#define SAMPLE 16     /* elements from each of 9 places */

static int64_t size_of(const ct_part_sort *s)
{
    return s->kind == CT_KEYS_WIDE ? 8 : 4;
}

/* ---- one part ---------------------------------------------------------------- */

/* Puts the numbers up to a pivot first; how many of the first need sorting. In *second
 * where the others begin: what is between equals the pivot. */
static int64_t divide(const ct_part_sort *s, void *x, void *spare, int64_t n,
                      int64_t *second)
{
    const ct_sort_kernels *k = ct_cpu->sort;
    uint64_t pivot = k->pivot[s->kind](x, n);
    *second = k->divide[s->kind](x, spare, n, pivot);
    if (*second < n) {
        return *second;
    }
    /* The pivot is the largest: it may be all there is, or most of it. */
    return pivot ? k->divide[s->kind](x, spare, n, pivot - 1) : 0;
}

static void to_elements(const ct_part_sort *s, void *x, int64_t n)
{
    if (s->from_bits) {
        s->from_bits(x, x, n);
    }
}

typedef struct part {
    char *x;
    int64_t n;
} part;

/* Divides p, and leaves the longer side in it; returns the shorter. What is between has
 * become elements if that is asked. */
static part split(const ct_part_sort *s, part *p, char *spare, bool finish)
{
    int64_t size = size_of(s), second, first = divide(s, p->x, spare, p->n, &second);
    char *equal = p->x + first * size;
    part low = {p->x, first}, high = {p->x + second * size, p->n - second};
    if (finish) {
        to_elements(s, equal, second - first);
    }
    *p = low.n < high.n ? high : low;
    return low.n < high.n ? low : high;
}

/* How often n numbers may be divided, twice as often as by medians. */
static int divisions(int64_t n)
{
    return 2 * (64 - __builtin_clzll((unsigned long long)n | 1));
}

static int sort_otherwise(const ct_part_sort *s, part p, void *spare)
{
    void *sorted = ct_sort_bytes(p.x, spare, p.n, size_of(s));
    if (sorted && sorted != p.x) {
        memcpy(p.x, sorted, (size_t)(p.n * size_of(s)));
    }
    return sorted ? 0 : -1;
}

static int sort_part(const ct_part_sort *s, part p, char *spare, int left)
{
    const ct_sort_kernels *k = ct_cpu->sort;
    while (p.n > k->few_most[s->kind]) {
        if (left-- == 0) {
            return sort_otherwise(s, p, spare);
        }
        part shorter = split(s, &p, spare, false);
        if (sort_part(s, shorter, spare, left) < 0) {
            return -1;
        }
    }
    k->few[s->kind](p.x, p.n);
    return 0;
}

/* The same of any length, and makes elements of the numbers. */
static int sort_whole(const ct_part_sort *s, part p, char *spare, int left)
{
    for (; p.n * size_of(s) > CACHED && left > 0; left--) {
        part shorter = split(s, &p, spare, true);
        if (sort_whole(s, shorter, spare, left - 1) < 0 ||
            (p.n > CT_ROW_LONG && ct_parallel_poll() < 0)) {
            return -1;
        }
    }
    int status = sort_part(s, p, spare, left);
    to_elements(s, p.x, p.n);
    return status;
}

/* ---- a long row ---------------------------------------------------------------- */

typedef struct parts {
    const ct_part_sort *how;
    char *x, *spare;
    part part[1 << LEVELS];
    int64_t count;
} parts;

static char *spare_of(const parts *p, part one)
{
    return p->spare + (one.x - p->x);
}

static int divide_parts(void *context, int64_t begin, int64_t end)
{
    parts *p = context;
    for (int64_t i = begin; i < end; i++) {
        part *one = &p->part[i], *other = &p->part[p->count + i];
        *other = (part){one->x, 0};
        if (one->n > CT_ROW_LONG / 4) {
            *other = split(p->how, one, spare_of(p, *one), true);
        }
    }
    return 0;
}

static int sort_each(void *context, int64_t begin, int64_t end)
{
    const parts *p = context;
    for (int64_t i = begin; i < end; i++) {
        part one = p->part[i];
        if (sort_whole(p->how, one, spare_of(p, one), divisions(one.n)) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Until each thread has some. */
static int sort_parts(parts *p)
{
    while (p->count < 1 << LEVELS && p->count < 4 * (ct_num_threads() - 1)) {
        if (ct_parallel_for(p->count, 1, divide_parts, p) < 0) {
            return -1;
        }
        p->count *= 2;
    }
    return ct_parallel_for(p->count, 1, sort_each, p);
}

/* A number near the middle of those that n elements become. */
static uint64_t pivot_of(const ct_part_sort *s, const char *x, int64_t n)
{
    uint64_t sample[9 * SAMPLE];
    int64_t size = size_of(s), step = (n - SAMPLE) / 8;
    for (int64_t k = 0; k < 9; k++) {
        s->to_bits((char *)sample + k * SAMPLE * size, x + k * step * size, SAMPLE);
    }
    return ct_cpu->sort->pivot[s->kind](sample, 9 * SAMPLE);
}

/* Elements of x become numbers in y, divided by a pivot; where the others begin. */
static int64_t divide_into(const ct_part_sort *s, char *y, const char *x, int64_t n)
{
    char block[BLOCK];
    uint64_t pivot = pivot_of(s, x, n);
    int64_t size = size_of(s), low = 0, high = n;
    for (int64_t i = 0, some; i < n; i += some) {
        some = n - i < BLOCK / size ? n - i : BLOCK / size;
        s->to_bits(block, x + i * size, some);
        int64_t first = ct_cpu->sort->spread[s->kind](block, some, y + low * size,
                                                      y + high * size, pivot);
        low += first;
        high -= some - first;
    }
    return low;
}

int ct_sort_parts(const ct_part_sort *how, void *y, const void *x, void *spare,
                  int64_t n)
{
    parts p; /* large: not zeroed */
    p.how = how;
    p.x = y;
    p.spare = spare;
    p.count = 1;
    p.part[0] = (part){y, n};
    if (n > CT_ROW_LONG && x != y) {
        int64_t low = divide_into(how, y, x, n);
        p.part[0].n = low;
        p.part[1] = (part){p.x + low * size_of(how), n - low};
        p.count = 2;
        return sort_parts(&p);
    }
    if (how->to_bits) {
        how->to_bits(y, x, n);
    }
    return n > CT_ROW_LONG ? sort_parts(&p) : sort_each(&p, 0, 1);
}
