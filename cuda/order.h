/* order: launches of sorting and of what it finds, as the host says them and the device
 * reads them.
 *
 * NOTE [Keys on the device] Elements are ordered by unsigned keys, of 32 bits or, for
 * elements of 8 bytes, of 64: smaller elements have smaller keys, both zeros one, NaN the
 * largest of all; `flip` turns the order. Beside each key stands its place in its line, by
 * which equal ones keep their order. */
#ifndef CT_CUDA_ORDER_H
#define CT_CUDA_ORDER_H

#include "loop.h"

struct ct_device_fault;

enum { CT_ORDER_TILE = 1024 }; /* items that a block sorts */

/* Lines of n items, one behind the other. */
typedef struct ct_device_items {
    void *keys;
    uint32_t *places;
    int64_t lines;
    uint32_t n;
} ct_device_items;

typedef struct ct_device_order {
    const void *x; /* elements of lines, of `dtype` */
    int32_t dtype;
    bool flip;
    uint32_t n; /* of a line */
    int64_t lines;
} ct_device_order;

/* Tiles of lines in order, of each of which the first `keep` stay (0: all), lines of
 * to->n items: of x, or of `from` where that is not NULL. */
CT_KERNELS void ct_cuda_sort_tiles(const ct_device_order *o,
                                   const ct_device_items *from,
                                   const ct_device_items *to, uint32_t keep,
                                   void *stream);
/* Neighbouring runs of `width` items merged. */
CT_KERNELS void ct_cuda_sort_merge(const ct_device_order *o,
                                   const ct_device_items *from,
                                   const ct_device_items *to, uint32_t width,
                                   void *stream);

/* k places of each line, in order or picked: int64, and the elements there, or NULL. */
typedef enum ct_pick {
    CT_PICK_FIRST, /* from the first on */
    CT_PICK_PLACE, /* that at `at` */
    CT_PICK_MEDIAN,
    CT_PICK_NANMEDIAN,
    CT_PICK_MODE
} ct_pick;
CT_KERNELS void ct_cuda_pick(const ct_device_order *o, const ct_device_items *items,
                             ct_pick how, uint32_t at, uint32_t k, int64_t *places,
                             void *values, void *stream);

typedef struct ct_device_quantiles {
    const double *q;
    uint32_t count;
    int32_t interpolation; /* 0 linear, 1 lower, 2 higher, 3 midpoint, 4 nearest */
    bool skip_nan, single, wide; /* ranks in float32; shares in float64 */
    int64_t *places;
    void *shares;
    double *values;
} ct_device_quantiles;
CT_KERNELS void ct_cuda_quantiles(const ct_device_order *o,
                                  const ct_device_items *items,
                                  const ct_device_quantiles *q, void *stream);

/* Where `count` elements of x belong in sequences in order, one for `each` of them;
 * `sorter` may be NULL. */
typedef struct ct_device_search {
    const void *sequence, *x;
    const int64_t *sorter;
    void *out; /* int64 or, if narrow, int32 */
    int64_t count, each, n;
    int32_t dtype, row;
    bool right, narrow;
    struct ct_device_fault *fault;
} ct_device_search;
CT_KERNELS void ct_cuda_search(const ct_device_search *s, void *stream);
/* Is each of x among the items of one line? NaN is not. */
CT_KERNELS void ct_cuda_among(const ct_device_order *x, const ct_device_items *items,
                              bool invert, void *out, void *stream);

/* ---- runs of equal ones, and places of what is true -------------------------------- */

/* 1 where an item of a line differs from the one before it, or is NaN. */
CT_KERNELS void ct_cuda_begins(const ct_device_order *o, const ct_device_items *items,
                               uint8_t *flags, void *stream);
/* flags |= the same of the rows of x in the order of `places`. */
CT_KERNELS void ct_cuda_differ(const ct_device_order *o, const uint32_t *places,
                               uint8_t *flags, void *stream);
/* How many flags before each of n are set, and behind the last. `room`: an int64 for each
 * 1024 of them and one more. */
CT_KERNELS void ct_cuda_count_flags(const uint8_t *flags, int64_t n, int64_t *before,
                                    int64_t *room, void *stream);
/* The numbers of those that are set. */
CT_KERNELS void ct_cuda_flag_places(const uint8_t *flags, const int64_t *before,
                                    int64_t n, int64_t *out, void *stream);
/* Of runs that begin at `starts` in the order of `order` (NULL: as they stand): the place
 * of the first, how long they are, and which one each is of (NULL: not asked). */
typedef struct ct_device_runs {
    const uint8_t *begins;
    const int64_t *before, *starts;
    const uint32_t *order;
    int64_t n, count;
    int64_t *first, *length, *inverse;
} ct_device_runs;
CT_KERNELS void ct_cuda_runs(const ct_device_runs *r, void *stream);

/* ---- counts ------------------------------------------------------------------------- */

/* Sums of the items' weights (NULL: 1) in bins of their numbers from 0 on; items are keys
 * of int64. dtype: of out and weight. */
CT_KERNELS void ct_cuda_bins(const ct_device_items *items, int64_t bins, int dtype,
                             const void *weight, void *out, void *stream);
/* Intervals of x from low to high; or between edges, of what is computed in. */
typedef struct ct_device_intervals {
    const void *x, *edges;
    int64_t n, bins;
    double low, high;
    unsigned long long *count;
    int32_t dtype;
} ct_device_intervals;
CT_KERNELS void ct_cuda_intervals(const ct_device_intervals *s, void *stream);

#endif
