/* formula: the kernel of all formulas. F is what kernels/loop.cuh makes of a row: its value at
 * one place, of operands as lanes.
 *
 * Where all operands lie side by side a thread takes 16 bytes of each at a time; what is left,
 * and operands that lie otherwise, are taken by elements, wherever these are. Operands are
 * stored as one dtype (S), which is the lanes' or a 16-bit float for those of float32; but
 * bools may be among them. */
#ifndef CT_KERNELS_FORMULA_CUH
#define CT_KERNELS_FORMULA_CUH

#include "kernels/cast.cuh"
#include "kernels/formulas.cuh"
#include "kernels/walk.cuh"

/* Four such blocks, half of what a multiprocessor takes, find registers in one. */
enum { CT_FORMULA_THREADS = 256, CT_FORMULA_BLOCKS = 4 };

template <class E, int N>
struct alignas(sizeof(E) * N > 16 ? 16 : sizeof(E) * N) ct_pack {
    E at[N];
};

/* A lane's value from and to an element of its dtype. */
template <class V, class E> struct ct_lane_element {
    CT_DEVICE static V lane(E x)
    {
        return V(x);
    }
    CT_DEVICE static E element(V v)
    {
        return (E)v.value;
    }
};
template <class V> struct ct_lane_element<V, ct_b8> {
    CT_DEVICE static V lane(ct_b8 x)
    {
        return V(x.bits != 0);
    }
    template <class M>
    CT_DEVICE static ct_b8 element(M v) /* bool lanes, and conditions */
    {
        return ct_b8{(uint8_t)(v.value != 0)};
    }
};
template <class V, class T> struct ct_lane_element<V, ct_pair<T>> {
    CT_DEVICE static V lane(ct_pair<T> z)
    {
        return V{z.re, z.im};
    }
    CT_DEVICE static ct_pair<T> element(V v)
    {
        return ct_pair<T>{v.re.value, v.im.value};
    }
};

template <class F, class S>
CT_DEVICE static inline typename F::of_lane ct_lane_of_stored(S x)
{
    typedef typename F::of_element E;
    return ct_lane_element<typename F::of_lane, E>::lane(ct_converted<E, S>::of(x));
}

template <class F> struct ct_lanes {
    typename F::of_lane at[F::of_operands];
};

template <class F>
CT_DEVICE __noinline__ static typename F::of_value ct_value_apart(F f, ct_lanes<F> in)
{
    return f.at(in.at);
}

template <class F, class R>
CT_DEVICE static inline R ct_result_of(const F &f, const ct_lanes<F> &in)
{
    typedef ct_lane_element<typename F::of_value, typename F::of_result> element;
    typedef ct_converted<R, typename F::of_result> result;
    if constexpr (F::is_long) {
        return result::of(element::element(ct_value_apart<F>(f, in)));
    } else {
        return result::of(element::element(f.at(in.at)));
    }
}

template <class F, class S>
CT_DEVICE static inline typename F::of_lane ct_lane_at(const ct_loop_operand &o,
                                                       int64_t at)
{
    typedef typename F::of_element E;
    if (sizeof(S) > 1 && o.dtype == CT_DTYPE_BOOL) {
        E truth = ct_converted<E, ct_b8>::of(*(const ct_b8 *)(o.data + at));
        return ct_lane_element<typename F::of_lane, E>::lane(truth);
    }
    return ct_lane_of_stored<F>(*(const S *)(o.data + at));
}

/* An operand that is the same at all places. */
template <class F, class S>
CT_DEVICE static inline typename F::of_lane ct_single(const ct_loop_operand &o)
{
    typedef typename F::of_element E;
    return o.data ? ct_lane_at<F, S>(o, 0)
                  : ct_lane_element<typename F::of_lane, E>::lane(*(const E *)o.value);
}

/* S: what operands are stored as, R: the result. */
template <class F, class S, class R>
__global__ void __launch_bounds__(CT_FORMULA_THREADS, CT_FORMULA_BLOCKS)
    ct_formula(CT_PARAM ct_device_loop loop, bool packed)
{
    const int N = 16 / sizeof(S), M = F::of_operands;
    const F f(loop.numbers);
    ct_lanes<F> in;
    for (int k = 0; k < M; k++) {
        if (loop.single >> (k + 1) & 1) {
            in.at[k] = ct_single<F, S>(loop.op[k + 1]);
        }
    }
    uint32_t packs = packed ? loop.n / N : 0, step = gridDim.x * blockDim.x;
    uint32_t first = blockIdx.x * blockDim.x + threadIdx.x;
    for (uint32_t i = first; i < packs; i += step) {
        ct_pack<S, N> read[M];
        ct_pack<R, N> made;
        for (int k = 0; k < M; k++) {
            if (!(loop.single >> (k + 1) & 1)) {
                read[k] = ((const ct_pack<S, N> *)loop.op[k + 1].data)[i];
            }
        }
        for (uint32_t j = 0; j < N; j++) {
            for (int k = 0; k < M; k++) {
                if (!(loop.single >> (k + 1) & 1)) {
                    in.at[k] = ct_lane_of_stored<F>(read[k].at[j]);
                }
            }
            made.at[j] = ct_result_of<F, R>(f, in);
        }
        ((ct_pack<R, N> *)loop.op[0].data)[i] = made;
    }
    CT_ROLLED
    for (uint32_t i = packs * N + first; i < loop.n; i += step) {
        int64_t at[M + 1];
        ct_walk(loop, i, at);
        for (int k = 0; k < M; k++) {
            if (!(loop.single >> (k + 1) & 1)) {
                in.at[k] = ct_lane_at<F, S>(loop.op[k + 1], at[k + 1]);
            }
        }
        *(R *)(loop.op[0].data + at[0]) = ct_result_of<F, R>(f, in);
    }
}

template <class F, class S, class R>
static void ct_formula_start(const ct_device_loop &loop, bool packed, void *stream)
{
    const int N = packed ? 16 / sizeof(S) : 1;
    unsigned grid = ct_blocks((loop.n + N - 1) / N, CT_FORMULA_THREADS);
    CT_LAUNCH((ct_formula<F, S, R>), grid, CT_FORMULA_THREADS, stream, loop, packed);
}

/* A float32 result is one of S, as operands are. */
template <class S, class R> struct ct_half_result {
    typedef R type;
};
template <class S> struct ct_half_result<S, float> {
    typedef S type;
};

template <class F>
static void ct_formula_launch(const ct_device_loop &loop, ct_dtype stored, bool packed,
                              void *stream)
{
    typedef typename F::of_element E;
    typedef typename F::of_result R;
    if (stored == (ct_dtype)ct_dtype_of<E>::value) {
        ct_formula_start<F, E, R>(loop, packed, stream);
    }
    if constexpr (ct_dtype_of<E>::value == CT_DTYPE_F32 && F::has_halves) {
        if (stored == CT_DTYPE_F16) {
            ct_formula_start<F, ct_f16, typename ct_half_result<ct_f16, R>::type>(
                loop, packed, stream);
        } else if (stored == CT_DTYPE_BF16) {
            ct_formula_start<F, ct_bf16, typename ct_half_result<ct_bf16, R>::type>(
                loop, packed, stream);
        }
    }
}

#endif
