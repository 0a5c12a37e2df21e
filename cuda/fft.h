/* fft: one pass of a Fourier transform along a dim, as the host says it and the device
 * reads it (Stockham's, of any factors): x holds, for `done` frequencies each, what every
 * (n / done)-th element makes; y the same for done * radix. Lines are (outer, n, inner). */
#ifndef CT_CUDA_FFT_H
#define CT_CUDA_FFT_H

#include "loop.h"

typedef struct ct_device_fft {
    const void *x, *table; /* table: exp(-2 pi i k / n) */
    void *y;
    int64_t outer, n, inner;
    int64_t done, radix;
    double scale;
    bool wide, inverse;
} ct_device_fft;

CT_KERNELS void ct_cuda_fft_table(void *table, int64_t n, bool wide, void *stream);
CT_KERNELS void ct_cuda_fft_pass(const ct_device_fft *f, void *stream);

/* Between real lines of n and halves of transforms, n / 2 + 1, or whole ones; frequencies
 * that stand for their mirror images, too, times `factor`. */
typedef struct ct_device_halves {
    const void *x;
    void *y;
    int64_t outer, n, inner;
    double factor;
    bool wide;
} ct_device_halves;

CT_KERNELS void ct_cuda_fft_widen(const ct_device_halves *h, void *stream); /* real */
CT_KERNELS void ct_cuda_fft_half(const ct_device_halves *h, void *stream); /* whole */
CT_KERNELS void ct_cuda_fft_expand(const ct_device_halves *h, void *stream); /* half */
CT_KERNELS void ct_cuda_fft_real(const ct_device_halves *h, void *stream); /* whole */

#endif
