/* recurrent: one step of an LSTM or GRU behind its products, a thread for each number of a
 * state. */
#include "recurrent.h"

#include "kernels/team.cuh"

enum { THREADS = 256 };

/* Number j of a row; of part p of several side by side. */
template <class E>
CT_DEVICE static inline typename ct_computed<E>::type part(const ct_device_cells &c,
                                                           int k, int parts, int p,
                                                           int64_t row, int64_t j)
{
    return ct_number(((const E *)c.in[k])[(row * parts + p) * c.width + j]);
}

template <class E, class A>
CT_DEVICE static inline void put(const ct_device_cells &c, int k, int parts, int p,
                                 int64_t row, int64_t j, A x)
{
    ((E *)c.out[k])[(row * parts + p) * c.width + j] = ct_cast<E>::of(x);
}

/* next = sigmoid(f) cell + sigmoid(i) tanh(g), hidden = sigmoid(o) tanh(next) */
struct lstm {
    template <class E>
    CT_DEVICE static void at(const ct_device_cells &c, int64_t r, int64_t j)
    {
        typedef typename ct_computed<E>::type A;
        A i = ct_sigmoid(part<E>(c, 0, 4, 0, r, j)),
          f = ct_sigmoid(part<E>(c, 0, 4, 1, r, j));
        A g = ct_tanh(part<E>(c, 0, 4, 2, r, j)),
          o = ct_sigmoid(part<E>(c, 0, 4, 3, r, j));
        A next = f * part<E>(c, 1, 1, 0, r, j) + i * g;
        put<E>(c, 0, 1, 0, r, j, o * ct_tanh(next));
        put<E>(c, 1, 1, 0, r, j, next);
    }
};

/* in: grad, gnext, gates, cell; out: ggates, gcell */
struct lstm_grad {
    template <class E>
    CT_DEVICE static void at(const ct_device_cells &c, int64_t r, int64_t j)
    {
        typedef typename ct_computed<E>::type A;
        A i = ct_sigmoid(part<E>(c, 2, 4, 0, r, j)),
          f = ct_sigmoid(part<E>(c, 2, 4, 1, r, j));
        A g = ct_tanh(part<E>(c, 2, 4, 2, r, j)),
          o = ct_sigmoid(part<E>(c, 2, 4, 3, r, j));
        A cell = part<E>(c, 3, 1, 0, r, j), grad = part<E>(c, 0, 1, 0, r, j);
        A t = ct_tanh(f * cell + i * g);
        A gnext = part<E>(c, 1, 1, 0, r, j) + grad * o * (1 - t * t);
        put<E>(c, 0, 4, 0, r, j, gnext * g * i * (1 - i));
        put<E>(c, 0, 4, 1, r, j, gnext * cell * f * (1 - f));
        put<E>(c, 0, 4, 2, r, j, gnext * i * (1 - g * g));
        put<E>(c, 0, 4, 3, r, j, grad * t * o * (1 - o));
        put<E>(c, 1, 1, 0, r, j, gnext * f);
    }
};

/* n + z (state - n), n = tanh(input's n + r hidden's n) */
struct gru {
    template <class E>
    CT_DEVICE static void at(const ct_device_cells &c, int64_t row, int64_t j)
    {
        typedef typename ct_computed<E>::type A;
        A r = ct_sigmoid(part<E>(c, 0, 3, 0, row, j) + part<E>(c, 1, 3, 0, row, j));
        A z = ct_sigmoid(part<E>(c, 0, 3, 1, row, j) + part<E>(c, 1, 3, 1, row, j));
        A n = ct_tanh(part<E>(c, 0, 3, 2, row, j) + r * part<E>(c, 1, 3, 2, row, j));
        put<E>(c, 0, 1, 0, row, j, n + z * (part<E>(c, 2, 1, 0, row, j) - n));
    }
};

/* in: grad, input, hidden, state; out: ginput, ghidden, gstate */
struct gru_grad {
    template <class E>
    CT_DEVICE static void at(const ct_device_cells &c, int64_t row, int64_t j)
    {
        typedef typename ct_computed<E>::type A;
        A r = ct_sigmoid(part<E>(c, 1, 3, 0, row, j) + part<E>(c, 2, 3, 0, row, j));
        A z = ct_sigmoid(part<E>(c, 1, 3, 1, row, j) + part<E>(c, 2, 3, 1, row, j));
        A inner = part<E>(c, 2, 3, 2, row, j);
        A n = ct_tanh(part<E>(c, 1, 3, 2, row, j) + r * inner);
        A grad = part<E>(c, 0, 1, 0, row, j), state = part<E>(c, 3, 1, 0, row, j);
        A gn = grad * (1 - z) * (1 - n * n), gr = gn * inner * r * (1 - r);
        A gz = grad * (state - n) * z * (1 - z);
        put<E>(c, 0, 3, 0, row, j, gr);
        put<E>(c, 0, 3, 1, row, j, gz);
        put<E>(c, 0, 3, 2, row, j, gn);
        put<E>(c, 1, 3, 0, row, j, gr);
        put<E>(c, 1, 3, 1, row, j, gz);
        put<E>(c, 1, 3, 2, row, j, gn * r);
        put<E>(c, 2, 1, 0, row, j, grad * z);
    }
};

template <class F, class E>
__global__ void __launch_bounds__(THREADS) step_cells(CT_PARAM ct_device_cells c)
{
    int64_t step = (int64_t)gridDim.x * blockDim.x, n = c.rows * c.width;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < n; i += step) {
        F::template at<E>(c, i / c.width, i % c.width);
    }
}

template <class F> static void run(const ct_device_cells *c, void *stream)
{
    unsigned grid = ct_blocks(c->rows * c->width, THREADS);
    CT_FLOATS(c->dtype, CT_LAUNCH((step_cells<F, E>), grid, THREADS, stream, *c))
}

CT_KERNELS void ct_cuda_lstm(const ct_device_cells *c, void *stream)
{
    run<lstm>(c, stream);
}
CT_KERNELS void ct_cuda_lstm_grad(const ct_device_cells *c, void *stream)
{
    run<lstm_grad>(c, stream);
}
CT_KERNELS void ct_cuda_gru(const ct_device_cells *c, void *stream)
{
    run<gru>(c, stream);
}
CT_KERNELS void ct_cuda_gru_grad(const ct_device_cells *c, void *stream)
{
    run<gru_grad>(c, stream);
}
