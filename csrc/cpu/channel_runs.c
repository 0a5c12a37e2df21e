/* channel_runs: channels whose elements lie one behind the other; see channels.h.
 *
 * All that shares a mean and variance is done by one thread, in order. */
#include "core/parallel.h"
#include "cpu/channels.h"
#include "cpu/kernels.h"

static int64_t stats_count(const ct_channels *a)
{
    return a->groups ? a->n * a->groups : a->c;
}

static int64_t runs_of_each(const ct_channels *a)
{
    return a->groups ? a->c / a->groups : a->n;
}

/* Run j of those that share statistics k. */
static int64_t run_at(const ct_channels *a, int64_t k, int64_t j)
{
    return a->groups ? k * (a->c / a->groups) + j : j * a->c + k;
}

static ct_channel_run run_of(const ct_channels *a, int64_t run)
{
    int64_t at = run * a->s * ct_channels_size(a);
    return (ct_channel_run){.n = a->s,
                            .x = a->x + at,
                            .g = a->g ? a->g + at : NULL,
                            .y = a->y ? a->y + at : NULL};
}

static void take_moments(const ct_channels *a, int64_t k)
{
    int64_t runs = runs_of_each(a);
    double count = (double)(runs * a->s);
    double center = ct_channels_at(a, run_of(a, run_at(a, k, 0)).x);
    for (int again = 0; again < 2; again++) {
        double sums[2] = {0, 0};
        for (int64_t j = 0; j < runs; j++) {
            ct_channel_run r = run_of(a, run_at(a, k, j));
            r.mean = center;
            ct_cpu->channel->moments[a->wide](&r, sums);
        }
        if (!ct_channels_moments(a, sums, center, count, k)) {
            break;
        }
        center = a->mean[k];
    }
}

static int forward(void *context, int64_t begin, int64_t end)
{
    const ct_channels *a = context;
    int64_t done = 0;
    for (int64_t k = begin; k < end; k++) {
        if (!a->fixed) {
            take_moments(a, k);
        }
        double rstd = 1 / sqrt(a->var[k] + a->eps);
        for (int64_t j = 0; j < runs_of_each(a); j++) {
            int64_t run = run_at(a, k, j), channel = run % a->c;
            ct_channel_run r = run_of(a, run);
            r.mean = a->mean[k];
            r.scale = rstd * ct_channels_weight(a, channel);
            r.shift = ct_channels_bias(a, channel);
            r.far = ct_channels_far(rstd) || ct_channels_far(r.scale);
            ct_cpu->channel->apply[a->wide](&r);
            if (ct_parallel_pace(&done, a->s) < 0) {
                return -1;
            }
        }
    }
    return 0;
}

int ct_norm_runs(ct_channels *a)
{
    int64_t each = runs_of_each(a) * a->s;
    if (a->n * a->c * a->s == 0) {
        return 0;
    }
    return ct_parallel_for(stats_count(a), ct_parallel_grain(each * 2), forward, a);
}

/* gx = g scale - (x - mean) along - shift, with the means of h = g weight and of h z. */
static int input_grad(void *context, int64_t begin, int64_t end)
{
    const ct_channels *a = context;
    int64_t runs = runs_of_each(a), done = 0;
    for (int64_t k = begin; k < end; k++) {
        double rstd = 1 / sqrt(a->var[k] + a->eps), level = 0, along = 0;
        for (int64_t j = 0; j < runs; j++) {
            int64_t run = run_at(a, k, j);
            double *sums = a->sums + 2 * run, w = ct_channels_weight(a, run % a->c);
            ct_channel_run r = run_of(a, run);
            r.mean = a->mean[k];
            sums[0] = sums[1] = 0;
            ct_cpu->channel->products[a->wide](&r, sums);
            level += w * sums[0];
            along += w * sums[1];
        }
        level *= rstd / (double)(runs * a->s);
        along *= rstd * rstd * rstd / (double)(runs * a->s);
        for (int64_t j = 0; j < runs; j++) {
            int64_t run = run_at(a, k, j);
            ct_channel_run r = run_of(a, run);
            r.mean = a->mean[k];
            r.scale = rstd * ct_channels_weight(a, run % a->c);
            r.shift = level;
            r.along = along;
            r.far = ct_channels_far(rstd) || ct_channels_far(r.scale) ||
                    ct_channels_far(along) || ct_channels_far(level);
            ct_cpu->channel->input_grad[a->wide](&r);
            if (ct_parallel_pace(&done, a->s) < 0) {
                return -1;
            }
        }
    }
    return 0;
}

int ct_norm_runs_grad(ct_channels *a)
{
    int64_t each = runs_of_each(a) * a->s;
    if (a->n * a->c * a->s > 0 &&
        ct_parallel_for(stats_count(a), ct_parallel_grain(each * 3), input_grad, a) <
            0) {
        return -1;
    }
    for (int64_t j = 0; a->gweight && j < a->c; j++) {
        a->gweight[j] = a->gbias[j] = 0;
        for (int64_t i = 0; a->s > 0 && i < a->n; i++) {
            int64_t run = i * a->c + j;
            int64_t k = a->groups ? run / (a->c / a->groups) : j;
            a->gbias[j] += a->sums[2 * run];
            a->gweight[j] += a->sums[2 * run + 1] / sqrt(a->var[k] + a->eps);
        }
    }
    return 0;
}
