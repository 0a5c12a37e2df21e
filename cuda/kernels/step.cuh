/* The kernel of an optimizer's step for one lane type: included once for each row of kind
 * `step` (rows/cuda/steps.cu), with what csrc/cpu/isa/step.h asks for defined. (No include
 * guard.) */
#ifndef CT_KERNELS_STEP_CUH
#define CT_KERNELS_STEP_CUH

#include "kernels/cast.cuh"
#include "kernels/formulas.cuh"
#include "steps.h"

enum { CT_STEP_THREADS = 256 };
typedef float ct_step_f32;
typedef double ct_step_f64;

CT_DEVICE static inline int ct_step_size(int dtype)
{
    return dtype == CT_DTYPE_F64 ? 8 : dtype == CT_DTYPE_F32 ? 4 : 2;
}
#define CT_STEP_ELEMENT CT_CAT(ct_step_, CT_LANE)
#define CT_STEP_SPREAD(name, value) \
    const CT_LANE_TYPE name = CT_SPREAD((CT_CAT(real_, CT_LANE))(value));
#define CT_STEP_READ(name, k, always)                                                 \
    CT_LANE_TYPE name = s.x[k]                                                        \
                            ? CT_LANE_TYPE(ct_read_as<CT_STEP_ELEMENT>(               \
                                  s.x[k] + i * ct_step_size(s.dtype[k]), s.dtype[k])) \
                            : CT_LANE_TYPE(0);
#define CT_STEP_WRITE(name, k)                                                      \
    if (s.x[k]) {                                                                   \
        ct_write_as(s.x[k] + i * ct_step_size(s.dtype[k]), s.dtype[k], name.value); \
    }
#endif

static __global__ void __launch_bounds__(CT_STEP_THREADS)
    STEP(CT_PARAM ct_device_step s)
{
    const double *constant = s.constant;
    const ct_loop_number *arg = s.arg;
    (void)constant, (void)arg;
    CONSTANTS(CT_STEP_SPREAD)
    OPTIONS(CT_STEP_SPREAD)
    int64_t stride = (int64_t)gridDim.x * blockDim.x;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < s.n;
         i += stride) {
        LISTS(CT_STEP_READ)
        EACH STATES(CT_STEP_WRITE)
    }
}
static void CT_CAT(STEP, _launch)(const ct_device_step *s, void *stream)
{
    CT_LAUNCH(STEP, ct_blocks(s->n, CT_STEP_THREADS), CT_STEP_THREADS, stream, *s);
}

#undef STEP
#undef LISTS
#undef STATES
#undef CONSTANTS
#undef OPTIONS
#undef EACH
