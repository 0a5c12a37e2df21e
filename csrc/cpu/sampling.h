/* sampling: one number of a distribution, drawn from as many words as that takes.
 *
 * An element has a stream of its own (core/random.h): the same numbers for any number of
 * threads and in every instruction set. */
#ifndef CT_CPU_SAMPLING_H
#define CT_CPU_SAMPLING_H

#include <stdbool.h>
#include <stdint.h>

#include "core/random.h"

typedef struct ct_words { /* of one element */
    uint64_t seed, element;
    uint32_t block; /* how many blocks have been made beside the first two */
    int used;
    uint32_t words[8];
} ct_words;

/* The first two blocks of 8 elements in a row are a group, made together. */
typedef struct ct_word_source {
    ct_generator at;
    uint64_t group; /* of the elements whose blocks are in `words` */
    bool made;
    uint32_t words[CT_RANDOM_GROUP];
} ct_word_source;

/* The words of element i of those that source->at stands for. */
void ct_words_of(ct_words *w, ct_word_source *source, int64_t i);
/* Uniform in (0, 1), 53 bits. */
double ct_words_uniform(ct_words *w);

/* rate >= 0, finite. */
double ct_draw_poisson(ct_words *w, double rate);
/* Successes of `count` trials, a whole number; 0 <= p <= 1. */
double ct_draw_binomial(ct_words *w, double count, double p);
/* A gamma number of rate 1 over exp(*log_scale), which is very small where the shape is;
 * shape > 0, finite. */
double ct_draw_gamma(ct_words *w, double shape, double *log_scale);

#endif
