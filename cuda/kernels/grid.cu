/* grid: elements of images at places that are given, and the gradients. A thread takes a
 * place with all channels; what goes back to an image is added by a warp for each plane, in
 * the order of the places. Compiled without fused products, so that a place is rounded to
 * what the CPU rounds it to. */
#include "kernels/meet.cuh"
#include "kernels/team.cuh"
#include "resample.h"

enum { THREADS = 128, WARPS = 4 };

/* Along one dim: the N places around a point, 1 of the nearest, 2 of linear ones, 4 of
 * cubic ones, with their weights and those' slopes. */
template <class A, int N> struct around {
    int at[N]; /* -1: there is none */
    A weight[N], slope[N];
};

/* Mirrored at both ends as often as it takes. */
template <class A>
CT_DEVICE static inline void reflect(const ct_device_grid &g, A size, A *at, A *slope)
{
    A low = g.corners ? A(0) : A(-0.5), span = size - (g.corners ? A(1) : A(0));
    A x = *at - low, far = x < 0 ? -x : x;
    A flips = span > 0 ? floor(far / span) : A(0), rest = far - flips * span;
    bool even = floor(flips / 2) * 2 == flips;
    *at = span > 0 ? (even ? rest : span - rest) + low : A(0);
    *slope = (x < 0) == even ? -*slope : *slope;
}

template <class A>
CT_DEVICE static inline void inside(const ct_device_grid &g, int d, A *at, A *slope)
{
    A size = A(g.in[d]), last = size - 1;
    if (g.edge == CT_GRID_REFLECTION) {
        reflect(g, size, at, slope);
    }
    if (g.edge != CT_GRID_ZEROS) {
        bool moves = *at > 0 && *at < last;
        *slope = moves ? *slope : A(0);
        *at = *at > 0 ? (*at < last ? *at : last) : A(0);
    }
}

template <class A>
CT_DEVICE static inline int place_of(const ct_device_grid &g, int d, A at)
{
    return at >= 0 && at <= A(g.in[d] - 1) ? (int)at : -1;
}

/* Keys 1981 with -0.75: weights of the places -1, 0, 1 and 2 around t, and slopes. */
template <class A>
CT_DEVICE static inline void cubic_weights(A t, A slope, around<A, 4> *l)
{
    const A k = A(-0.75);
    for (int i = 0; i < 4; i++) {
        A v = i == 0 ? t + 1 : i == 1 ? t : i == 2 ? 1 - t : 2 - t;
        A sign = i < 2 ? slope : -slope;
        bool far = i == 0 || i == 3;
        l->weight[i] = far ? ((k * v - 5 * k) * v + 8 * k) * v - 4 * k
                           : ((k + 2) * v - (k + 3)) * v * v + 1;
        l->slope[i] = sign * (far ? (3 * k * v - 10 * k) * v + 8 * k
                                  : (3 * (k + 2) * v - 2 * (k + 3)) * v);
    }
}

template <class A>
CT_DEVICE static inline void place_around(const ct_device_grid &g, int d, A at, A slope,
                                          around<A, 4> *l)
{
    A first = floor(at), none = 0;
    cubic_weights(at - first, slope, l);
    for (int k = 0; k < 4; k++) {
        A place = first + A(k - 1);
        inside(g, d, &place, &none);
        l->at[k] = place_of(g, d, place);
    }
}
template <class A>
CT_DEVICE static inline void place_around(const ct_device_grid &g, int d, A at, A slope,
                                          around<A, 2> *l)
{
    inside(g, d, &at, &slope);
    A low = floor(at), part = at - low;
    *l = around<A, 2>{{place_of(g, d, low), place_of(g, d, low + 1)},
                      {1 - part, part},
                      {-slope, slope}};
}
template <class A>
CT_DEVICE static inline void place_around(const ct_device_grid &g, int d, A at, A slope,
                                          around<A, 1> *l)
{
    inside(g, d, &at, &slope);
    *l = around<A, 1>{{place_of(g, d, A(rint(at)))}, {1}, {0}};
}

/* What is not finite lies far outside, NaN on the side of -inf. */
template <class A, int N>
CT_DEVICE static inline void look_around(const ct_device_grid &g, int d, A x,
                                         around<A, N> *l)
{
    A size = A(g.in[d]), v = x + 1;
    v = g.corners ? v / 2 * (size - 1) : (v * size - 1) / 2;
    bool finite = v - v == 0;
    place_around(g, d, finite ? v : v > 0 ? size + 100 : A(-100),
                 finite ? (g.corners ? (size - 1) / 2 : size / 2) : A(0), l);
}

/* Of place i of the grid; in two dims (not DEEP) z is one place. */
template <class E, int N, bool DEEP> struct spots {
    typedef typename ct_computed<E>::type A;
    around<A, DEEP ? N : 1> z;
    around<A, N> y, x;

    CT_DEVICE spots(const ct_device_grid &g, int64_t i)
    {
        const E *grid = (const E *)g.grid + i * (DEEP ? 3 : 2);
        look_around(g, 2, A(ct_number(grid[0])), &x);
        look_around(g, 1, A(ct_number(grid[1])), &y);
        z = around<A, DEEP ? N : 1>{{0}, {1}, {0}};
        if (DEEP) {
            look_around(g, 0, A(ct_number(grid[DEEP ? 2 : 0])), &z);
        }
    }
    /* Calls f(element of a plane, or -1; the places along z, y, x) for all around. */
    template <class F> CT_DEVICE void each(const ct_device_grid &g, F f) const
    {
        CT_UNROLL
        for (int a = 0; a < (DEEP ? N : 1); a++) {
            CT_UNROLL
            for (int b = 0; b < N; b++) {
                CT_UNROLL
                for (int c = 0; c < N; c++) {
                    bool there = z.at[a] >= 0 && y.at[b] >= 0 && x.at[c] >= 0;
                    int64_t at = ((int64_t)z.at[a] * g.in[1] + y.at[b]) * g.in[2];
                    f(there ? at + x.at[c] : -1, a, b, c);
                }
            }
        }
    }
    CT_DEVICE A weight(int a, int b, int c) const
    {
        return z.weight[a] * y.weight[b] * x.weight[c];
    }
};

template <class E, int N, bool DEEP>
__global__ void __launch_bounds__(THREADS, 1) grid_sample(CT_PARAM ct_device_grid g)
{
    typedef typename ct_computed<E>::type A;
    int64_t step = (int64_t)gridDim.x * blockDim.x, n = g.images * g.places;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < n; i += step) {
        const spots<E, N, DEEP> s(g, i);
        int64_t image = i / g.places;
        const E *x = (const E *)g.x + image * g.channels * g.volume;
        E *y = (E *)g.y + image * g.channels * g.places + i % g.places;
        for (int64_t c = 0; c < g.channels; c++, x += g.volume, y += g.places) {
            A sum = 0;
            s.each(g, [&](int64_t at, int a, int b, int d) {
                sum += at >= 0 ? A(ct_number(x[at])) * s.weight(a, b, d) : A(0);
            });
            *y = ct_cast<E>::of(sum);
        }
    }
}

template <class E, int N, bool DEEP>
__global__ void __launch_bounds__(THREADS) grid_slopes(CT_PARAM ct_device_grid g)
{
    typedef typename ct_computed<E>::type A;
    int64_t step = (int64_t)gridDim.x * blockDim.x, n = g.images * g.places;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < n; i += step) {
        const spots<E, N, DEEP> s(g, i);
        int64_t image = i / g.places;
        const E *x = (const E *)g.x + image * g.channels * g.volume;
        const E *grad = (const E *)g.g + image * g.channels * g.places + i % g.places;
        A total[3] = {0, 0, 0};
        for (int64_t c = 0; c < g.channels; c++, x += g.volume, grad += g.places) {
            A own = A(ct_number(*grad));
            s.each(g, [&](int64_t at, int a, int b, int d) {
                A v = at >= 0 ? A(ct_number(x[at])) * own : A(0);
                total[0] += v * (s.z.slope[a] * s.y.weight[b] * s.x.weight[d]);
                total[1] += v * (s.z.weight[a] * s.y.slope[b] * s.x.weight[d]);
                total[2] += v * (s.z.weight[a] * s.y.weight[b] * s.x.slope[d]);
            });
        }
        E *to = (E *)g.ggrid + i * (DEEP ? 3 : 2);
        to[0] = ct_cast<E>::of(total[2]);
        to[1] = ct_cast<E>::of(total[1]);
        if (DEEP) {
            to[DEEP ? 2 : 0] = ct_cast<E>::of(total[0]);
        }
    }
}

/* A warp for each plane of the input. */
template <class E, int N, bool DEEP>
__global__ void __launch_bounds__(32 * WARPS) grid_spread(CT_PARAM ct_device_grid g)
{
    typedef typename ct_computed<E>::type A;
    CT_SHARED(ct_meeting<A>, meetings, WARPS);
    uint32_t warps = blockDim.x / 32, lane = threadIdx.x % 32;
    int64_t planes = g.images * g.channels;
    ct_meeting<A> *m = &meetings[threadIdx.x / 32];
    for (int64_t i = blockIdx.x * warps + threadIdx.x / 32; i < planes;
         i += gridDim.x * warps) {
        A *gx = (A *)g.gx + i * g.volume;
        for (int64_t j = lane; j < g.volume; j += 32) {
            gx[j] = 0;
        }
        __syncwarp();
        for (int64_t first = 0; first < g.places; first += 32) {
            bool is_there = first + lane < g.places;
            int64_t j = is_there ? first + lane : g.places - 1;
            const spots<E, N, DEEP> s(g, i / g.channels * g.places + j);
            A own = A(ct_number(((const E *)g.g)[i * g.places + j]));
            s.each(g, [&](int64_t at, int a, int b, int d) {
                ct_meet(m, gx, is_there ? at : -1, own * s.weight(a, b, d));
            });
        }
    }
}

template <class E, int N, bool DEEP>
static void run(const ct_device_grid *g, bool grad, void *stream)
{
    int64_t planes = g->images * g->channels, places = g->images * g->places;
    unsigned warps = planes < WARPS ? (unsigned)planes : (unsigned)WARPS;
    unsigned grid = ct_blocks(places, THREADS);
    if (!grad) {
        CT_LAUNCH((grid_sample<E, N, DEEP>), grid, THREADS, stream, *g);
        return;
    }
    if (places) {
        CT_LAUNCH((grid_slopes<E, N, DEEP>), grid, THREADS, stream, *g);
    }
    if (planes) {
        CT_LAUNCH_BLOCKS((grid_spread<E, N, DEEP>), ct_blocks(planes, WARPS),
                         32 * warps, stream, *g);
    }
}

template <class E> static void run_any(const ct_device_grid *g, bool grad, void *stream)
{
    if (g->way == CT_GRID_CUBIC) {
        run<E, 4, false>(g, grad, stream);
    } else if (g->way == CT_GRID_LINEAR && g->dims == 3) {
        run<E, 2, true>(g, grad, stream);
    } else if (g->way == CT_GRID_LINEAR) {
        run<E, 2, false>(g, grad, stream);
    } else if (g->dims == 3) {
        run<E, 1, true>(g, grad, stream);
    } else {
        run<E, 1, false>(g, grad, stream);
    }
}

CT_KERNELS void ct_cuda_grid_sample(const ct_device_grid *g, void *stream){
    CT_FLOATS(g -> dtype, run_any<E>(g, false, stream))}

CT_KERNELS void ct_cuda_grid_sample_grad(const ct_device_grid *g, void *stream)
{
    CT_FLOATS(g->dtype, run_any<E>(g, true, stream))
}
