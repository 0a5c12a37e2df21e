/* Filling memory with random numbers of any dtype.
 *
 * Each function fills n contiguous elements at `out`. Element i depends on the
 * arguments, at.seed and at.offset + i alone; `at` comes from ct_generator_take, with
 * the n of the call. Long fills use all threads. Return 0, or -1 with the error set: a
 * dtype that the function does not fill, a parameter out of range, Ctrl-C. */
#ifndef CT_CPU_RANDOM_FILL_H
#define CT_CPU_RANDOM_FILL_H

#include <stdint.h>

#include "core/dtype.h"
#include "core/random.h"

/* Uniform in [low, high), floating dtypes: low + u (high - low) with u a multiple of
 * 2^-53, 2^-24, 2^-11, 2^-8 for 64, 32, 16-bit and bfloat16; never high itself, unless
 * low == high. */
int ct_random_uniform(ct_dtype dtype, void *out, int64_t n, ct_generator at, double low,
                      double high);

/* Normal, floating dtypes. A complex tensor is 2n reals of std / sqrt(2). */
int ct_random_normal(ct_dtype dtype, void *out, int64_t n, ct_generator at, double mean,
                     double std);

/* exp(normal), floating dtypes. */
int ct_random_log_normal(ct_dtype dtype, void *out, int64_t n, ct_generator at,
                         double mean, double std);

/* Density rate * exp(-rate * x), above 0; floating dtypes. */
int ct_random_exponential(ct_dtype dtype, void *out, int64_t n, ct_generator at,
                          double rate);

/* median + width * tan(pi (u - 1/2)), floating dtypes. */
int ct_random_cauchy(ct_dtype dtype, void *out, int64_t n, ct_generator at,
                     double median, double width);

/* Trials up to the first success, 1, 2, ...; real dtypes, whose largest number stands for
 * all beyond. 0 < p < 1. */
int ct_random_geometric(ct_dtype dtype, void *out, int64_t n, ct_generator at,
                        double p);

/* 1 with probability p, else 0; every dtype but complex. p is rounded to a multiple of
 * 2^-32. */
int ct_random_bernoulli(ct_dtype dtype, void *out, int64_t n, ct_generator at,
                        double p);

/* Integers low + [0, count) modulo 2^64, count 0 standing for 2^64, stored in any dtype
 * but complex. By multiplication and shift: no value is likelier than another by more
 * than one part in 2^32 (in 2^64, when count is above 2^32). */
int ct_random_integers(ct_dtype dtype, void *out, int64_t n, ct_generator at,
                       int64_t low, uint64_t count);

/* The numbers 0 .. n - 1 in random order. */
int ct_random_permutation(int64_t *out, int64_t n, ct_generator at);

#endif
