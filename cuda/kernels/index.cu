/* index: elements at places along one dim. An index out of bounds is told of, and neither
 * read nor written; the host hears of it when it waits. */
#include "index.h"

#include "kernels/cast.cuh"
#include "kernels/fault.cuh"
#include "kernels/walk.cuh"

enum { THREADS = 128 };

struct line {
    char *table, *values;
    const char *index;
};

CT_DEVICE static inline line line_of(const ct_device_places &p, uint32_t i)
{
    line l = {p.table, p.values, p.index};
    for (int d = 0; d < p.ndim; d++) {
        uint32_t q = ct_quotient(p.dims[d], i);
        int64_t at = i - q * p.dims[d].size;
        l.table += at * p.table_strides[d];
        l.values += at * p.values_strides[d];
        l.index += at * p.index_strides[d];
        i = q;
    }
    return l;
}

/* The place of index j of a line, or NULL. */
CT_DEVICE static inline char *place_of(const ct_device_places &p, const line &l,
                                       uint32_t j)
{
    int64_t at = *(const int64_t *)(l.index + (int64_t)j * p.index_step);
    if (at < -p.wrap || at >= p.bound) {
        ct_tell(p.fault, CT_FAULT_INDEX, p.row, p.dim, at, p.bound);
        return NULL;
    }
    return l.table + (at < 0 ? at + p.wrap : at) * p.table_step;
}

template <class E>
__global__ void __launch_bounds__(THREADS) read_places(CT_PARAM ct_device_places p)
{
    uint64_t n = (uint64_t)p.lines * p.count, step = (uint64_t)gridDim.x * blockDim.x;
    for (uint64_t i = (uint64_t)blockIdx.x * blockDim.x + threadIdx.x; i < n;
         i += step) {
        uint32_t j = (uint32_t)(i % p.count);
        line l = line_of(p, (uint32_t)(i / p.count));
        const char *from = place_of(p, l, j);
        if (from) {
            *(E *)(l.values + (int64_t)j * p.values_step) = *(const E *)from;
        }
    }
}

template <class E> struct folded {
    CT_DEVICE static E of(E a, E b, int how)
    {
        switch (how) {
        case CT_WRITE_ADD:
            return E(a + b);
        case CT_WRITE_MULTIPLY:
            return E(a * b);
        case CT_WRITE_MAX:
            return a > b || a != a ? a : b;
        case CT_WRITE_MIN:
            return a < b || a != a ? a : b;
        }
        return b;
    }
};
template <class T> struct folded<ct_pair<T>> {
    typedef ct_pair<T> E;
    CT_DEVICE static E of(E a, E b, int how)
    {
        return how == CT_WRITE_ADD ? E{a.re + b.re, a.im + b.im}
               : how == CT_WRITE_MULTIPLY
                   ? E{a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re}
                   : b;
    }
};
template <> struct folded<ct_b8> {
    CT_DEVICE static ct_b8 of(ct_b8 a, ct_b8 b, int how)
    {
        bool either = how == CT_WRITE_ADD || how == CT_WRITE_MAX;
        return how == CT_WRITE_SET ? b
               : either            ? ct_b8{(uint8_t)(a.bits | b.bits)}
                                   : ct_b8{(uint8_t)(a.bits & b.bits)};
    }
};
template <class H> struct folded_half {
    CT_DEVICE static H of(H a, H b, int how)
    {
        return how == CT_WRITE_SET
                   ? b
                   : ct_cast<H>::of(folded<float>::of(ct_number(a), ct_number(b), how));
    }
};
template <> struct folded<ct_f16> : folded_half<ct_f16> {};
template <> struct folded<ct_bf16> : folded_half<ct_bf16> {};

template <class E>
__global__ void __launch_bounds__(THREADS)
    write_places(CT_PARAM ct_device_places p, int how)
{
    uint32_t step = gridDim.x * blockDim.x;
    for (uint32_t i = blockIdx.x * blockDim.x + threadIdx.x; i < p.lines; i += step) {
        line l = line_of(p, i);
        for (uint32_t j = 0; j < p.count; j++) {
            E *to = (E *)place_of(p, l, j);
            if (to) {
                E x = *(const E *)(l.values + (int64_t)j * p.values_step);
                *to = folded<E>::of(*to, x, how);
            }
        }
    }
}

CT_KERNELS void ct_cuda_read_places(const ct_device_places *p, void *stream)
{
    unsigned grid = ct_blocks((int64_t)p->lines * p->count, THREADS);
    switch (p->dtype) {
#define CT_READ_PLACES(id, E)                                 \
    case CT_DTYPE_##id:                                       \
        CT_LAUNCH(read_places<E>, grid, THREADS, stream, *p); \
        break;
        CT_ELEMENTS(CT_READ_PLACES)
#undef CT_READ_PLACES
    }
}

CT_KERNELS void ct_cuda_write_places(const ct_device_places *p, ct_device_write how,
                                     void *stream)
{
    unsigned grid = ct_blocks(p->lines, THREADS);
    switch (p->dtype) {
#define CT_WRITE_PLACES(id, E)                                           \
    case CT_DTYPE_##id:                                                  \
        CT_LAUNCH(write_places<E>, grid, THREADS, stream, *p, (int)how); \
        break;
        CT_ELEMENTS(CT_WRITE_PLACES)
#undef CT_WRITE_PLACES
    }
}

static __global__ void __launch_bounds__(THREADS)
    find_zero(CT_PARAM ct_device_loop loop, ct_device_fault *fault, int row)
{
    uint32_t step = gridDim.x * blockDim.x;
    for (uint32_t i = blockIdx.x * blockDim.x + threadIdx.x; i < loop.n; i += step) {
        int64_t at[1];
        ct_walk(loop, i, at);
        if (ct_read_as<ct_b8>(loop.op[0].data + at[0], loop.op[0].dtype).bits == 0) {
            ct_tell(fault, CT_FAULT_DIVISION, row, 0, 0, 0);
        }
    }
}

CT_KERNELS void ct_cuda_find_zero(const ct_device_loop *loop, ct_device_fault *fault,
                                  int row, void *stream)
{
    CT_LAUNCH(find_zero, ct_blocks(loop->n, THREADS), THREADS, stream, *loop, fault,
              row);
}
