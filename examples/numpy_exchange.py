"""Tensors and NumPy arrays over the same memory, in both directions."""

import numpy as np

import ctensor as ct

# From NumPy: the tensor reads and writes the array's memory.
array = np.arange(6.0).reshape(2, 3)
tensor = ct.from_numpy(array)
tensor += 10
print(array)
array[0, 0] = -1
print(tensor)

# To NumPy: the array is a view of the tensor.
weights = ct.zeros(2, 2)
view = weights.numpy()
weights[0, 1] = 5
view[1, 0] = 7
print(weights)
print(view)

# Operators take arrays too, and the gradient is kept.
x = ct.ones(3, requires_grad=True)
loss = (x * np.array([1.0, 2.0, 3.0], dtype=np.float32)).sum()
loss.backward()
print(np.asarray(x.grad))
