"""Layers, forward and both ways, at the sizes that networks have."""

from benchmarks.case import Case, Group


def conv(name: str, x: tuple, w: tuple, options: str = "", last: bool = False) -> list:
    """A convolution of input x and weight w: forward, and with all gradients."""
    form = "memory_format=lib.channels_last"
    shaped = f".to({form})" if last else ""
    setup = f"""
x, w, b = lib.randn{x}{shaped}, lib.randn{w}{shaped}, lib.randn({w[0]})
xg, wg, bg = (t.clone().requires_grad_() for t in (x, w, b))
g = lib.randn_like(F.conv2d(x, w, b{options}))
"""
    name += ", channels last" if last else ""
    call = f"F.conv2d(x, w, b{options})"
    both = f"lib.autograd.grad(F.conv2d(xg, wg, bg{options}), (xg, wg, bg), g)"
    return [
        Case(name, call, setup=setup, target={"torch": 1}),
        Case(f"{name}, both ways", both, setup=setup, target={"torch": 1}),
    ]


def pool(name: str, call: str, x: tuple, last: bool = False) -> list:
    """A call of x, forward and back."""
    shaped = ".to(memory_format=lib.channels_last)" if last else ""
    setup = f"x = lib.randn{x}{shaped}\nxg = x.clone().requires_grad_()\n"
    setup += f"g = lib.randn_like(F.{call})\n"
    name += ", channels last" if last else ""
    back = call.replace("(x", "(xg", 1)
    both = f"lib.autograd.grad(F.{back}, xg, g)"
    return [
        Case(name, f"F.{call}", setup=setup, target={"torch": 1}),
        Case(f"{name}, both ways", both, setup=setup, target={"torch": 1}),
    ]


def sampled(options: str = "", last: bool = False) -> list:
    """Sampling at places, forward and back to both operands."""
    shaped = ".to(memory_format=lib.channels_last)" if last else ""
    setup = f"""
x = lib.randn(8, 32, 32, 32){shaped}.requires_grad_()
places = (lib.rand(8, 32, 32, 2) * 2.2 - 1.1).requires_grad_()
g = lib.randn_like(x)
"""
    name = "grid_sample" + options + (", channels last" if last else "")
    call = f"F.grid_sample(x, places{options}, align_corners=False)"
    both = f"lib.autograd.grad({call}, (x, places), g)"
    one = call.replace("x, places", "x.detach(), places.detach()")
    return [
        Case(name, one, setup=setup, target={"torch": 1}),
        Case(f"{name}, both ways", both, setup=setup, target={"torch": 1}),
    ]


def resized(name: str, options: str, x: tuple = (8, 32, 32, 32)) -> list:
    """Another size, in rows and with channels last."""
    call = f"interpolate(x, {options})"
    return [*pool(name, call, x), *pool(name, call, x, last=True)]


def both_layouts(name: str, x: tuple, w: tuple, options: str = "") -> list:
    """The same in rows and with channels last."""
    return [*conv(name, x, w, options), *conv(name, x, w, options, last=True)]


IMAGES = Group(
    "images",
    "Layers of images, float32",
    tensor_setup="F = lib.nn.functional",
    cases=[
        *both_layouts("conv 3x3", (16, 64, 56, 56), (64, 64, 3, 3), ", padding=1"),
        *both_layouts("conv 1x1", (16, 64, 56, 56), (256, 64, 1, 1)),
        *both_layouts(
            "conv 7x7 stride 2",
            (8, 3, 224, 224),
            (64, 3, 7, 7),
            ", stride=2, padding=3",
        ),
        *both_layouts(
            "conv depthwise 3x3",
            (16, 64, 56, 56),
            (64, 1, 3, 3),
            ", padding=1, groups=64",
        ),
        *both_layouts("conv LeNet 1", (64, 1, 28, 28), (6, 1, 5, 5), ", padding=2"),
        *both_layouts("conv LeNet 2", (64, 6, 14, 14), (16, 6, 5, 5)),
        *pool("max pool 3x3 stride 2", "max_pool2d(x, 3, 2, 1)", (16, 64, 112, 112)),
        *pool("max pool 2x2", "max_pool2d(x, 2)", (16, 64, 56, 56)),
        *pool("max pool 2x2", "max_pool2d(x, 2)", (16, 64, 56, 56), last=True),
        *pool("max pool, LeNet", "max_pool2d(x, 2)", (64, 6, 28, 28)),
        *pool("mean pool 2x2", "avg_pool2d(x, 2)", (16, 64, 56, 56)),
        *pool("mean of all", "adaptive_avg_pool2d(x, 1)", (32, 256, 8, 8)),
        *pool("max pool 2x2, tiny", "max_pool2d(x, 2)", (32, 128, 8, 8)),
        *pool("mean pool 2x2, tiny", "avg_pool2d(x, 2)", (32, 128, 8, 8)),
        *pool("mean of 7 to 3", "adaptive_avg_pool2d(x, 3)", (32, 256, 7, 7)),
        *pool("mean of 56 to 6", "adaptive_avg_pool2d(x, 6)", (16, 64, 56, 56)),
        *pool("max of 14 to 5", "adaptive_max_pool2d(x, 5)", (32, 128, 14, 14)),
        *resized("nearest, doubled", "scale_factor=2"),
        *resized("bilinear, doubled", "scale_factor=2, mode='bilinear'"),
        *resized("bicubic, doubled", "scale_factor=2, mode='bicubic'"),
        *resized(
            "bilinear, smaller, antialias",
            "size=(100, 100), mode='bilinear', antialias=True",
            (8, 3, 224, 224),
        ),
        *resized("area, 56 to 20", "size=20, mode='area'", (8, 32, 56, 56)),
        *sampled(),
        *sampled(last=True),
        *sampled(", mode='bicubic'"),
        *sampled(", padding_mode='border'"),
        *both_layouts("conv 16 to 16", (32, 16, 32, 32), (16, 16, 3, 3), ", padding=1"),
    ],
)
