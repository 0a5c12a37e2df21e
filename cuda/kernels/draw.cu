/* draw: Philox and what is made of its words, with the CPU's bits: compiled without fused
 * multiply-add. */
#include "draw.h"

#include "kernels/cast.cuh"
#include "kernels/size.cuh"
#ifdef __CUDACC__
#define inline inline __device__
#endif
#include "core/philox.h"
#include "simd/draw.h"
#ifdef __CUDACC__
#undef inline
#endif

enum { THREADS = 256, BLOCKS = 16 }; /* of a group */

/* Two normal numbers of float32 of two words. */
CT_DEVICE static inline void normal_pair(uint32_t first, uint32_t v, float *x, float *y)
{
    float u = ((float)(int32_t)(first >> 1) + 0.5f) * 0x1p-31f;
    float square = -2 * log_f32(u);
    float radius = sqrtf(square > 0 ? square : 0);
    uint32_t quarter = (v + 0x20000000) >> 30;
    float a = (float)(int32_t)(v - (quarter << 30)) * (1.57079633f * 0x1p-30f);
    float sine = sin_series_f32(a, a * a), cosine = cos_series_f32(a * a);
    float c = quarter & 1 ? sine : cosine, s = quarter & 1 ? cosine : sine;
    *x = radius * ((quarter + 1) & 2 ? -c : c);
    *y = radius * (quarter & 2 ? -s : s);
}

/* And of float64, of four. */
CT_DEVICE static inline void normal_pair(const uint32_t (&w)[4], double *x, double *y)
{
    double u = 1 - uniform_53(w[0], w[1]);
    double square = -2 * log_f64(u);
    double radius = sqrt(square > 0 ? square : 0);
    double v = 4 * uniform_53(w[2], w[3]);
    int32_t quarter = (int32_t)(v + 0.5);
    double a = (v - quarter) * 1.5707963267948966;
    double sine = sin_series_f64(a, a * a), cosine = cos_series_f64(a * a);
    double c = quarter & 1 ? sine : cosine, s = quarter & 1 ? cosine : sine;
    *x = radius * ((quarter + 1) & 2 ? -c : c);
    *y = radius * (quarter & 2 ? -s : s);
}

/* Floats as they are scaled on the CPU, in their own precision. */
CT_DEVICE static inline float scaled(const ct_device_draw &d, float x)
{
    float shift = (float)d.shift, scale = (float)d.scale, most = (float)d.most;
    if (d.what == CT_DRAW_UNIFORM && (shift != 0 || scale != 1)) {
        x = x * scale + shift;
        return x < most ? x : most;
    }
    return shift != 0 || scale != 1 ? x * scale + shift : x;
}
CT_DEVICE static inline double scaled(const ct_device_draw &d, double x)
{
    if (d.what == CT_DRAW_UNIFORM && (d.shift != 0 || d.scale != 1)) {
        x = x * d.scale + d.shift;
        return x < d.most ? x : d.most;
    }
    return d.shift != 0 || d.scale != 1 ? x * d.scale + d.shift : x;
}

template <class T>
CT_DEVICE static inline void put(const ct_device_draw &d, int size, int64_t i, T x)
{
    if (i >= 0 && i < d.n) {
        ct_write_as(d.out + i * size, d.dtype, x);
    }
}

/* Four elements of float32 or narrower, or of truths. */
CT_DEVICE static inline void draw_narrow(const ct_device_draw &d, int size,
                                         int64_t first, const uint32_t (&w)[4])
{
    float x[4];
    if (d.what == CT_DRAW_BERNOULLI) {
        for (int k = 0; k < 4; k++) {
            put(d, size, first + 16 * k, w[k] <= d.last ? d.one : 0.0);
        }
        return;
    }
    bool half = d.dtype == CT_DTYPE_F16 || d.dtype == CT_DTYPE_BF16;
    int bits = !half ? 24 : d.dtype == CT_DTYPE_F16 ? 11 : 8;
    if (d.what == CT_DRAW_NORMAL) {
        normal_pair(w[0], w[1], &x[0], &x[1]);
        normal_pair(w[2], w[3], &x[2], &x[3]);
    }
    for (int k = 0; k < 4; k++) {
        if (d.what == CT_DRAW_UNIFORM) {
            float unit = half ? (bits == 11 ? 0x1p-11f : 0x1p-8f) : 0x1p-24f;
            x[k] = (float)(int32_t)(w[k] >> (32 - bits)) * unit;
            if (half) { /* always scaled there */
                float y = x[k] * (float)d.scale + (float)d.shift;
                x[k] = y < (float)d.most ? y : (float)d.most;
                put(d, size, first + 16 * k, x[k]);
                continue;
            }
        }
        put(d, size, first + 16 * k, scaled(d, x[k]));
    }
}

/* Two elements of float64, or of integers of up to 2^32 values. */
CT_DEVICE static inline void draw_wide(const ct_device_draw &d, int size, int64_t first,
                                       const uint32_t (&w)[4])
{
    double x[2];
    if (d.what == CT_DRAW_INTEGERS) {
        for (int h = 0; h < 2; h++) {
            uint64_t carry = w[2 * h] * d.count >> 32;
            uint64_t value = d.low + ((w[2 * h + 1] * d.count + carry) >> 32);
            put(d, size, first + 16 * h, (int64_t)value);
        }
        return;
    }
    if (d.what == CT_DRAW_NORMAL) {
        normal_pair(w, &x[0], &x[1]);
    } else {
        x[0] = uniform_53(w[0], w[1]);
        x[1] = uniform_53(w[2], w[3]);
    }
    put(d, size, first, scaled(d, x[0]));
    put(d, size, first + 16, scaled(d, x[1]));
}

/* One integer of more values than 2^32; a count of 0 is 2^64. */
CT_DEVICE static inline void draw_widest(const ct_device_draw &d, int size, int64_t i,
                                         const uint32_t (&w)[4])
{
    uint64_t low = (uint64_t)w[1] << 32 | w[0], high = (uint64_t)w[3] << 32 | w[2];
    unsigned __int128 carry = (unsigned __int128)low * d.count >> 64;
    uint64_t value = (uint64_t)(((unsigned __int128)high * d.count + carry) >> 64);
    put(d, size, i, (int64_t)(d.low + (d.count ? value : high)));
}

static __global__ void __launch_bounds__(THREADS)
    draw_blocks(CT_PARAM ct_device_draw d, int stream, int size, uint64_t blocks)
{
    int per_group = 64 >> stream, skip = (int)(d.offset % (uint64_t)per_group);
    uint64_t group = d.offset / (uint64_t)per_group;
    uint64_t step = (uint64_t)gridDim.x * blockDim.x;
    for (uint64_t b = (uint64_t)blockIdx.x * blockDim.x + threadIdx.x; b < blocks;
         b += step) {
        uint64_t block = group * BLOCKS + b;
        uint32_t counter[] = {(uint32_t)block, (uint32_t)(block >> 32),
                              (uint32_t)stream, 0};
        uint32_t w[4];
        ct_philox_block(w, d.seed, counter);
        int64_t first =
            (int64_t)(b / BLOCKS) * per_group + (int64_t)(b % BLOCKS) - skip;
        if (stream == 0) {
            draw_narrow(d, size, first, w);
        } else if (stream == 1) {
            draw_wide(d, size, first, w);
        } else {
            draw_widest(d, size, first, w);
        }
    }
}

CT_KERNELS void ct_cuda_draw(const ct_device_draw *d, void *stream)
{
    bool whole = d->what == CT_DRAW_INTEGERS;
    bool narrow = d->count && d->count <= (uint64_t)1 << 32;
    int width = whole ? narrow ? 1 : 2
                : d->dtype == CT_DTYPE_F64 && d->what != CT_DRAW_BERNOULLI ? 1
                                                                           : 0;
    int64_t per_group = 64 >> width, skip = (int64_t)(d->offset % (uint64_t)per_group);
    uint64_t groups = (uint64_t)((d->n + skip + per_group - 1) / per_group);
    CT_LAUNCH(draw_blocks, ct_blocks((int64_t)groups * BLOCKS, THREADS), THREADS,
              stream, *d, width, ct_size_of(d->dtype), groups * BLOCKS);
}
