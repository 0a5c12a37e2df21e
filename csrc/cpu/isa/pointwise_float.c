/* pointwise_float: the table's loops for float32 and float64. */
#include "cpu/isa/pointwise_rows.h"
#include "simd/formula.h"

#define CT_LANE f32
#define CT_KIND REAL
#include "cpu/isa/pointwise_lane.h"

#define CT_LANE f64
#define CT_KIND REAL
#include "cpu/isa/pointwise_lane.h"
