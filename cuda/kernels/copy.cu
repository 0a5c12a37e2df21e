/* copy: elements from one layout and dtype to another, and one element to many places. */
#include "kernels/cast.cuh"
#include "kernels/walk.cuh"

enum { THREADS = 256 };

template <int SIZE> struct raw;
template <> struct raw<1> {
    typedef uint8_t type;
};
template <> struct raw<2> {
    typedef uint16_t type;
};
template <> struct raw<4> {
    typedef uint32_t type;
};
template <> struct raw<8> {
    typedef uint64_t type;
};
template <> struct raw<16> {
    typedef uint4 type;
};

/* ---- of one dtype ---- */

/* 16 bytes at a time, and the rest byte by byte. */
static __global__ void __launch_bounds__(THREADS)
    copy_packed(CT_PARAM ct_device_loop loop, uint64_t bytes)
{
    uint64_t whole = bytes / 16, step = (uint64_t)gridDim.x * blockDim.x;
    uint64_t first = (uint64_t)blockIdx.x * blockDim.x + threadIdx.x;
    for (uint64_t i = first; i < whole; i += step) {
        ((uint4 *)loop.op[0].data)[i] = ((const uint4 *)loop.op[1].data)[i];
    }
    for (uint64_t i = whole * 16 + first; i < bytes; i += step) {
        loop.op[0].data[i] = loop.op[1].data[i];
    }
}

template <class T>
__global__ void __launch_bounds__(THREADS) copy_any(CT_PARAM ct_device_loop loop)
{
    uint32_t step = gridDim.x * blockDim.x;
    for (uint32_t i = blockIdx.x * blockDim.x + threadIdx.x; i < loop.n; i += step) {
        int64_t at[2];
        ct_walk(loop, i, at);
        *(T *)(loop.op[0].data + at[0]) = *(const T *)(loop.op[1].data + at[1]);
    }
}

CT_KERNELS void ct_cuda_copy_loop(const ct_device_loop *loop, int size, bool packed,
                                  void *stream)
{
    unsigned grid = ct_blocks(loop->n, THREADS);
    if (packed && !loop->single) {
        uint64_t bytes = (uint64_t)loop->n * (uint64_t)size;
        CT_LAUNCH(copy_packed, ct_blocks((int64_t)(bytes / 16) + 1, THREADS), THREADS,
                  stream, *loop, bytes);
        return;
    }
    switch (size) {
    case 1:
        CT_LAUNCH(copy_any<raw<1>::type>, grid, THREADS, stream, *loop);
        break;
    case 2:
        CT_LAUNCH(copy_any<raw<2>::type>, grid, THREADS, stream, *loop);
        break;
    case 4:
        CT_LAUNCH(copy_any<raw<4>::type>, grid, THREADS, stream, *loop);
        break;
    case 8:
        CT_LAUNCH(copy_any<raw<8>::type>, grid, THREADS, stream, *loop);
        break;
    default:
        CT_LAUNCH(copy_any<raw<16>::type>, grid, THREADS, stream, *loop);
    }
}

/* ---- casts ---- */

template <class E>
__global__ void __launch_bounds__(THREADS) cast_any(CT_PARAM ct_device_loop loop)
{
    uint32_t step = gridDim.x * blockDim.x;
    for (uint32_t i = blockIdx.x * blockDim.x + threadIdx.x; i < loop.n; i += step) {
        int64_t at[2];
        ct_walk(loop, i, at);
        *(E *)(loop.op[0].data + at[0]) =
            ct_read_as<E>(loop.op[1].data + at[1], loop.op[1].dtype);
    }
}

CT_KERNELS void ct_cuda_cast_loop(const ct_device_loop *loop, void *stream)
{
    unsigned grid = ct_blocks(loop->n, THREADS);
    switch (loop->op[0].dtype) {
#define CT_CAST_CASE(id, E)                                   \
    case CT_DTYPE_##id:                                       \
        CT_LAUNCH(cast_any<E>, grid, THREADS, stream, *loop); \
        break;
        CT_ELEMENTS(CT_CAST_CASE)
#undef CT_CAST_CASE
    }
}

/* ---- fills ---- */

template <class T>
__global__ void __launch_bounds__(THREADS) fill_any(CT_PARAM ct_device_loop loop)
{
    uint32_t step = gridDim.x * blockDim.x;
    T value = *(const T *)loop.op[1].value;
    for (uint32_t i = blockIdx.x * blockDim.x + threadIdx.x; i < loop.n; i += step) {
        int64_t at[1];
        ct_walk(loop, i, at);
        *(T *)(loop.op[0].data + at[0]) = value;
    }
}

CT_KERNELS void ct_cuda_fill_loop(const ct_device_loop *loop, int size, void *stream)
{
    unsigned grid = ct_blocks(loop->n, THREADS);
    switch (size) {
    case 1:
        CT_LAUNCH(fill_any<raw<1>::type>, grid, THREADS, stream, *loop);
        break;
    case 2:
        CT_LAUNCH(fill_any<raw<2>::type>, grid, THREADS, stream, *loop);
        break;
    case 4:
        CT_LAUNCH(fill_any<raw<4>::type>, grid, THREADS, stream, *loop);
        break;
    case 8:
        CT_LAUNCH(fill_any<raw<8>::type>, grid, THREADS, stream, *loop);
        break;
    default:
        CT_LAUNCH(fill_any<raw<16>::type>, grid, THREADS, stream, *loop);
    }
}
