/* optim: the loops of the optimizers, for float and double.
 *
 * Plain loops that the compiler turns into vectors: each option is a loop of its own
 * over a tile that stays in the first-level cache, so no loop has a branch. */
#include "cpu/optim_kernels.h"

#include <math.h>

#include "simd/simd.h"

#define TILE 512 /* elements */

#define REAL float
#define NAME(name) name##_f32
#define SQRT sqrtf
#include "cpu/isa/optim_loops.h"
#undef REAL
#undef NAME
#undef SQRT

#define REAL double
#define NAME(name) name##_f64
#define SQRT sqrt
#include "cpu/isa/optim_loops.h"

extern const ct_optim_kernels CT_ISA_SYM(optim_kernels);
const ct_optim_kernels CT_ISA_SYM(optim_kernels) = {
    .sgd = {sgd_f32, sgd_f64},
    .adam = {adam_f32, adam_f64},
};
