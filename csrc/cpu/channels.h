/* channels: what normalizing channels needs to know, in runs or in rows.
 *
 * An input (N, C, *) is N times C runs of S elements (channel_runs.c), or, where the channels
 * lie side by side, rows of C elements (channel_rows.c). Statistics are of each channel,
 * or of `groups` parts of the channels of each sample. A gradient of runs has `sums`: of
 * grad and of grad (x - mean), for each run. Results are the same for any
 * number of threads: what is added up in parts has parts that do not depend on it. */
#ifndef CT_CPU_CHANNELS_H
#define CT_CPU_CHANNELS_H

#include <math.h>

#include "cpu/channel_kernels.h"

typedef struct ct_channels {
    bool wide;       /* float64, else float32 */
    int64_t n, c, s; /* samples, channels, elements of a run */
    int64_t groups;  /* of each sample; 0: over the batch */
    const char *x, *g;
    char *y; /* or the input's gradient */
    const double *weight, *bias; /* NULL: none */
    double *mean, *var;
    double eps;
    bool fixed; /* statistics are given */
    double *sums;
    double *gweight, *gbias;
} ct_channels;

static inline int64_t ct_channels_size(const ct_channels *a)
{
    return a->wide ? 8 : 4;
}
static inline double ct_channels_at(const ct_channels *a, const char *p)
{
    return a->wide ? *(const double *)p : (double)*(const float *)p;
}
static inline double ct_channels_weight(const ct_channels *a, int64_t channel)
{
    return a->weight ? a->weight[channel] : 1;
}
static inline double ct_channels_bias(const ct_channels *a, int64_t channel)
{
    return a->bias ? a->bias[channel] : 0;
}

/* Is a factor so near an end of float32's range that what it is multiplied with, or it
 * itself, is not exact there? */
static inline bool ct_channels_far(double factor)
{
    double size = fabs(factor);
    return !(size == 0 || (size > 1e-25 && size < 1e25));
}

/* Sums about a center become mean and variance, which stand there. Whether the center was
 * so far off that they are to be taken again, about the mean. */
static inline bool ct_channels_moments(const ct_channels *a, const double *sums,
                                       double center, double count, int64_t k)
{
    double shift = sums[0] / count, squares = sums[1] / count;
    double var = squares - shift * shift;
    a->mean[k] = center + shift;
    a->var[k] = var < 0 ? 0 : var;
    return var < (a->wide ? 0.1 : 1e-6) * squares;
}

int ct_norm_runs(ct_channels *a);
int ct_norm_runs_grad(ct_channels *a);
int ct_norm_rows_of_channels(ct_channels *a);
int ct_norm_rows_of_channels_grad(ct_channels *a);

#endif
