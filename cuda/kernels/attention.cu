/* attention: softmax(query key' scale + mask) value and its gradients, in tiles of queries
 * by keys whose scores stay in registers and shared memory. The forward pass goes over the
 * keys with the largest score and the sum so far (Milakov and Gimelshein 2018,
 * https://arxiv.org/abs/1805.02867); the gradients make the scores again from each query's
 * log of sums (Dao and others 2022, https://arxiv.org/abs/2205.14135), each by blocks of
 * its own rows, so that nothing is added by two. */
#include "attention.h"

#include "kernels/team.cuh"

enum { DEPTH = 16, WARPS = 4 };

/* A tile is SIDE * EACH rows and columns, a thread has EACH by EACH of its scores, and of
 * what is made EACH rows by OUT columns. */
template <class E, int SIDE, int EACH, int OUT> struct tiles {
    typedef typename ct_computed<E>::type A;
    static const int SIZE = SIDE * EACH, ALL = SIDE * SIDE, PITCH = SIZE + 1;
    static const int WIDTH = SIDE * OUT; /* columns of what a block makes */

    CT_DEVICE static int row(int i)
    {
        return (int)threadIdx.x / SIDE + i * SIDE;
    }
    CT_DEVICE static int column(int j)
    {
        return (int)threadIdx.x % SIDE + j * SIDE;
    }

    /* DEPTH columns from d0 on of `rows` rows, the rest zeros, turned. */
    CT_DEVICE static void load(A *room, const E *a, int64_t rows, int64_t depth,
                               int64_t d0)
    {
        for (int i = (int)threadIdx.x; i < SIZE * DEPTH; i += ALL) {
            int r = i / DEPTH, d = i % DEPTH;
            bool inside = r < rows && d0 + d < depth;
            room[d * PITCH + r] = inside ? A(ct_number(a[r * depth + d0 + d])) : A(0);
        }
    }
    /* sum = a b', of two tiles of rows. */
    CT_DEVICE static void product(A (&sum)[EACH][EACH], A *left, A *right, const E *a,
                                  int64_t rows, const E *b, int64_t columns,
                                  int64_t depth)
    {
        CT_UNROLL
        for (int i = 0; i < EACH; i++) {
            CT_UNROLL
            for (int j = 0; j < EACH; j++) {
                sum[i][j] = 0;
            }
        }
        for (int64_t d0 = 0; d0 < depth; d0 += DEPTH) {
            load(left, a, rows, depth, d0);
            load(right, b, columns, depth, d0);
            __syncthreads();
            CT_UNROLL_4
            for (int d = 0; d < DEPTH; d++) {
                CT_UNROLL
                for (int i = 0; i < EACH; i++) {
                    CT_UNROLL
                    for (int j = 0; j < EACH; j++) {
                        sum[i][j] +=
                            left[d * PITCH + row(i)] * right[d * PITCH + column(j)];
                    }
                }
            }
            __syncthreads();
        }
    }
    /* out += weights c, of which columns from c0 on; `weights` are in shared memory once
     * all threads are here. */
    CT_DEVICE static void blend(A (&out)[EACH][OUT], const A *weights, A *room,
                                const E *c, int64_t rows, int64_t width, int64_t c0)
    {
        for (int k0 = 0; k0 < SIZE; k0 += DEPTH) {
            for (int i = (int)threadIdx.x; i < DEPTH * WIDTH; i += ALL) {
                int64_t r = k0 + i / WIDTH, at = c0 + i % WIDTH;
                bool inside = r < rows && at < width;
                room[i] = inside ? A(ct_number(c[r * width + at])) : A(0);
            }
            __syncthreads();
            CT_UNROLL_4
            for (int d = 0; d < DEPTH; d++) {
                CT_UNROLL
                for (int i = 0; i < EACH; i++) {
                    A weight = weights[row(i) * PITCH + k0 + d];
                    CT_UNROLL
                    for (int j = 0; j < OUT; j++) {
                        out[i][j] += weight * room[d * WIDTH + column(j)];
                    }
                }
            }
            __syncthreads();
        }
    }
    /* Rows that are there get out times factor. */
    CT_DEVICE static void store(E *to, const A (&out)[EACH][OUT],
                                const A (&factor)[EACH], int64_t rows, int64_t width,
                                int64_t c0)
    {
        CT_UNROLL
        for (int i = 0; i < EACH; i++) {
            CT_UNROLL
            for (int j = 0; j < OUT; j++) {
                int64_t at = c0 + column(j);
                if (row(i) < rows && at < width) {
                    to[row(i) * width + at] = ct_cast<E>::of(out[i][j] * factor[i]);
                }
            }
        }
    }
};

/* A number of each row, folded over the SIDE neighbours that share it. */
template <class F, int SIDE, class A> CT_DEVICE static inline A fold_row(A own)
{
    for (int by = SIDE / 2; by > 0; by /= 2) {
        A other = __shfl_xor_sync(0xffffffffu, own, by);
        own = threadIdx.x & (unsigned)by ? F::of(other, own) : F::of(own, other);
    }
    return own;
}

/* A score, -infinity where a query does not look. */
template <class E, class A>
CT_DEVICE static inline A score_of(const ct_device_attention &a, const char *mask,
                                   int64_t query, int64_t key, A product)
{
    const A never = A(-HUGE_VAL);
    if (query >= a.l || key >= a.s || (a.causal && key > query)) {
        return never;
    }
    A x = product * A(a.scale);
    if (!mask) {
        return x;
    }
    mask += query * a.mask_strides[2] + key * a.mask_strides[3];
    return a.mask_dtype != CT_DTYPE_BOOL ? x + A(ct_number(*(const E *)mask))
           : *mask                       ? x
                                         : never;
}

CT_DEVICE static inline const char *mask_of(const ct_device_attention &a, int64_t head)
{
    return a.mask ? a.mask + head / a.heads * a.mask_strides[0] +
                        head % a.heads * a.mask_strides[1]
                  : NULL;
}

/* ---- forward ------------------------------------------------------------------------- */

/* Scores become chances, in shared memory; what was summed before is to be brought to the
 * new largest score by `factor`. */
template <class T, class A, int SIDE, int EACH>
CT_DEVICE static inline void take_chances(A (&score)[EACH][EACH], A (&most)[EACH],
                                          A (&sum)[EACH], A (&factor)[EACH], A *weights)
{
    CT_UNROLL
    for (int i = 0; i < EACH; i++) {
        A largest = most[i], added = 0;
        CT_UNROLL
        for (int j = 0; j < EACH; j++) {
            largest = ct_largest::of(largest, score[i][j]);
        }
        largest = fold_row<ct_largest, SIDE>(largest);
        bool none = largest == A(-HUGE_VAL);
        CT_UNROLL
        for (int j = 0; j < EACH; j++) {
            A p = none ? A(0) : ct_exp(score[i][j] - largest);
            weights[T::row(i) * T::PITCH + T::column(j)] = p;
            added += p;
        }
        factor[i] = none ? A(1) : ct_exp(most[i] - largest);
        sum[i] = sum[i] * factor[i] + fold_row<ct_add, SIDE>(added);
        most[i] = largest;
    }
}

template <class E, int SIDE, int EACH, int OUT>
__global__ void __launch_bounds__(SIDE *SIDE, 1) attend(CT_PARAM ct_device_attention a)
{
    typedef tiles<E, SIDE, EACH, OUT> T;
    typedef typename T::A A;
    CT_SHARED(A, left, DEPTH * T::PITCH);
    CT_SHARED(A, right, DEPTH * T::PITCH);
    CT_SHARED(A, weights, T::SIZE * T::PITCH);
    CT_SHARED(A, room, DEPTH * T::WIDTH);
    int64_t q0 = (int64_t)blockIdx.x * T::SIZE, c0 = (int64_t)blockIdx.y * T::WIDTH;
    for (int64_t head = blockIdx.z; head < a.batches * a.heads; head += gridDim.z) {
        int64_t group = head / a.share;
        const char *mask = mask_of(a, head);
        const E *q = (const E *)a.q + (head * a.l + q0) * a.e;
        A out[EACH][OUT], most[EACH], sum[EACH], factor[EACH], score[EACH][EACH];
        CT_UNROLL
        for (int i = 0; i < EACH; i++) {
            most[i] = A(-HUGE_VAL);
            sum[i] = 0;
            CT_UNROLL
            for (int j = 0; j < OUT; j++) {
                out[i][j] = 0;
            }
        }
        int64_t end = a.causal && q0 + T::SIZE < a.s ? q0 + T::SIZE : a.s;
        for (int64_t k0 = 0; k0 < end; k0 += T::SIZE) {
            int64_t at = group * a.s + k0;
            T::product(score, left, right, q, a.l - q0, (const E *)a.k + at * a.e,
                       a.s - k0, a.e);
            CT_UNROLL
            for (int i = 0; i < EACH; i++) {
                CT_UNROLL
                for (int j = 0; j < EACH; j++) {
                    score[i][j] = score_of<E>(a, mask, q0 + T::row(i),
                                              k0 + T::column(j), score[i][j]);
                }
            }
            take_chances<T, A, SIDE>(score, most, sum, factor, weights);
            CT_UNROLL
            for (int i = 0; i < EACH; i++) {
                CT_UNROLL
                for (int j = 0; j < OUT; j++) {
                    out[i][j] *= factor[i];
                }
            }
            T::blend(out, weights, room, (const E *)a.v + at * a.d, a.s - k0, a.d, c0);
        }
        CT_UNROLL
        for (int i = 0; i < EACH; i++) {
            factor[i] = sum[i] == 0 ? A(0) : 1 / sum[i];
            CT_UNROLL
            for (int j = 0; j < OUT; j++) {
                out[i][j] = sum[i] == 0 ? A(0) : out[i][j];
            }
            if (T::row(i) < a.l - q0 && T::column(0) == 0 && blockIdx.y == 0) {
                ((A *)a.lse)[head * a.l + q0 + T::row(i)] =
                    sum[i] == 0 ? A(-HUGE_VAL) : most[i] + ct_log(sum[i]);
            }
        }
        T::store((E *)a.y + (head * a.l + q0) * a.d, out, factor, a.l - q0, a.d, c0);
    }
}

/* ---- gradients ----------------------------------------------------------------------- */

/* A warp for each query. */
template <class E>
__global__ void __launch_bounds__(32 * WARPS)
    attend_along(CT_PARAM ct_device_attention a)
{
    typedef typename ct_computed<E>::type A;
    int64_t warps = blockDim.x / 32, rows = a.batches * a.heads * a.l;
    for (int64_t i = blockIdx.x * warps + threadIdx.x / 32; i < rows;
         i += gridDim.x * warps) {
        double sum = 0;
        for (int64_t j = threadIdx.x % 32; j < a.d; j += 32) {
            sum += (double)ct_number(((const E *)a.g)[i * a.d + j]) *
                   (double)ct_number(((const E *)a.result)[i * a.d + j]);
        }
        sum = ct_fold_warp<ct_add>(sum);
        if (threadIdx.x % 32 == 0) {
            ((A *)a.along)[i] = A(sum);
        }
    }
}

/* What a tile of the rows of one operand, and a tile of columns of the other, are. */
template <class E> struct sides {
    const E *a, *b, *a2, *b2, *c; /* scores a b', their gradients a2 b2', blended c */
    int64_t depth, depth2, width;
};

template <class E, int WAY>
CT_DEVICE static inline sides<E> sides_of(const ct_device_attention &t, int64_t head)
{
    int64_t group = head / t.share;
    const E *q = (const E *)t.q + head * t.l * t.e;
    const E *g = (const E *)t.g + head * t.l * t.d;
    const E *k = (const E *)t.k + group * t.s * t.e;
    const E *v = (const E *)t.v + group * t.s * t.d;
    return WAY == CT_ATTENTION_QUERY ? sides<E>{q, k, g, v, k, t.e, t.d, t.e}
           : WAY == CT_ATTENTION_KEY ? sides<E>{k, q, v, g, q, t.e, t.d, t.e}
                                     : sides<E>{k, q, v, g, g, t.e, t.d, t.d};
}

/* Scores and gradients of chances become what blends: p (gradient - along) scale, or p. */
template <class E, class T, class A, int EACH>
CT_DEVICE static inline void take_slopes(const ct_device_attention &t, bool by_query,
                                         bool chances, int64_t head, int64_t r0,
                                         int64_t c0, const A (&score)[EACH][EACH],
                                         const A (&slope)[EACH][EACH], A *weights)
{
    const char *mask = mask_of(t, head);
    CT_UNROLL
    for (int i = 0; i < EACH; i++) {
        CT_UNROLL
        for (int j = 0; j < EACH; j++) {
            int64_t row = r0 + T::row(i), column = c0 + T::column(j);
            int64_t query = by_query ? row : column, key = by_query ? column : row;
            A x = score_of<E>(t, mask, query, key, score[i][j]), p = 0;
            if (x != A(-HUGE_VAL)) {
                int64_t at = head * t.l + query;
                A lse = ((const A *)t.lse)[at];
                p = lse == A(-HUGE_VAL) ? A(0) : ct_exp(x - lse);
                p = chances ? p
                            : p * (slope[i][j] - ((const A *)t.along)[at]) * A(t.scale);
            }
            weights[T::row(i) * T::PITCH + T::column(j)] = p;
        }
    }
}

/* A tile of rows of a gradient, over all columns, for keys those of all heads that share
 * them. */
template <class E, int SIDE, int EACH, int OUT, int WAY>
__global__ void __launch_bounds__(SIDE *SIDE, 1)
    attend_grad(CT_PARAM ct_device_attention t)
{
    typedef tiles<E, SIDE, EACH, OUT> T;
    typedef typename T::A A;
    CT_SHARED(A, left, DEPTH * T::PITCH);
    CT_SHARED(A, right, DEPTH * T::PITCH);
    CT_SHARED(A, weights, T::SIZE * T::PITCH);
    CT_SHARED(A, room, DEPTH * T::WIDTH);
    const bool by_query = WAY == CT_ATTENTION_QUERY;
    int64_t share = by_query ? 1 : t.share, rows = by_query ? t.l : t.s;
    int64_t columns = by_query ? t.s : t.l, r0 = (int64_t)blockIdx.x * T::SIZE;
    int64_t w0 = (int64_t)blockIdx.y * T::WIDTH;
    int64_t first = !by_query && t.causal ? r0 / T::SIZE * T::SIZE : 0;
    int64_t end =
        by_query && t.causal && r0 + T::SIZE < columns ? r0 + T::SIZE : columns;
    for (int64_t own = blockIdx.z; own < t.batches * t.heads / share;
         own += gridDim.z) {
        A out[EACH][OUT], score[EACH][EACH], slope[EACH][EACH], one[EACH];
        CT_UNROLL
        for (int i = 0; i < EACH; i++) {
            one[i] = 1;
            CT_UNROLL
            for (int j = 0; j < OUT; j++) {
                out[i][j] = 0;
            }
        }
        for (int64_t head = own * share; head < (own + 1) * share; head++) {
            const sides<E> s = sides_of<E, WAY>(t, head);
            for (int64_t c0 = first; c0 < end; c0 += T::SIZE) {
                T::product(score, left, right, s.a + r0 * s.depth, rows - r0,
                           s.b + c0 * s.depth, columns - c0, s.depth);
                if (WAY != CT_ATTENTION_VALUE) {
                    T::product(slope, left, right, s.a2 + r0 * s.depth2, rows - r0,
                               s.b2 + c0 * s.depth2, columns - c0, s.depth2);
                }
                take_slopes<E, T>(t, by_query, WAY == CT_ATTENTION_VALUE, head, r0, c0,
                                  score, slope, weights);
                T::blend(out, weights, room, s.c + c0 * s.width, columns - c0, s.width,
                         w0);
            }
        }
        int64_t width = WAY == CT_ATTENTION_VALUE ? t.d : t.e;
        T::store((E *)t.y + (own * rows + r0) * width, out, one, rows - r0, width, w0);
    }
}

/* ---- launches ------------------------------------------------------------------------ */

static dim3 grid_of(int64_t rows, int64_t width, int64_t batches, int size, int wide)
{
    int64_t across = (width + wide - 1) / wide;
    return dim3((unsigned)((rows + size - 1) / size), (unsigned)(across ? across : 1),
                (unsigned)(batches < 65535 ? batches : 65535));
}

template <class E, int SIDE, int EACH, int OUT>
static void run(const ct_device_attention *a, void *stream)
{
    typedef tiles<E, SIDE, EACH, OUT> T;
    dim3 grid = grid_of(a->l, a->d, a->batches * a->heads, T::SIZE, T::WIDTH);
    CT_LAUNCH_BLOCKS((attend<E, SIDE, EACH, OUT>), grid, T::ALL, stream, *a);
}

template <class E, int SIDE, int EACH, int OUT>
static void run_grad(const ct_device_attention *a, ct_attention_way way, void *stream)
{
    typedef tiles<E, SIDE, EACH, OUT> T;
    int64_t heads = a->batches * a->heads, groups = heads / a->share;
    if (way == CT_ATTENTION_QUERY) {
        CT_LAUNCH_BLOCKS((attend_grad<E, SIDE, EACH, OUT, CT_ATTENTION_QUERY>),
                         grid_of(a->l, a->e, heads, T::SIZE, T::WIDTH), T::ALL, stream,
                         *a);
    } else if (way == CT_ATTENTION_KEY) {
        CT_LAUNCH_BLOCKS((attend_grad<E, SIDE, EACH, OUT, CT_ATTENTION_KEY>),
                         grid_of(a->s, a->e, groups, T::SIZE, T::WIDTH), T::ALL, stream,
                         *a);
    } else {
        CT_LAUNCH_BLOCKS((attend_grad<E, SIDE, EACH, OUT, CT_ATTENTION_VALUE>),
                         grid_of(a->s, a->d, groups, T::SIZE, T::WIDTH), T::ALL, stream,
                         *a);
    }
}

/* Tiles of 64 by 64, of float64 of 32 by 32, and of 16 by 16 where all is short. */
static bool is_short(const ct_device_attention *a)
{
    return a->l <= 32 && a->s <= 32;
}

CT_KERNELS void ct_cuda_attention(const ct_device_attention *a, void *stream)
{
    const int MOST = 4;
    CT_FLOATS(a->dtype, const int EACH = sizeof(E) > 4 ? 2 : MOST;
              if (is_short(a)) run<E, 8, 2, 4>(a, stream);
              else run<E, 16, EACH, 4>(a, stream))
}

CT_KERNELS void ct_cuda_attention_along(const ct_device_attention *a, void *stream)
{
    int64_t rows = a->batches * a->heads * a->l;
    unsigned warps = rows < WARPS ? (unsigned)rows : (unsigned)WARPS;
    CT_FLOATS(a->dtype, CT_LAUNCH_BLOCKS(attend_along<E>, ct_blocks(rows, WARPS),
                                         32 * warps, stream, *a))
}

CT_KERNELS void ct_cuda_attention_grad(const ct_device_attention *a,
                                       ct_attention_way way, void *stream)
{
    const int MOST = 4;
    CT_FLOATS(a->dtype, const int EACH = sizeof(E) > 4 ? 2 : MOST;
              if (is_short(a)) run_grad<E, 8, 2, 4>(a, way, stream);
              else run_grad<E, 16, EACH, 4>(a, way, stream))
}
