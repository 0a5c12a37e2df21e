/* gemm_panels: products by one matrix, which is packed for all of them; see
 * gemm_panels.h. */
#include "cpu/gemm_panels.h"

#include <string.h>

#include "core/alloc.h"
#include "cpu/kernels.h"

/* Rows of the strips where the whole are no multiple of a tile's: a tile has kernels for
 * so many rows, too, if it has more. */
#define EIGHT 8

/* b is cut along k into slabs of at most a tile's depth, one behind the other. */
int ct_gemm_panels_lay(ct_gemm_panels *p, ct_dtype dtype, const void *b, int64_t step,
                       int64_t column, int64_t k, int64_t n)
{
    const ct_gemm_packed *how = ct_cpu->gemm->packed[dtype];
    *p = (ct_gemm_panels){.how = how, .size = ct_dtype_size(dtype), .k = k, .n = n};
    p->depth = k < how->depth ? k : how->depth;
    int64_t row = (n + how->columns - 1) / how->columns * how->b_width;
    p->bytes = (size_t)(row * k);
    p->data = ct_alloc(p->bytes);
    for (int64_t k0 = 0; p->data && k0 < k; k0 += p->depth) {
        int64_t slab = k - k0 < p->depth ? k - k0 : p->depth;
        how->pack_b(p->data + k0 * row, (const char *)b + k0 * step * p->size, column,
                    step, n, slab);
    }
    return p->data ? 0 : -1;
}

void ct_gemm_panels_drop(ct_gemm_panels *p)
{
    ct_free(p->data, p->bytes);
    p->data = NULL;
}

size_t ct_gemm_panels_room(const ct_gemm_panels *p)
{
    return (size_t)(p->depth * p->how->a_width);
}

/* How many of m rows the next strip takes: a tile's, but eights where they leave none. */
static int64_t strip_rows(const ct_gemm_packed *how, int64_t m)
{
    int64_t most = how->rows > EIGHT && m % EIGHT == 0 ? EIGHT : how->rows;
    return m < most ? m : most;
}

void ct_gemm_panels_times(const ct_gemm_panels *p, const char *a, int64_t row,
                          int64_t step, int64_t m, bool add, char *c, int64_t ldc,
                          char *room)
{
    int64_t width = (p->n + p->how->columns - 1) / p->how->columns * p->how->b_width;
    for (int64_t rows = 0; m > 0; m -= rows) {
        rows = strip_rows(p->how, m);
        for (int64_t k0 = 0; k0 < p->k; k0 += p->depth) {
            int64_t k = p->k - k0 < p->depth ? p->k - k0 : p->depth;
            p->how->pack_a(room, a + k0 * step * p->size, row, step, rows, k);
            ct_gemm_strip s = {.a = room,
                               .b = p->data + k0 * width,
                               .k = k,
                               .rows = rows,
                               .columns = p->n,
                               .add = add || k0 > 0,
                               .c = c,
                               .ldc = ldc};
            p->how->multiply(&s);
        }
        a += rows * row * p->size;
        c += rows * ldc * p->size;
    }
}
