/* scan: running sums and products, a thread for each line; and triangles of matrices. */
#include "kernels/cast.cuh"
#include "kernels/lanes.cuh"
#include "kernels/walk.cuh"
#include "reduce.h"

enum { THREADS = 128 };

CT_DEVICE static inline int64_t joined(int64_t a, int64_t b, bool product)
{
    return (int64_t)(product ? (uint64_t)a * (uint64_t)b : (uint64_t)a + (uint64_t)b);
}
CT_DEVICE static inline double joined(double a, double b, bool product)
{
    return product ? a * b : a + b;
}
CT_DEVICE static inline ct_pair<double> joined(ct_pair<double> a, ct_pair<double> b,
                                               bool product)
{
    if (!product) {
        return ct_pair<double>{a.re + b.re, a.im + b.im};
    }
    v_c128 y = c128_mul(v_c128{a.re, a.im}, v_c128{b.re, b.im});
    return ct_pair<double>{y.re.value, y.im.value};
}

CT_DEVICE static inline void line_of(const ct_device_lines &l, uint32_t i,
                                     const char **in, char **out)
{
    *in = l.data;
    *out = l.out;
    for (int d = 0; d < l.outer_ndim; d++) {
        uint32_t q = ct_quotient(l.outer[d], i), at = i - q * l.outer[d].size;
        *in += (int64_t)at * l.in_strides[d];
        *out += (int64_t)at * l.out_strides[d];
        i = q;
    }
}

template <class R>
__global__ void __launch_bounds__(THREADS)
    scan_lines(CT_PARAM ct_device_lines l, bool product)
{
    uint32_t step = gridDim.x * blockDim.x;
    for (uint32_t i = blockIdx.x * blockDim.x + threadIdx.x; i < l.lines; i += step) {
        const char *in;
        char *out;
        line_of(l, i, &in, &out);
        R sum = ct_read_as<R>(in, l.dtype);
        for (uint32_t j = 0; j < l.count; j++) {
            if (j) {
                sum = joined(sum, ct_read_as<R>(in + (int64_t)j * l.in_step, l.dtype),
                             product);
            }
            ct_write_as(out + (int64_t)j * l.out_step, l.out_dtype, sum);
        }
    }
}

CT_KERNELS void ct_cuda_scan(const ct_device_lines *l, bool product, void *stream)
{
    unsigned grid = ct_blocks(l->lines, THREADS);
    if (l->dtype == CT_DTYPE_C64 || l->dtype == CT_DTYPE_C128) {
        CT_LAUNCH(scan_lines<ct_pair<double>>, grid, THREADS, stream, *l, product);
    } else if (l->dtype < CT_DTYPE_F16) {
        CT_LAUNCH(scan_lines<int64_t>, grid, THREADS, stream, *l, product);
    } else {
        CT_LAUNCH(scan_lines<double>, grid, THREADS, stream, *l, product);
    }
}

/* Zeros above, or below, a diagonal of matrices that lie row by row. */
static __global__ void __launch_bounds__(THREADS)
    clear_triangle(char *data, int size, int64_t n, int64_t rows, int64_t columns,
                   int64_t diagonal, bool upper)
{
    int64_t step = (int64_t)gridDim.x * blockDim.x;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < n; i += step) {
        int64_t column = i % columns, row = i / columns % rows;
        bool stays = upper ? column - row >= diagonal : column - row <= diagonal;
        for (int k = 0; !stays && k < size; k++) {
            data[i * size + k] = 0;
        }
    }
}

CT_KERNELS void ct_cuda_clear_triangle(char *data, int size, int64_t n, int64_t rows,
                                       int64_t columns, int64_t diagonal, bool upper,
                                       void *stream)
{
    CT_LAUNCH(clear_triangle, ct_blocks(n, THREADS), THREADS, stream, data, size, n,
              rows, columns, diagonal, upper);
}
