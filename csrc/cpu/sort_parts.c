/* sort_parts: pivots, and parts of a row; see sort_parts.h. */
#include "cpu/sort_parts.h"

#include <stdbool.h>
#include <string.h>

#include "core/parallel.h"
#include "cpu/along.h"
#include "cpu/kernels.h"
#include "cpu/sort_kernels.h"

#define LEVELS 5 /* a long row becomes up to 2^LEVELS parts */

/* Puts the numbers up to a pivot first; how many of the first need sorting. In *second
 * where the others begin: what is between equals the pivot. */
static int64_t divide(uint32_t *x, uint32_t *spare, int64_t n, int64_t *second)
{
    uint32_t pivot = ct_cpu->sort->pivot(x, n);
    *second = ct_cpu->sort->divide(x, spare, n, pivot);
    if (*second < n) {
        return *second;
    }
    /* The pivot is the largest: it may be all there is, or most of it. */
    return pivot ? ct_cpu->sort->divide(x, spare, n, pivot - 1) : 0;
}

/* How often n numbers may be divided, twice as often as by medians. */
static int divisions(int64_t n)
{
    return 2 * (64 - __builtin_clzll((unsigned long long)n | 1));
}

static int sort_part(uint32_t *x, uint32_t *spare, int64_t n, int left,
                     ct_sort_u32 otherwise)
{
    const ct_sort_kernels *k = ct_cpu->sort;
    while (n > k->few_most) {
        if (left-- == 0) {
            uint32_t *sorted = otherwise(x, spare, n);
            if (sorted && sorted != x) {
                memcpy(x, sorted, (size_t)n * sizeof *x);
            }
            return sorted ? 0 : -1;
        }
        int64_t second, first = divide(x, spare, n, &second);
        bool short_first = first < n - second;
        uint32_t *shorter = short_first ? x : x + second;
        if (sort_part(shorter, spare, short_first ? first : n - second, left,
                      otherwise) < 0 ||
            (n > CT_ROW_LONG && ct_parallel_poll() < 0)) {
            return -1;
        }
        x = short_first ? x + second : x;
        n = short_first ? n - second : first;
    }
    k->few(x, n);
    return 0;
}

typedef struct parts {
    uint32_t *x, *spare;
    ct_sort_u32 otherwise;
    void (*finish)(void *x, const void *same, int64_t n);
    int64_t least; /* of a part that is divided further */
    int64_t begin[1 << LEVELS], end[1 << LEVELS], second[1 << LEVELS];
} parts;

static int divide_parts(void *context, int64_t begin, int64_t end)
{
    parts *p = context;
    for (int64_t i = begin; i < end; i++) {
        int64_t at = p->begin[i], n = p->end[i] - at;
        p->second[i] = p->end[i];
        if (n > p->least) {
            uint32_t *x = p->x + at;
            int64_t second, first = divide(x, p->spare + at, n, &second);
            p->finish(x + first, x + first, second - first);
            p->end[i] = at + first;
            p->second[i] = at + second;
        }
    }
    return 0;
}

static int sort_each(void *context, int64_t begin, int64_t end)
{
    const parts *p = context;
    for (int64_t i = begin; i < end; i++) {
        int64_t at = p->begin[i], n = p->end[i] - at;
        uint32_t *x = p->x + at;
        if (sort_part(x, p->spare + at, n, divisions(n), p->otherwise) < 0) {
            return -1;
        }
        p->finish(x, x, n);
    }
    return 0;
}

static int sort_long(parts *p, int64_t n)
{
    int64_t count = 1;
    p->least = CT_ROW_LONG / 4;
    p->begin[0] = 0;
    p->end[0] = n;
    for (int level = 0; level < LEVELS; level++) {
        int64_t ends[1 << LEVELS];
        memcpy(ends, p->end, (size_t)count * sizeof *ends);
        if (ct_parallel_for(count, 1, divide_parts, p) < 0) {
            return -1;
        }
        for (int64_t i = 0; i < count; i++) {
            p->begin[count + i] = p->second[i];
            p->end[count + i] = ends[i];
        }
        count *= 2;
    }
    return ct_parallel_for(count, 1, sort_each, p);
}

int ct_sort_parts(uint32_t *x, uint32_t *spare, int64_t n, ct_sort_u32 otherwise,
                  void (*finish)(void *x, const void *same, int64_t n))
{
    parts p; /* large: not zeroed */
    p.x = x;
    p.spare = spare;
    p.otherwise = otherwise;
    p.finish = finish;
    if (n > CT_ROW_LONG) {
        return sort_long(&p, n);
    }
    p.begin[0] = 0;
    p.end[0] = n;
    return sort_each(&p, 0, 1);
}
