/* bag: bags of rows of a table, a block for each; and the gradients: the table's row by
 * row, of indices in order, so that it is added up in the order of the indices. */
#include "bag.h"

#include "kernels/fault.cuh"
#include "kernels/keys.cuh"
#include "kernels/team.cuh"

enum { THREADS = 128, WARPS = 4 };

/* Where a bag begins and ends; nothing where offsets are out of order, which is told. */
CT_DEVICE static inline void ends_of(const ct_device_bags &b, int64_t i, int64_t *first,
                                     int64_t *end)
{
    *first = b.offsets ? b.offsets[i] : i * b.each;
    *end = !b.offsets                   ? *first + b.each
           : i + 1 < b.bags || b.closed ? b.offsets[i + 1]
                                        : b.count;
    if (*first < 0 || *end < *first || *end > b.count || (i == 0 && *first != 0)) {
        ct_tell(b.fault, CT_FAULT_INDEX, b.row, 0, *first < 0 ? *first : *end, b.count);
        *end = *first = 0;
    }
}

/* The row of index k, or -1: one that is padding, or none, which is told. */
CT_DEVICE static inline int64_t row_of(const ct_device_bags &b, int64_t k)
{
    int64_t row = b.index[k];
    if (row < 0 || row >= b.rows) {
        ct_tell(b.fault, CT_FAULT_INDEX, b.row, 0, row, b.rows);
        return -1;
    }
    return row == b.padding ? -1 : row;
}

CT_DEVICE static inline int64_t counted(const ct_device_bags &b, int64_t first,
                                        int64_t end)
{
    int64_t n = 0;
    for (int64_t k = first; k < end; k++) {
        n += b.index[k] != b.padding;
    }
    return n;
}

template <class A>
__global__ void __launch_bounds__(THREADS) fill_bags(CT_PARAM ct_device_bags b)
{
    const A *table = (const A *)b.table, *factor = (const A *)b.factor;
    for (int64_t i = blockIdx.x; i < b.bags; i += gridDim.x) {
        int64_t first, end;
        ends_of(b, i, &first, &end);
        for (int64_t j = threadIdx.x; j < b.width; j += blockDim.x) {
            A sum = 0;
            int64_t place = -1, n = 0;
            for (int64_t k = first; k < end; k++) {
                int64_t row = row_of(b, k);
                if (row < 0) {
                    continue;
                }
                A x = table[row * b.width + j];
                bool wins = place < 0 || x > sum || x != x;
                sum = !b.max ? sum + (factor ? x * factor[k] : x) : wins ? x : sum;
                place = wins ? k : place;
                n++;
            }
            ((A *)b.y)[i * b.width + j] = b.mean && n > 1 ? sum / A(n) : sum;
            if (b.max) {
                b.places[i * b.width + j] = place;
            }
        }
    }
}

/* Which bag each index is in, and its share of the bag's gradient. */
template <class A>
__global__ void __launch_bounds__(THREADS) number_bags(CT_PARAM ct_device_bags b)
{
    for (int64_t i = blockIdx.x; i < b.bags; i += gridDim.x) {
        int64_t first, end;
        ends_of(b, i, &first, &end);
        double n = b.mean ? (double)counted(b, first, end) : 1;
        for (int64_t k = first + threadIdx.x; k < end; k += blockDim.x) {
            b.bag[k] = i;
            b.share[k] = (b.factor ? (double)((const A *)b.factor)[k] : 1) / n;
        }
    }
}

/* Of largest ones: a thread for each column goes through the bags. */
template <class A>
__global__ void __launch_bounds__(THREADS) largest_grad(CT_PARAM ct_device_bags b)
{
    int64_t step = (int64_t)gridDim.x * blockDim.x;
    for (int64_t j = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; j < b.width;
         j += step) {
        for (int64_t row = 0; row < b.rows; row++) {
            ((A *)b.y)[row * b.width + j] = 0;
        }
        for (int64_t i = 0; i < b.bags; i++) {
            int64_t place = b.places[i * b.width + j];
            int64_t row = place >= 0 && place < b.count ? row_of(b, place) : -1;
            if (row >= 0) {
                ((A *)b.y)[row * b.width + j] += ((const A *)b.g)[i * b.width + j];
            }
        }
    }
}

/* A block for each row of the table. */
template <class A>
__global__ void __launch_bounds__(THREADS) bags_grad(CT_PARAM ct_device_bags b)
{
    uint32_t n = (uint32_t)b.count;
    const A *g = (const A *)b.g;
    for (int64_t row = blockIdx.x; row < b.rows; row += gridDim.x) {
        uint64_t key = ct_key_of(row);
        uint32_t first = ct_keys_before(b.keys, n, key, false);
        uint32_t end = ct_keys_before(b.keys, n, key, true);
        for (int64_t j = threadIdx.x; j < b.width; j += blockDim.x) {
            A sum = b.max ? ((const A *)b.y)[row * b.width + j] : A(0);
            uint32_t named = 0;
            for (uint32_t k = first; k < end; k++) {
                uint32_t at = b.order[k];
                int64_t bag = b.bag[at];
                named += bag >= 0;
                if (bag >= 0 && row != b.padding && !b.max) {
                    sum += g[bag * b.width + j] * A(b.share[at]);
                }
            }
            sum = b.frequency && named > 1 ? sum / A(named) : sum;
            ((A *)b.y)[row * b.width + j] = sum;
        }
    }
}

/* A warp for each index. */
template <class A>
__global__ void __launch_bounds__(32 * WARPS) factors_grad(CT_PARAM ct_device_bags b)
{
    int64_t warps = blockDim.x / 32;
    for (int64_t k = blockIdx.x * warps + threadIdx.x / 32; k < b.count;
         k += gridDim.x * warps) {
        int64_t bag = b.bag[k], row = b.index[k];
        bool counts = bag >= 0 && row != b.padding && row >= 0 && row < b.rows;
        double sum = 0;
        for (int64_t j = threadIdx.x % 32; counts && j < b.width; j += 32) {
            sum += (double)((const A *)b.g)[bag * b.width + j] *
                   (double)((const A *)b.table)[row * b.width + j];
        }
        sum = ct_fold_warp<ct_add>(sum);
        if (threadIdx.x % 32 == 0) {
            ((A *)b.gfactor)[k] = A(sum);
        }
    }
}

static unsigned threads_for(int64_t width)
{
    return width < THREADS ? (unsigned)(width + 31) / 32 * 32 : (unsigned)THREADS;
}

template <class A> static void run(const ct_device_bags *b, bool grad, void *stream)
{
    unsigned threads = threads_for(b->width), warps = b->count < WARPS ? 1 : WARPS;
    unsigned across = threads ? threads : 32;
    if (!grad) {
        CT_LAUNCH(fill_bags<A>, ct_blocks(b->bags, 1), across, stream, *b);
        return;
    }
    if (b->bags) {
        CT_LAUNCH(number_bags<A>, ct_blocks(b->bags, 1), 32, stream, *b);
    }
    if (b->max && b->width) {
        CT_LAUNCH(largest_grad<A>, ct_blocks(b->width, 32), 32, stream, *b);
    }
    if (b->rows && (!b->max || b->frequency)) {
        CT_LAUNCH(bags_grad<A>, ct_blocks(b->rows, 1), across, stream, *b);
    }
    if (b->gfactor && b->count) {
        CT_LAUNCH_BLOCKS(factors_grad<A>, ct_blocks(b->count, (int)warps), 32 * warps,
                         stream, *b);
    }
}

static void run_any(const ct_device_bags *b, bool grad, void *stream)
{
    if (b->dtype == CT_DTYPE_F64) {
        run<double>(b, grad, stream);
    } else {
        run<float>(b, grad, stream);
    }
}

CT_KERNELS void ct_cuda_bags(const ct_device_bags *b, void *stream)
{
    run_any(b, false, stream);
}

CT_KERNELS void ct_cuda_bags_grad(const ct_device_bags *b, void *stream)
{
    run_any(b, true, stream);
}
