/* formula: the two kernels of all formulas. F is what kernels/loop.cuh makes of a row: its
 * value at one place, of operands as lanes.
 *
 * Where all operands lie side by side a thread takes 16 bytes of each at a time; else it
 * takes one element, wherever that is and of whatever dtype. */
#ifndef CT_KERNELS_FORMULA_CUH
#define CT_KERNELS_FORMULA_CUH

#include "kernels/cast.cuh"
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

template <class F, class R>
CT_DEVICE static inline R ct_result_of(const F &f, const typename F::of_lane *in)
{
    typedef typename F::of_result E;
    return ct_converted<R, E>::of(
        ct_lane_element<typename F::of_value, E>::element(f.at(in)));
}

/* S: what operands are stored as, R: the result. */
template <class F, class S, class R>
__global__ void __launch_bounds__(CT_FORMULA_THREADS, CT_FORMULA_BLOCKS)
    ct_formula_plain(CT_PARAM ct_device_loop loop)
{
    const int N = 16 / sizeof(S);
    typedef ct_pack<S, N> pack;
    typedef typename F::of_lane lane;
    const F f(loop.numbers);
    lane in[F::of_operands];
    for (int k = 0; k < F::of_operands; k++) {
        const ct_loop_operand &o = loop.op[k + 1];
        if (loop.single >> (k + 1) & 1) {
            in[k] = o.data ? ct_lane_of_stored<F>(*(const S *)o.data)
                           : ct_lane_element<lane, typename F::of_element>::lane(
                                 *(const typename F::of_element *)o.value);
        }
    }
    uint32_t step = gridDim.x * blockDim.x * N;
    for (uint32_t i = (blockIdx.x * blockDim.x + threadIdx.x) * N; i < loop.n;
         i += step) {
        pack read[F::of_operands];
        ct_pack<R, N> made;
        uint32_t left = loop.n - i < N ? loop.n - i : N;
        for (int k = 0; k < F::of_operands; k++) {
            const S *from = (const S *)loop.op[k + 1].data + i;
            if (loop.single >> (k + 1) & 1) {
                continue;
            }
            if (left == N) {
                read[k] = *(const pack *)from;
            } else {
                for (uint32_t j = 0; j < left; j++) {
                    read[k].at[j] = from[j];
                }
            }
        }
        for (uint32_t j = 0; j < N; j++) {
            if (j < left) {
                for (int k = 0; k < F::of_operands; k++) {
                    if (!(loop.single >> (k + 1) & 1)) {
                        in[k] = ct_lane_of_stored<F>(read[k].at[j]);
                    }
                }
                made.at[j] = ct_result_of<F, R>(f, in);
            }
        }
        R *to = (R *)loop.op[0].data + i;
        if (left == N) {
            *(ct_pack<R, N> *)to = made;
        } else {
            for (uint32_t j = 0; j < left; j++) {
                to[j] = made.at[j];
            }
        }
    }
}

template <class F>
__global__ void __launch_bounds__(CT_FORMULA_THREADS, CT_FORMULA_BLOCKS)
    ct_formula_any(CT_PARAM ct_device_loop loop)
{
    typedef typename F::of_element E;
    typedef typename F::of_result R;
    const F f(loop.numbers);
    uint32_t step = gridDim.x * blockDim.x;
    for (uint32_t i = blockIdx.x * blockDim.x + threadIdx.x; i < loop.n; i += step) {
        int64_t at[F::of_operands + 1];
        typename F::of_lane in[F::of_operands];
        ct_walk(loop, i, at);
        for (int k = 0; k < F::of_operands; k++) {
            const ct_loop_operand &o = loop.op[k + 1];
            const char *p = o.data ? o.data + at[k + 1] : o.value;
            E x = !o.data || o.dtype == ct_dtype_of<E>::value
                      ? *(const E *)p
                      : ct_read_as<E>(p, o.dtype);
            in[k] = ct_lane_element<typename F::of_lane, E>::lane(x);
        }
        R y = ct_result_of<F, R>(f, in);
        char *to = loop.op[0].data + at[0];
        if (loop.op[0].dtype == ct_dtype_of<R>::value) {
            *(R *)to = y;
        } else {
            ct_write_as<R>(to, loop.op[0].dtype, y);
        }
    }
}

/* Kernels for 16-bit floats are those of float32 lanes. */
template <class F, bool HALF> struct ct_formula_half {
    static void launch(const ct_device_loop &, ct_loop_way, unsigned, void *)
    {
    }
};
template <class R, class S>
struct ct_half_result { /* of a formula that gives R for float32, stored for S */
    typedef R type;
};
template <class S> struct ct_half_result<float, S> {
    typedef S type;
};
template <class F> struct ct_formula_half<F, true> {
    static void launch(const ct_device_loop &loop, ct_loop_way way, unsigned grid,
                       void *stream)
    {
        typedef typename F::of_result R;
        if (way == CT_LOOP_F16) {
            CT_LAUNCH(
                (ct_formula_plain<F, ct_f16, typename ct_half_result<R, ct_f16>::type>),
                grid, CT_FORMULA_THREADS, stream, loop);
        } else {
            CT_LAUNCH((ct_formula_plain<F, ct_bf16,
                                        typename ct_half_result<R, ct_bf16>::type>),
                      grid, CT_FORMULA_THREADS, stream, loop);
        }
    }
};

template <class E> struct ct_is_float {
    static const bool value = false;
};
template <> struct ct_is_float<float> {
    static const bool value = true;
};

template <class F>
static void ct_formula_launch(const ct_device_loop &loop, ct_loop_way way, void *stream)
{
    typedef typename F::of_element E;
    const int N = 16 / (way == CT_LOOP_PLAIN ? (int)sizeof(E)
                        : way == CT_LOOP_ANY ? 16
                                             : 2);
    unsigned grid = ct_blocks((loop.n + N - 1) / N, CT_FORMULA_THREADS);
    if (way == CT_LOOP_ANY) {
        CT_LAUNCH((ct_formula_any<F>), grid, CT_FORMULA_THREADS, stream, loop);
    } else if (way == CT_LOOP_PLAIN) {
        CT_LAUNCH((ct_formula_plain<F, E, typename F::of_result>), grid,
                  CT_FORMULA_THREADS, stream, loop);
    } else {
        ct_formula_half<F, ct_is_float<E>::value>::launch(loop, way, grid, stream);
    }
}

#endif
