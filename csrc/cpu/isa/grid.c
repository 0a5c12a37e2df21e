/* grid: elements at places that are given. Coordinates are found for a strip of places at a
 * time, then each place is a sum over the elements around it: channels in vectors, or
 * places where there are few channels. */
#include "cpu/grid_kernels.h"

#include <math.h>
#include <string.h>

#include "simd/simd.h"

#define INLINE static inline __attribute__((always_inline))
#define STRIP CT_GRID_STRIP
#define TAPS_MAX 16 /* around a place: 4 x 4, or 2 x 2 x 2 */

#define T float
#define L f32
#define FLOOR floorf
#define RINT rintf
#define NAME(x) x##_f32
#include "cpu/isa/grid_type.h"

#include "cpu/isa/grid_planes.h"
#undef T
#undef L
#undef FLOOR
#undef RINT
#undef NAME

#define T double
#define L f64
#define FLOOR floor
#define RINT rint
#define NAME(x) x##_f64
#include "cpu/isa/grid_type.h"

#include "cpu/isa/grid_planes.h"

extern const ct_grid_kernels CT_ISA_SYM(grid_kernels);
const ct_grid_kernels CT_ISA_SYM(grid_kernels) = {
    .sample = {{sample_f32, sample_f64}, {sample_planes_f32, sample_planes_f64}},
    .spread = {{spread_f32, spread_f64}, {spread_planes_f32, spread_planes_f64}},
    .slopes = {{slopes_f32, slopes_f64}, {slopes_planes_f32, slopes_planes_f64}},
};
