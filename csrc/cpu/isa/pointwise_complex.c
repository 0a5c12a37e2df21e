/* pointwise_complex: the table's loops for complex64 and complex128. */
#include "cpu/isa/pointwise_rows.h"
#include "simd/formula.h"

#define CT_LANE c64
#define CT_KIND COMPLEX
#include "cpu/isa/pointwise_lane.h"

#define CT_LANE c128
#define CT_KIND COMPLEX
#include "cpu/isa/pointwise_lane.h"
