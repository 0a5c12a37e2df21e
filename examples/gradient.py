"""The gradient of x**2 + 3*x at x = 2, which is 2*x + 3 = 7."""

import ctensor as ct

x = ct.tensor(2.0, requires_grad=True)
y = x**2 + 3 * x
y.backward()
print(x.grad)

# The second derivative: ask for a gradient that can itself be differentiated.
(slope,) = ct.autograd.grad(x**2 + 3 * x, x, create_graph=True)
(curvature,) = ct.autograd.grad(slope, x)
print(curvature)
