/* dispatch: which instruction set's kernels run in this process. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"
#include "core/device.h"
#include "core/error.h"
#include "cpu/blas.h"
#include "cpu/column.h"
#include "cpu/copy.h"
#include "cpu/fill.h"
#include "cpu/kernels.h"
#include "cpu/tile_unit.h"

extern const ct_kernels ct_base_kernels;
#ifdef CT_HAVE_AVX2
extern const ct_kernels ct_avx2_kernels;
#endif
#ifdef CT_HAVE_AVX512
extern const ct_kernels ct_avx512_kernels;
/* AVX-512 with products of pairs of bfloat16, and of tiles: the same but for matrix
 * products. */
extern const struct ct_gemm_kernels ct_avx512_gemm_pair_kernels;
extern const struct ct_gemm_kernels ct_avx512_gemm_tile_kernels;
static ct_kernels avx512bf16_kernels, avx512amx_kernels;
#endif

const ct_kernels *ct_cpu = &ct_base_kernels;

#define MAX_SETS 5
static const ct_kernels *available[MAX_SETS]; /* worst first */
static const char *names[MAX_SETS + 1];

#ifdef CT_HAVE_AVX512
/* A set that differs from AVX-512's in its matrix products. */
static const ct_kernels *with_products(ct_kernels *set, const char *name,
                                       const struct ct_gemm_kernels *gemm)
{
    *set = ct_avx512_kernels;
    set->name = name;
    set->gemm = gemm;
    return set;
}

static int find_avx512(int n)
{
    if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512bw") ||
        !__builtin_cpu_supports("avx512dq") || !__builtin_cpu_supports("avx512vl")) {
        return n;
    }
    available[n++] = &ct_avx512_kernels;
    if (__builtin_cpu_supports("avx512bf16")) {
        available[n++] = with_products(&avx512bf16_kernels, "avx512bf16",
                                       &ct_avx512_gemm_pair_kernels);
        if (ct_tile_unit_exists()) {
            available[n++] = with_products(&avx512amx_kernels, "avx512amx",
                                           &ct_avx512_gemm_tile_kernels);
        }
    }
    return n;
}
#endif

static void find_available(void)
{
    int n = 0;
    available[n++] = &ct_base_kernels;
#ifdef CT_HAVE_AVX2
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
        __builtin_cpu_supports("bmi2")) {
        available[n++] = &ct_avx2_kernels;
    }
#endif
#ifdef CT_HAVE_AVX512
    __builtin_cpu_init();
    n = find_avx512(n);
#endif
    for (int i = 0; i < n; i++) {
        names[i] = available[i]->name;
    }
}

const char *const *ct_cpu_available(void)
{
    return names;
}

/* What the CPU runs for each row: its kernels, and the loops of the set in use. */
static void fill_column(void)
{
    for (const ct_cpu_kernel *const *family = ct_cpu_column; *family; family++) {
        for (const ct_cpu_kernel *k = *family; k->op; k++) {
            k->op->kernel[CT_DEVICE_CPU] = k->run;
        }
    }
    for (const ct_row_loops *const *family = ct_cpu->loops; *family; family++) {
        for (const ct_row_loops *row = *family; row->op; row++) {
            row->op->kernel[CT_DEVICE_CPU] =
                row->op->kind == CT_KIND_BACKWARD ? ct_backward_cpu : ct_pointwise_cpu;
            row->op->loops = &row->loops;
        }
    }
}

static char *allocate(size_t n, int index, bool zeroed)
{
    (void)index;
    return zeroed ? ct_alloc_zeroed(n) : ct_alloc(n);
}

static void release(char *data, size_t n, int index)
{
    (void)index;
    ct_free(data, n);
}

static int read_element(const ct_tensor *t, void *value)
{
    memcpy(value, t->data, (size_t)ct_tensor_itemsize(t));
    return 0;
}

/* The names of the sets that can run, in `text`. */
static const char *list(char *text, size_t size, const char *separator)
{
    size_t used = 0;
    for (int i = 0; names[i]; i++) {
        used += (size_t)snprintf(text + used, size - used, "%s%s", i ? separator : "",
                                 names[i]);
    }
    return text;
}

static const char *describe(ct_device_fact fact)
{
    static char text[64];
    switch (fact) {
    case CT_FACT_KERNELS:
        return ct_cpu->name;
    case CT_FACT_AVAILABLE:
        return list(text, sizeof text, " ");
    case CT_FACT_LIBRARY:
        return ct_blas_describe();
    }
    return NULL;
}

static int refuse(const char *wanted)
{
    char known[64] = "";
    list(known, sizeof known, ", ");
    return ct_error(CT_ERR_VALUE,
                    "CTENSOR_ISA: expected an instruction set that this build and "
                    "machine have (%s), got '%.32s'",
                    known, wanted);
}

int ct_cpu_init(void)
{
    find_available();
    const char *wanted = getenv("CTENSOR_ISA");
    for (int i = 0; names[i]; i++) {
        bool chosen = !wanted || !*wanted || strcmp(wanted, names[i]) == 0;
        ct_cpu = chosen ? available[i] : ct_cpu;
    }
    if (wanted && *wanted && strcmp(ct_cpu->name, wanted) != 0) {
        return refuse(wanted);
    }
    fill_column();
    return 0;
}

const ct_device_functions ct_cpu_device = {
    .init = ct_cpu_init,
    .describe = describe,
    .open_library = ct_blas_open,
    .compute = {[CT_DTYPE_F16] = CT_DTYPE_F32, [CT_DTYPE_BF16] = CT_DTYPE_F32},
    .allocate = allocate,
    .free = release,
    .copy = ct_cpu_copy,
    .fill = ct_cpu_fill,
    .read = read_element,
};
