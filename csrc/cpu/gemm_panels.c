/* gemm_panels: products by one matrix, which is packed for all of them; see
 * gemm_panels.h. */
#include "cpu/gemm_panels.h"

#include "core/alloc.h"
#include "cpu/kernels.h"

/* Of b's rows at a time: their panels stay in the nearest caches while all rows of a pass. */
#define SLAB 256

/* b is cut along k into slabs, one behind the other. */
int ct_gemm_panels_lay(ct_gemm_panels *p, ct_dtype dtype, const void *b, int64_t step,
                       int64_t column, int64_t k, int64_t n)
{
    const ct_gemm_packed *how = ct_cpu->gemm->packed[dtype];
    *p = (ct_gemm_panels){.dtype = dtype, .size = ct_dtype_size(dtype), .k = k, .n = n};
    p->width = (n + how->columns - 1) / how->columns * how->columns;
    p->bytes = (size_t)(p->width * k * p->size);
    p->data = ct_alloc(p->bytes);
    for (int64_t k0 = 0; p->data && k0 < k; k0 += SLAB) {
        how->pack_b(p->data + k0 * p->width * p->size,
                    (const char *)b + k0 * step * p->size, column, step, n,
                    k - k0 < SLAB ? k - k0 : SLAB);
    }
    return p->data ? 0 : -1;
}

void ct_gemm_panels_drop(ct_gemm_panels *p)
{
    ct_free(p->data, p->bytes);
    p->data = NULL;
}

void ct_gemm_panels_times(const ct_gemm_panels *p, const char *a, int64_t row,
                          int64_t step, int64_t m, bool add, char *c, int64_t ldc)
{
    for (int64_t k0 = 0; k0 < p->k; k0 += SLAB) {
        ct_gemm_args g = {.m = m,
                          .n = p->n,
                          .k = p->k - k0 < SLAB ? p->k - k0 : SLAB,
                          .add = add || k0 > 0,
                          .a = a + k0 * step * p->size,
                          .b = p->data + k0 * p->width * p->size,
                          .c = c,
                          .a_row = row,
                          .a_step = step,
                          .ldc = ldc};
        ct_cpu->gemm->panels[p->dtype](&g);
    }
}
